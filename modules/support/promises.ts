import { keeps, shows } from '#domain/policy/keep.ts';

/** What this module and the mail intake do for the promises of both policies. */

keeps('P-2.1b', 'answer-support-mail', {
  keptBy: {
    en: 'Whoever writes to us gets an answer that names this policy; machines are never answered.',
    de: 'Wer uns schreibt, bekommt eine Antwort, die diese Erklärung nennt; Maschinen wird nie geantwortet.',
  },
  sources: ['modules/support/answer-automatically.ts', 'platform/mail/intake/nature.ts'],
});
shows('P-2.1b', 'answer-support-mail', {
  file: 'scenarios/mail/mail.db.test.ts',
  test: 'a person is answered once in an hour, in their language, with the policy; machines are not',
});

keeps(['C-1b', 'C-8a'], 'receive-by-mail', {
  keptBy: {
    en: 'A mail to our address is taken in with the moment it reached us; the date its sender wrote never counts.',
    de: 'Eine E-Mail an unsere Adresse gilt mit dem Augenblick, in dem sie uns erreichte; das Datum des Absenders zählt nie.',
  },
  sources: [
    'platform/mail/intake/take-mail.ts',
    'platform/mail/intake/listener.ts',
    'platform/mail/intake/imap.ts',
  ],
});
shows(['C-1b', 'C-8a'], 'receive-by-mail', {
  file: 'scenarios/mail/mail.db.test.ts',
  test: 'a mail by SMTP counts from the moment its last byte was here, whatever its Date says',
});

keeps('C-1b', 'prove-the-sender', {
  keptBy: {
    en: 'Only a mail that the sender’s own domain vouches for counts as its sender’s, and only the first time.',
    de: 'Nur eine E-Mail, für die die Domain des Absenders selbst bürgt, gilt als seine, und nur beim ersten Mal.',
  },
  sources: ['platform/mail/intake/authenticate.ts', 'platform/mail/intake/take-mail.ts'],
});
shows('C-1b', 'prove-the-sender', {
  file: 'platform/mail/intake/authenticate.test.ts',
  test: "forged mail: what counts is the domain in From, and only when its owner vouches for it > forged From, the forger's own valid signature: alignment is what counts",
});

keeps(['C-9a', 'C-9b'], 'sort-every-mail', {
  keptBy: {
    en: 'Every mail is sorted and stands in an inbox until somebody has dealt with it; a question is no second request.',
    de: 'Jede E-Mail wird eingeordnet und steht in einem Eingang, bis sich jemand darum gekümmert hat; eine Frage ist kein zweiter Antrag.',
  },
  sources: [
    'modules/support/classify.ts',
    'modules/support/mail-language.ts',
    'domain/policy/cancellation/intake/wish.ts',
    'modules/support/sort-mail.ts',
  ],
});
shows(['C-9a', 'C-9b'], 'sort-every-mail', {
  file: 'modules/support/classify.test.ts',
  test: 'a wish to cancel > in a thread it is a request all the same, and a question is none',
});

shows('C-9b', 'answer-in-working-days', {
  file: 'modules/support/answer-time.test.ts',
  test: 'people are told when the last working day begins, and it ends with that day, also where the clocks change',
});
shows('C-9b', 'answer-in-working-days', {
  file: 'scenarios/mail/mail.db.test.ts',
  test: 'the inbox > a question shows until when it is answered, and people are told once, before that day ends',
});

keeps(['P-data.purposes.2', 'P-data.purposes.4'], 'kinds-of-mail', {
  keptBy: {
    en: 'Mail goes out in kinds from a closed list, each with its purpose; any other kind is refused.',
    de: 'E-Mails gehen nur in Arten aus einer geschlossenen Liste hinaus, jede mit ihrem Zweck; jede andere Art wird abgelehnt.',
  },
  sources: ['platform/mail/kinds.ts', 'platform/mail/outbox.ts', 'platform/mail/deliver.ts'],
});
shows(['P-data.purposes.2', 'P-data.purposes.4'], 'kinds-of-mail', {
  file: 'scenarios/mail/mail-out.db.test.ts',
  test: 'a kind that the policy does not know is not queued, and one that was smuggled in does not go out',
});
