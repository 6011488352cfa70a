import { mutationsOf, type Mutation } from './mutation.ts';

const INTAKE = 'platform/mail/intake';
const SUPPORT = 'modules/support';

/** Faults in how mail is judged, taken in, sorted and sent. */
export const mailMutations: readonly Mutation[] = [
  ...mutationsOf(
    [`${INTAKE}/authenticate.test.ts`],
    [
      [
        'two From headers may count as one',
        `${INTAKE}/authenticate.ts`,
        'found.dkim.fromFields !== 1 || found.dkim.headerFrom.length !== 1',
        'found.dkim.fromFields < 1',
      ],
      [
        'a signature of any domain proves the sender',
        `${INTAKE}/authenticate.ts`,
        'valid.filter(({ status }) => status.aligned)',
        'valid',
      ],
      [
        'a signature of the beginning proves the whole text',
        `${INTAKE}/authenticate.ts`,
        '!status.underSized',
        'status.underSized !== -1',
      ],
      [
        'a silent name server makes a forger of the sender',
        `${INTAKE}/authenticate.ts`,
        "dmarc === 'temperror' || (unanswered && dmarc === 'fail')",
        "dmarc === 'temperror'",
      ],
    ],
  ),
  ...mutationsOf(
    [`${SUPPORT}/classify.test.ts`],
    [
      [
        'a machine may cancel',
        `${SUPPORT}/classify.ts`,
        "if (mail.nature !== 'personal')",
        "if (mail.nature === 'loop')",
      ],
      [
        'quoted text counts as written',
        'domain/policy/cancellation/intake/own-text.ts',
        'if (/^\\s*>/.test(line)) continue;',
        '',
      ],
      [
        'not wanting to cancel is cancelling',
        'domain/policy/cancellation/intake/wish.ts',
        'if (NOT.test(sentence) || IF',
        'if (IF',
      ],
      [
        'a question is a request',
        'domain/policy/cancellation/intake/wish.ts',
        "if (asked && !POLITE.test(sentence)) return 'maybe';",
        '',
      ],
      [
        'a reply hides a request',
        `${SUPPORT}/classify.ts`,
        "if (wish.includes('yes'))",
        "if (wish.includes('yes') && !mail.answersOurs)",
      ],
    ],
  ),
  ...mutationsOf(
    ['scenarios/mail/mail-out.db.test.ts'],
    [
      [
        'the link of an invitation lies readable in the queue',
        'platform/mail/link-secrets.ts',
        '    if (at < 0) return block;',
        '    if (at !== -2) return block;',
      ],
      [
        'the link of an invitation is kept after it was sent',
        'platform/mail/deliver.ts',
        "...(outcome.state === 'sent' ? { links_sealed: '' } : {}),",
        '',
      ],
      [
        'what somebody turned off goes out all the same',
        'platform/mail/deliver.ts',
        'if (off || !(await mayBeSent(tenantId, bareKind(row.kind), row.recipient)))',
        'if (!(await mayBeSent(tenantId, bareKind(row.kind), row.recipient)))',
      ],
      [
        'anybody may turn off the mail of others',
        'platform/mail/choice.ts',
        'return right ? { tenantId, mailId } : undefined;',
        'return right || given ? { tenantId, mailId } : undefined;',
      ],
      [
        'a mail that one relay refused is tried on the next',
        'platform/mail/relays.ts',
        'return sent.ok ? {',
        'if (sent.ok || relay === relays.at(-1)) return sent.ok ? {',
      ],
      ['a mail of any kind is queued', 'platform/mail/outbox.ts', '  mailKind(kind);\n', ''],
      [
        'mail goes on to an address that is dead',
        'platform/mail/deliver.ts',
        "if (dead) return end({ state: 'failed', error: JSON.stringify({ code: 'mail_address_dead', ...dead }) });",
        '',
      ],
    ],
  ),
  ...mutationsOf(
    ['scenarios/mail/mail.db.test.ts'],
    [
      [
        'a mail counts from when it was read',
        `${INTAKE}/imap.ts`,
        'receivedAt: earlier(internalDate, context.clock.now()),',
        'receivedAt: context.clock.now(),',
      ],
      [
        'a re-sent mail counts as proven',
        `${INTAKE}/take-mail.ts`,
        'const replay = fresh.length < new Set(marks).size;',
        'const replay = false;',
      ],
      [
        'mail for anybody is taken',
        `${INTAKE}/listener.ts`,
        'if (!found) throw new SmtpAnswer(550, unknownWords(address));',
        'void found;',
      ],
      [
        'somebody is answered as often as they write',
        `${SUPPORT}/answer-automatically.ts`,
        'if (!(await mayAnswer(tx, to, caller.now))) return false;',
        '',
      ],
    ],
  ),
];
