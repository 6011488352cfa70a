import { dayIn, type Day, type Instant } from '#domain/kernel/days.ts';
import type { Minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import type { MailBlock } from '#platform/mail/compose.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { say, type Words, type WordValues } from '#platform/words/words.ts';
import type { CommonFacts, DataBack, DuesFacts } from './facts.ts';
import { caseMailWords } from './words.ts';
import { planWords } from './words-more.ts';

/** What writes days, moments, amounts and sentences of one mail, in its language and the contract's zone. */
export interface Pen {
  readonly way: <K extends keyof typeof caseMailWords.en & string>(key: K, values?: WordValues) => string;
  readonly plan: <K extends keyof typeof planWords.en & string>(key: K, values?: WordValues) => string;
  readonly day: (of: Day) => string;
  /** on the wall clock of the contract, with the zone named */
  readonly at: (of: Instant) => string;
  readonly money: (amount: Minor) => string;
  readonly size: (bytes: number) => string;
  /** the end of a last day as people say it, and as a machine would: 24:00 in the zone, and the moment in UTC */
  readonly endOf: (lastOn: Day, endsAt: Instant) => string;
}

/** A text that a mail cannot be without. @throws RangeError where it is empty (a bug in the caller) */
export function filled(text: string, what: string): string {
  if (text.trim() === '') throw new RangeError(`a mail about a cancellation lacks its ${what}`);
  return text;
}

export function penFor({ locale, zone, currency }: CommonFacts): Pen {
  const format = createFormat({ locale, zone, currency });
  const sayIn =
    <K extends string>(words: Words<K>) =>
    (key: K, values: WordValues = {}): string => {
      for (const [name, value] of Object.entries(values))
        if (typeof value === 'string') filled(value, `${key} (${name})`);
      return say(words, locale, key, values);
    };
  const plan = sayIn(planWords);
  return {
    way: sayIn(caseMailWords),
    plan,
    day: (of) => format.dayLong(of),
    // With its year: these mails are kept.
    at: (of) => `${format.dayLong(dayIn(zone, of))}, ${format.time(of)} (${zone})`,
    money: (amount) => format.money(formatAmount(amount, currency), currency),
    size: (bytes) => format.bytes(bytes),
    endOf: (lastOn, endsAt) =>
      `${format.dayLong(lastOn)} ${plan('endsAt', { zone, utc: endsAt.slice(0, 16).replace('T', ' ') })}`,
  };
}

/** Case and subscription, and whatever else the mail says in pairs. */
export function factsOf(
  pen: Pen,
  common: CommonFacts,
  rows: readonly { readonly label: string; readonly value: string }[] = [],
): MailBlock {
  return {
    kind: 'facts',
    rows: [
      { label: pen.way('case'), value: filled(common.caseNo, 'number') },
      { label: pen.way('subscription'), value: filled(common.subscription, 'subscription') },
      ...rows.map(({ label, value }) => ({ label, value: filled(value, label) })),
    ],
  };
}

/** Instructions for backing up and fetching the data of this subscription. @see clause C-5 */
export function dataBlocks(pen: Pen, data: DataBack): MailBlock[] {
  // Before the first backup was made nobody knows how large it will be.
  const what = pen.plan(data.bytes > 0 ? 'data.what' : 'data.what.unsized', {
    size: pen.size(data.bytes),
    versions: data.versions,
    modules: data.modules.map((name) => filled(name, 'module')).join(', '),
  });
  return [
    {
      kind: 'text',
      text: [
        pen.plan('data', { until: pen.at(data.until) }),
        what,
        pen.plan('data.restore', { url: data.restoreUrl }),
      ].join('\n'),
    },
    { kind: 'button', label: pen.plan('data.button'), url: data.backupUrl },
  ];
}

/** What is owed, until when, how to pay it, and what waiting costs. @see clause C-4 */
export function duesBlocks(pen: Pen, dues: DuesFacts): MailBlock[] {
  if (dues.state === 'none') return [];
  const delay = dues.perDayMinor > 0n;
  return [
    {
      kind: 'facts',
      rows: [
        ...dues.items.map(({ number, dueOn, openMinor }) => ({
          label: pen.plan('due', { number, day: pen.day(dueOn) }),
          value: pen.money(openMinor),
        })),
        { label: pen.plan('dues'), value: pen.money(dues.totalMinor) },
      ],
    },
    {
      kind: 'text',
      text: delay ? pen.plan('perDay', { amount: pen.money(dues.perDayMinor) }) : pen.plan('perDayNothing'),
    },
    { kind: 'button', label: pen.plan('pay'), url: dues.payUrl },
    ...(dues.setOffUrl === null
      ? []
      : ([
          { kind: 'text', text: pen.plan('setOff') },
          { kind: 'button', label: pen.plan('setOff.button'), url: dues.setOffUrl },
        ] as const)),
  ];
}
