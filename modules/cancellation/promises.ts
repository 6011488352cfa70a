import type { ClauseId } from '#domain/policy/ids.ts';
import { sharesOf } from '#domain/policy/cancellation/arithmetic.ts';
import { quoteCancellation } from '#domain/policy/cancellation/quote.ts';
import { BASE, owed, workedLine } from '#domain/policy/cancellation/worked-case.ts';
import { keeps, shows } from '#domain/policy/keep.ts';
import type { ParameterValues } from '#domain/policy/parameters.ts';
// The functions that count the notice are declared there.
import '#domain/policy/notice.ts';

/** What this module does for the cancellation policy, sentence by sentence. */
const HERE = 'modules/cancellation/promises.ts';
const YEAR = 'scenarios/cancellation/year.db.test.ts';
const STORIES = 'modules/cancellation/cancellation.db.test.ts';
const INTAKE = 'domain/policy/cancellation/intake/judge-mail.test.ts';
const WORKED = 'domain/policy/cancellation/worked.test.ts';
const QUOTE = 'domain/policy/cancellation/quote.test.ts';

const shownBy = (
  clauses: readonly ClauseId[],
  name: string,
  tests: readonly (readonly [file: string, test: string])[],
): void => {
  for (const [file, test] of tests) shows(clauses, name, { file, test });
};

/** The base case under the values that count here. */
const under = (values: ParameterValues) => ({ ...BASE, values });

keeps(['C-0a', 'C-0c', 'C-9a'], 'look-before-you-cancel', {
  keptBy: {
    en: 'Whoever may cancel sees every date and every amount before anything starts, sends the cancellation by one press and stops it by one; nothing tries to keep them.',
    de: 'Wer kündigen darf, sieht jedes Datum und jeden Betrag, bevor etwas beginnt, sendet die Kündigung mit einem Druck und stoppt sie mit einem; nichts hält ihn auf.',
  },
  sources: [
    'modules/cancellation/ui/CancelPage.tsx',
    'modules/cancellation/ui/PlanCards.tsx',
    'modules/cancellation/queries.ts',
    'modules/cancellation/plan-view.ts',
  ],
});
shownBy(['C-0a', 'C-0c', 'C-9a'], 'look-before-you-cancel', [
  [
    STORIES,
    'a year by the button: E1, E2, reminders, end, credit note, payout, grace, deletion, closed; each once',
  ],
]);

keeps(['C-0b', 'C-10a'], 'rules-of-the-term', {
  keptBy: {
    en: 'A cancellation goes by the version that was in force when its paid term was bought; a later one does not touch it.',
    de: 'Eine Kündigung richtet sich nach der Fassung, die galt, als ihr bezahlter Zeitraum gekauft wurde; eine spätere berührt sie nicht.',
  },
  sources: ['modules/cancellation/case-facts.ts', 'modules/policy/record.ts'],
});
shownBy(['C-0b', 'C-10a'], 'rules-of-the-term', [
  [
    YEAR,
    '10 May: requests come in > a version that was published after the term was bought changes nothing for it',
  ],
]);

keeps('C-0b', 'one-arithmetic', {
  keptBy: {
    en: 'One function computes the preview, the mails, the case and the credit note; its worked examples stand on this page.',
    de: 'Eine einzige Funktion rechnet Vorschau, E-Mails, Vorgang und Gutschrift; ihre durchgerechneten Beispiele stehen auf dieser Seite.',
  },
  sources: ['domain/policy/cancellation/quote.ts', 'domain/policy/cancellation/worked-cases.ts'],
});
shownBy(['C-0b'], 'one-arithmetic', [
  [WORKED, 'the worked examples > the refund of a row is what its arithmetic comes to'],
]);

keeps(['C-1a', 'C-1b', 'C-9b'], 'mail-read-by-rules', {
  keptBy: {
    en: 'A mail or a press of a button is enough. Rules tell a request from a question; what they cannot tell a person decides, for the moment at which it arrived. Only a proven owner or somebody with that right ends anything.',
    de: 'Eine E-Mail oder ein Druck auf einen Knopf genügt. Regeln unterscheiden einen Antrag von einer Frage; was sie nicht können, entscheidet eine Person, und zwar für den Augenblick des Eingangs. Nur ein nachgewiesener Inhaber oder wer dieses Recht hat, beendet etwas.',
  },
  sources: [
    'domain/policy/cancellation/intake/judge-mail.ts',
    'domain/policy/cancellation/intake/judge-reply.ts',
    'modules/cancellation/intake/take-mail.ts',
    'modules/cancellation/intake/known.ts',
    'modules/cancellation/open-case.ts',
  ],
});
shownBy(['C-1a', 'C-1b'], 'mail-read-by-rules', [
  [INTAKE, 'over generated mails: nothing ends without proof, no honest request is lost, few need a person'],
  [
    YEAR,
    '10 May: requests come in > a forged mail ends nothing: its owner is asked, and the sender hears nothing of an account',
  ],
  [
    STORIES,
    'nobody but the customer ends anything: unknown senders, undecided mails, several subscriptions, short notice',
  ],
]);
shownBy(['C-1a', 'C-9b'], 'mail-read-by-rules', [
  [
    YEAR,
    'until the end: changes of mind, an owner’s yes, and what is owed > a reply moves the day; notice to an earlier one counts from the reply; taking it back leaves no trace',
  ],
]);

keeps(['C-2a', 'C-2b', 'C-3b'], 'day-and-notice', {
  keptBy: {
    en: 'The last day is the one that was named, else the earliest that keeps the notice; until it is over the service runs as before. Nobody here can set an earlier one.',
    de: 'Der letzte Tag ist der genannte, sonst der früheste mit eingehaltener Frist; bis er vorüber ist, läuft der Dienst wie zuvor. Niemand hier kann einen früheren setzen.',
  },
  sources: ['domain/policy/cancellation/quote.ts', 'domain/policy/cancellation/machine/plan.ts'],
});
shownBy(['C-2a', 'C-3b'], 'day-and-notice', [
  [
    WORKED,
    'the worked examples > W-05: a day too short gives nothing back, and the offer names the day and the amount',
  ],
  [
    QUOTE,
    'whatever is asked > dates: never before the request, never before the plan, never beyond what is paid for',
  ],
]);
shownBy(['C-2a', 'C-2b', 'C-3b'], 'day-and-notice', [
  [
    'domain/policy/cancellation/machine/random.test.ts',
    'over random histories: replayed to the same state, no mail twice, money and access as promised',
  ],
]);
shows(['C-2a', 'C-3b'], 'day-and-notice', {
  file: HERE,
  self: (values) => {
    const earliest = quoteCancellation(under(values));
    if (earliest.noticeDays !== values['cancel.noticeDays'])
      return `the earliest day is ${earliest.plannedOn}`;
    const asked = { ...under(values), askedOn: BASE.receivedAt.slice(0, 10) };
    const short = quoteCancellation(asked);
    return short.noticeDays < values['cancel.noticeDays'] && short.refund.totalMinor > 0n
      ? 'short notice brings a refund'
      : null;
  },
});

keeps('C-3a', 'refund-by-days', {
  keptBy: {
    en: 'What is left on each day after the last one is given back by a credit note for each original invoice, once, and goes back the way it was paid, the latest payment first.',
    de: 'Was an jedem Tag nach dem letzten übrig ist, wird mit je einer Gutschrift zu jeder Rechnung einmal erstattet und geht den Weg zurück, auf dem es gezahlt wurde, die letzte Zahlung zuerst.',
  },
  sources: [
    'domain/policy/cancellation/quote.ts',
    'domain/money/prorate.ts',
    'modules/cancellation/duties/money.ts',
    'modules/billing/cancelled/give-refund.ts',
  ],
});
shownBy(['C-3a'], 'refund-by-days', [
  [WORKED, 'the worked examples > W-41: money goes back to the latest payment first'],
  [QUOTE, 'whatever is asked > money: what was used, credited and given back of a line is what was invoiced'],
  [
    YEAR,
    '9 June: the end > killed at every step there is one credit note, one payout and one mail of each kind',
  ],
]);
shows('C-3a', 'refund-by-days', {
  file: HERE,
  self: (values) => {
    const of = under(values);
    const { refund, plannedOn, eligible } = quoteCancellation(of);
    const [line] = refund.lines;
    if (!eligible || !line) return 'full notice brings no refund';
    const given = { from: '2026-01-01', until: '2026-12-31', netMinor: workedLine().netMinor };
    return sharesOf(given, plannedOn, line.netMinor) ? null : `${line.netMinor} is not the share of the days`;
  },
});

keeps(['C-4a', 'C-4b'], 'dues-before-the-end', {
  keptBy: {
    en: 'What is owed is told with how to pay it and what a day of waiting costs. Open payments hold the end, the day of the payment becomes the last one, or they are taken from the refund when the customer agrees.',
    de: 'Was offen ist, wird genannt, mit dem Weg zu zahlen und dem, was ein Tag Warten kostet. Offene Zahlungen halten das Ende auf, der Tag der Zahlung wird der letzte, oder sie werden von der Erstattung abgezogen, wenn der Kunde zustimmt.',
  },
  sources: [
    'domain/policy/cancellation/machine/planned.ts',
    'modules/cancellation/care.ts',
    'modules/billing/cancelled/dues.ts',
  ],
});
shownBy(['C-4a', 'C-4b'], 'dues-before-the-end', [
  [
    STORIES,
    'dues hold the end: the day of settlement is the last one, also where it is noticed late; a set-off takes them from the refund',
  ],
  [
    YEAR,
    '9 June: the end > open payments hold it: the service goes on, and the day of the payment becomes the last one',
  ],
]);
shownBy(['C-4a'], 'dues-before-the-end', [
  [
    YEAR,
    '10 May: requests come in > whoever owes something is told what, how to pay it and what waiting costs',
  ],
]);
shows(['C-4a', 'C-4b'], 'dues-before-the-end', {
  file: HERE,
  self: (values) =>
    quoteCancellation({ ...under(values), dues: owed(242_00n) }).held
      ? null
      : 'a cancellation is completed with open payments',
});

keeps(['C-5a', 'C-5b'], 'data-in-every-mail', {
  keptBy: {
    en: 'The acknowledgement itself, the confirmation and the reminders lead to a backup and advise to save the data; after the end it is kept for the grace and then deleted with a record.',
    de: 'Schon die Eingangsbestätigung, dann die Bestätigung und die Erinnerungen führen zu einer Sicherung und raten, die Daten zu sichern; nach dem Ende werden sie für die Frist aufbewahrt und dann mit Nachweis gelöscht.',
  },
  sources: [
    'modules/cancellation/mails/facts.ts',
    'modules/cancellation/mails/parts.ts',
    'modules/cancellation/duties/service.ts',
    'domain/policy/cancellation/machine/timers.ts',
  ],
});
shownBy(['C-5a', 'C-5b'], 'data-in-every-mail', [
  [
    YEAR,
    '10 May: requests come in > a proven mail of an owner is acknowledged and confirmed in its thread, with a paper to keep',
  ],
]);
shownBy(['C-5b'], 'data-in-every-mail', [
  [YEAR, '9 June: the end > after the grace the data is deleted with a record, and never before'],
  [
    'modules/hosting/hosting.db.test.ts',
    'doors, backups and ends > it ends at the promised instant, never before, and its data goes after the grace with a record',
  ],
]);

keeps(['C-6a', 'C-6b'], 'end-by-the-clock', {
  keptBy: {
    en: 'Access ends when the last day is over in the contract’s zone, never before: who is late ends it later. Reminders go before.',
    de: 'Der Zugang endet, wenn der letzte Tag in der Zone des Vertrags vorüber ist, nie früher: Wer sich verspätet, beendet ihn später. Vorher wird erinnert.',
  },
  sources: [
    'domain/policy/cancellation/machine/timers.ts',
    'modules/cancellation/care.ts',
    'modules/hosting/lifecycle.ts',
  ],
});
shownBy(['C-6a'], 'end-by-the-clock', [
  [
    YEAR,
    '9 June: the end > it ends when the last day is over and not before, with the credit note in its mail',
  ],
  [
    'modules/hosting/lifecycle.test.ts',
    'whatever happens in whatever order, nothing ends or is deleted too early, and nothing is open that must not be',
  ],
]);
shownBy(['C-6b'], 'end-by-the-clock', [
  [
    YEAR,
    'until the end: changes of mind, an owner’s yes, and what is owed > reminders go seven days and one day before',
  ],
]);

keeps(['C-7a', 'C-7b'], 'terms-of-each-addon', {
  keptBy: {
    en: 'Nothing is ordered without its refund terms being shown and accepted; what they exclude is named in the confirmation, and what was never communicated and recurs is given back.',
    de: 'Nichts wird bestellt, ohne dass seine Bedingungen für die Erstattung gezeigt und angenommen wurden; was sie ausschließen, nennt die Bestätigung, und was nie mitgeteilt wurde und wiederkehrt, wird erstattet.',
  },
  sources: ['domain/policy/cancellation/quote.ts', 'modules/billing/subscriptions/accept-terms.ts'],
});
shownBy(['C-7a', 'C-7b'], 'terms-of-each-addon', [
  [WORKED, 'where the contract says more than the table > terms decide what is refundable'],
]);
shownBy(['C-7b'], 'terms-of-each-addon', [
  [
    'modules/billing/subscriptions/subscriptions.db.test.ts',
    'changes > an add-on has the subscription’s term, and pieces of work their own refund terms, accepted or refused',
  ],
]);

keeps(['C-8a', 'C-8b'], 'two-mails', {
  keptBy: {
    en: 'The acknowledgement is queued in the very transaction that takes the request, the confirmation follows with a paper to keep; both in the customer’s thread and language, each once.',
    de: 'Die Eingangsbestätigung wird in derselben Transaktion aufgegeben, die den Antrag annimmt, die Bestätigung folgt mit einem Papier zum Aufbewahren; beide im Verlauf und in der Sprache des Kunden, jede einmal.',
  },
  sources: [
    'modules/cancellation/settle-now.ts',
    'modules/cancellation/send-mail.ts',
    'modules/cancellation/papers/confirmation.data.ts',
    'modules/cancellation/duties/confirmation-paper.ts',
  ],
});
shownBy(['C-8a', 'C-8b'], 'two-mails', [
  [
    YEAR,
    '10 May: requests come in > a proven mail of an owner is acknowledged and confirmed in its thread, with a paper to keep',
  ],
]);
shownBy(['C-8b'], 'two-mails', [
  [
    'modules/cancellation/papers/confirmation.test.ts',
    'the paper to keep says what the mail says: dates, every line, dues, data, and what to do',
  ],
]);
