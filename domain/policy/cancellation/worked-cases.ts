import type { Instant } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import type { ClauseId } from '../ids.ts';
import type { CancellationCase } from './case.ts';
import { BASE, owed, priced, workedLine as line } from './worked-case.ts';

const LATE: Instant = '2026-05-10T22:30:00.000Z';
const june = { from: '2026-06-01', until: '2026-06-30' };
const toMay = line(100_00n, { from: '2026-05-01', until: '2026-05-31' });
const addon = (terms: 'none' | 'prorated') =>
  line(300_00n, { id: 'addon', kind: 'addon', refundTerms: terms });
const more = (invoice: string) => line(300_00n, { id: 'more', from: '2026-04-01', invoice });

/** The case of each row of the table, as it differs from the base case; several where the row has several. */
const CASES: Readonly<Record<string, readonly Partial<CancellationCase>[]>> = {
  'W-01': [{}],
  'W-02': [{ lines: [line(1_200_00n, { vatRate: '19' })] }, { lines: [line(1_200_00n, { vatRate: '0' })] }],
  'W-03': [{ askedOn: '2026-09-30' }],
  'W-04': [{ askedOn: '2026-06-09' }],
  'W-05': [{ askedOn: '2026-06-08' }],
  'W-06': [{ askedOn: '2026-05-10' }],
  'W-07': [{ askedOn: '2026-05-01' }],
  'W-08': [{ askedOn: '2026-12-31' }],
  'W-09': [{ askedOn: '2027-01-31' }],
  'W-10': [{ receivedAt: '2026-12-15T09:00:00.000Z' }],
  'W-11': [{ receivedAt: LATE }],
  'W-11b': [{ receivedAt: LATE, zone: 'America/Los_Angeles' }],
  'W-11c': [{ receivedAt: LATE, zone: 'Asia/Kolkata' }],
  'W-13': [
    {
      receivedAt: '2028-01-30T09:00:00.000Z',
      lines: [line(1_200_00n, { from: '2028-01-01', until: '2028-12-31' })],
    },
  ],
  'W-14': [
    {
      receivedAt: '2027-01-30T09:00:00.000Z',
      lines: [line(1_200_00n, { from: '2027-01-01', until: '2027-12-31' })],
    },
  ],
  'W-15': [
    {
      receivedAt: '2027-05-10T09:00:00.000Z',
      askedOn: '2027-12-31',
      lines: [line(1_200_00n, { from: '2027-03-01', until: '2028-02-29' })],
    },
  ],
  'W-16': [
    {
      receivedAt: '2028-05-10T09:00:00.000Z',
      askedOn: '2028-06-30',
      subscription: priced(12, 1_200_00n, '2028-02-29'),
      lines: [line(1_200_00n, { from: '2028-02-29', until: '2029-02-27' })],
    },
  ],
  'W-17': [{ subscription: priced(1, 100_00n), lines: [toMay] }],
  'W-18': [{ subscription: priced(1, 100_00n), lines: [line(100_00n, june)] }],
  'W-19': [{ subscription: priced(1, 100_00n), lines: [toMay], askedOn: '2026-05-31' }],
  'W-20': [{ subscription: priced(1, 100_00n), lines: [toMay], askedOn: '2026-06-05' }],
  'W-21': [{ subscription: priced(1, 49_90n), lines: [line(49_90n, june)] }],
  'W-22': [{ lines: [line(1_200_00n, { credits: [{ netMinor: minor(200_00n) }] })] }],
  'W-23': [
    {
      lines: [
        line(1_200_00n, { credits: [{ netMinor: minor(32_88n), from: '2026-03-01', until: '2026-03-10' }] }),
      ],
    },
  ],
  'W-24': [
    {
      lines: [
        line(1_200_00n, { credits: [{ netMinor: minor(100_00n), from: '2026-10-01', until: '2026-12-31' }] }),
      ],
    },
  ],
  'W-25': [{ lines: [line(), more('second')] }],
  'W-25b': [{ lines: [line(), more('first')] }],
  'W-26': [
    {
      lines: [
        line(),
        addon('none'),
        line(2_000_00n, { id: 'work', kind: 'customisation', refundTerms: 'none', from: null, until: null }),
      ],
    },
  ],
  'W-27': [{ lines: [line(), addon('prorated')] }],
  'W-28': [{ currency: 'JPY', lines: [line(120_000n, { vatRate: '10' })] }],
  'W-29': [{ currency: 'KWD', lines: [line(450_000n, { vatRate: '0' })] }],
  'W-30': [
    {
      receivedAt: '2026-03-10T09:00:00.000Z',
      askedOn: '2026-04-15',
      lines: [line(9_99n, { from: '2026-04-01', until: '2026-04-30', vatRate: '0' })],
    },
  ],
  'W-31': [{ lines: [line(99_99n), line(99_99n, { id: 'twin' })] }],
  'W-32': [{ lines: [line(), line(90_00n, { id: 'reduced', vatRate: '9' })] }],
  'W-33': [{ subscription: priced(24, 2_400_00n), lines: [line(2_400_00n, { until: '2027-12-31' })] }],
  'W-34': [
    {
      subscription: priced(3, 330_00n),
      lines: [line(330_00n, { from: '2026-04-01', until: '2026-06-30' })],
    },
  ],
  'W-35': [{ lines: [line(1_080_00n)] }],
  'W-36': [{ dues: owed(242_00n, { settledOn: '2026-05-20' }) }],
  'W-37': [{ dues: owed(242_00n, { settledOn: '2026-06-24' }) }],
  'W-38': [{ dues: owed(242_00n, { setOffAcceptedOn: '2026-06-01' }) }],
  'W-39': [{ dues: owed(1_000_00n, { setOffAcceptedOn: '2026-06-01' }) }],
  'W-40': [{ dues: owed(242_00n) }],
  'W-41': [
    {
      payments: [
        { id: '01-05', on: '2026-01-05', method: 'bank', amountMinor: minor(1_000_00n) },
        { id: '01-20', on: '2026-01-20', method: 'bank', amountMinor: minor(452_00n) },
      ],
    },
  ],
  'W-42': [{ askedOn: '2026-08-31', amendedOn: '2026-05-20' }],
  'W-43': [{ askedOn: '2026-06-09', amendedOn: '2026-06-01' }],
  'W-44': [{ amendedOn: '2026-05-24' }],
  'W-46': [{ zone: 'Asia/Beirut', receivedAt: '2026-02-10T09:15:00.000Z', askedOn: '2026-03-28' }],
};

/** Rows that are about a mail’s time or a withdrawal, not about a quote: the machine of the case and the intake have them. */
export const WITHOUT_QUOTE = ['W-12', 'W-45'];

/** The ids of the rows that a quote answers. */
export const WORKED_IDS: readonly string[] = Object.keys(CASES);

/** The case of a row; the second one where the row tells of two. @throws RangeError for a row without */
export function workedCase(id: string, at = 0): CancellationCase {
  const differs = CASES[id]?.[at];
  if (!differs) throw new RangeError(`the worked example ${id} has no such case`);
  return { ...BASE, ...differs };
}

/** Sentences that a row is an example of; what is not named here is one of notice and refund. */
const ABOUT: Readonly<Record<string, readonly ClauseId[]>> = {
  'W-05': ['C-2a', 'C-3b'],
  'W-06': ['C-2a', 'C-3b'],
  'W-07': ['C-2a', 'C-3b'],
  'W-08': ['C-2a', 'C-3a'],
  'W-09': ['C-2a'],
  'W-10': ['C-2a'],
  'W-12': ['C-1b', 'C-2a'],
  'W-17': ['C-2a'],
  'W-19': ['C-2a', 'C-3b'],
  'W-20': ['C-2a', 'C-3b'],
  'W-26': ['C-3a', 'C-7a'],
  'W-27': ['C-3a', 'C-7b'],
  'W-36': ['C-4a'],
  'W-37': ['C-4b', 'C-3a'],
  'W-38': ['C-4a', 'C-3a'],
  'W-39': ['C-4a', 'C-4b'],
  'W-40': ['C-4b', 'C-6a'],
  'W-42': ['C-1a', 'C-2a'],
  'W-43': ['C-1a', 'C-2a'],
  'W-44': ['C-1a', 'C-2a'],
  'W-45': ['C-1a'],
  'W-46': ['C-6a'],
};

/** The sentences of the policy that a row shows at work. */
export const clausesOfExample = (id: string): readonly ClauseId[] => ABOUT[id] ?? ['C-2a', 'C-3a'];
