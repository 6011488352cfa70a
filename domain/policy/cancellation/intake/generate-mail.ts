import type { Day } from '#domain/kernel/days.ts';
import type { ArrivedMail, Known } from './judge-mail.ts';

/** A generated mail with what is true of it. */
export interface GeneratedMail {
  readonly mail: ArrivedMail;
  readonly kind:
    | 'honest'
    | 'vague'
    | 'forged'
    | 'two_from'
    | 'replayed'
    | 'stranger'
    | 'colleague'
    | 'auto_reply'
    | 'bounce'
    | 'list'
    | 'question';
  /** day that an honest request names */
  readonly askedOn: Day | null;
}

/** One account with one subscription: its owner, somebody who may cancel, and a colleague who may not. */
export const KNOWN: Known = {
  zone: 'Europe/Berlin',
  contacts: [
    { address: 'owner@forest.example', accountId: 'forest', mayCancel: true },
    { address: 'office@forest.example', accountId: 'forest', mayCancel: true },
    { address: 'intern@forest.example', accountId: 'forest', mayCancel: false },
  ],
  accounts: [{ id: 'forest', names: ['K-1042', 'odoo-forest.example.org'] }],
  subscriptions: [
    {
      id: 'sub-1',
      accountId: 'forest',
      names: ['S-0007', 'odoo-forest.example.org'],
      active: true,
      openCase: null,
    },
  ],
};

const WISHES: readonly (readonly [string, string])[] = [
  ['Please cancel our Odoo hosting', '.'],
  ['We hereby terminate our hosting contract', '.'],
  ['I would like to cancel my subscription', '.'],
  ['Could you please cancel our hosting', '?'],
  ['We wish to discontinue the service', '.'],
  ['This is our notice of cancellation for the server', '.'],
  ['Please terminate the hosting of odoo-forest.example.org', '.'],
  ['Hiermit kündigen wir unseren Hosting-Vertrag', '.'],
  ['Ich kündige mein Abo', '.'],
  ['Bitte kündigen Sie unseren Vertrag', '.'],
  ['Wir möchten den Vertrag kündigen', '.'],
  ['Können Sie bitte unser Hosting kündigen', '?'],
  ['Hiermit kündige ich den Vertrag S-0007', '.'],
  ['Wir kuendigen unseren Odoo-Server', '.'],
];
const DAYS: readonly (readonly [string, Day | null])[] = [
  ['', null],
  [' as soon as possible', null],
  [' zum nächstmöglichen Termin', null],
  [' zum 30.09.2026', '2026-09-30'],
  [' zum 30. September 2026', '2026-09-30'],
  [' by 30 September 2026', '2026-09-30'],
  [' with effect from September 30, 2026', '2026-09-30'],
  [' on 2026-09-30', '2026-09-30'],
  [' at the end of September', '2026-09-30'],
  [' zum Jahresende', '2026-12-31'],
];
const VAGUE = [
  'How do I cancel my subscription?',
  'If the price rises we cancel the contract.',
  'Wir überlegen, ob wir den Vertrag kündigen.',
  'We are not happy and might cancel the hosting.',
  'Wie kann ich kündigen?',
];
const QUESTIONS = [
  'How do I add a user?',
  'Die Anmeldung geht nicht, bitte um Hilfe.',
  'Please call me about the label module.',
  'Wann kommt die Rechnung für Mai?',
];
const HELLO = [
  '',
  'Hello,\n\n',
  'Dear all,\n\n',
  'Guten Tag,\n\n',
  'Sehr geehrte Damen und Herren,\n\n',
  'Hi\n',
];
const BEFORE = [
  '',
  'Thank you for the good work. ',
  'Wir stellen auf eine andere Lösung um.\n',
  'Our firm moves.\n',
];
const BYE = [
  '',
  '\n\nBest regards\nB. Boss',
  '\n\nMit freundlichen Grüßen\nB. Chef',
  '\n\n-- \nForest House Ltd\nTel 030 1234',
];
const BELOW = [
  '',
  '\n\nOn Mon, 4 May 2026 at 10:00, Tenon wrote:\n> Dear customer,\n> your invoice of 01.05.2026 is attached.',
  '\n\nAm 04.05.2026 um 10:00 schrieb Tenon:\n> Wie können wir helfen?\n> Bis 31.12.2026 gilt der Preis.',
  '\n\nVon: Tenon\nGesendet: Montag, 4. Mai 2026 10:00\nAn: Chef\nBetreff: Rechnung\n\nAnbei die Rechnung bis 31.12.2026.',
  '\n\n-----Original Message-----\nFrom: Tenon\nPlease pay until 31 December 2026.',
  '\n\nSent from my phone',
];
const SUBJECTS = [
  '',
  'Cancellation',
  'Kündigung',
  'Our hosting',
  'Re: Invoice 2026-001',
  'AW: Rechnung',
  'Vertrag',
];
const KINDS: readonly GeneratedMail['kind'][] = [
  ...(['honest', 'honest', 'honest', 'honest', 'vague', 'forged', 'two_from', 'replayed'] as const),
  ...(['stranger', 'colleague', 'auto_reply', 'bounce', 'list', 'question'] as const),
];

/** The same mail for the same number: honest and false ones, of people and machines, in many layouts. */
export function generateMail(seed: number): GeneratedMail {
  let state = (seed + 1) * 0x9e3779b1;
  const roll = (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
  const pick = <T>(from: readonly T[]): T => from[roll(from.length)]!;
  const kind = pick(KINDS);
  const [wish, stop] = pick(WISHES);
  const [day, askedOn] = pick(DAYS);
  const said =
    kind === 'vague' ? pick(VAGUE) : kind === 'question' ? pick(QUESTIONS) : `${wish}${day}${stop}`;
  const body = `${pick(HELLO)}${pick(BEFORE)}${said}${pick(BYE)}${pick(BELOW)}`;
  const spelled = pick([
    (text: string) => text,
    (text: string) => text.replaceAll('\n', '\r\n'),
    (text: string) => text.normalize('NFD'),
    (text: string) => text.replaceAll(' ', '\u00a0'),
    (text: string) => text.toUpperCase(),
  ])(body);
  const from =
    kind === 'stranger'
      ? pick(['somebody@else.example', 'owner@forest.example.evil.example', 'owner@forrest.example'])
      : kind === 'colleague'
        ? 'intern@forest.example'
        : pick(['owner@forest.example', 'Office@Forest.example']);
  const natures = { auto_reply: 'auto_reply', bounce: 'bounce', list: 'list' } as const;
  return {
    kind,
    askedOn,
    mail: {
      nature: kind in natures ? natures[kind as keyof typeof natures] : 'personal',
      // What the intake finds out about a mail: a false sender, a second From header and a copy prove nothing.
      verified: !['forged', 'two_from', 'replayed', 'bounce'].includes(kind),
      unread: false,
      from,
      // A subject that says to cancel would make every mail under it a request.
      subject: kind === 'question' || kind === 'vague' ? 'Frage' : pick(SUBJECTS),
      text: spelled,
      receivedAt: '2026-05-10T09:15:00.000Z',
      caseId: null,
    },
  };
}
