import { minor } from '#domain/kernel/units.ts';
import type { CancellationCase, CaseLine } from '#domain/policy/cancellation/case.ts';
import { quoteCancellation } from '#domain/policy/cancellation/quote.ts';
import { BASE } from '#domain/policy/cancellation/worked-case.ts';
import type { Bench } from './run.ts';

const line = (at: number): CaseLine => ({
  id: `line-${at}`,
  kind: at % 4 === 0 ? 'hosting' : 'addon',
  from: '2026-01-01',
  until: '2026-12-31',
  netMinor: minor(1_200_00 + at * 37),
  vatRate: at % 2 === 0 ? '21' : '9',
  paid: true,
  refundTerms: 'prorated',
  invoice: `invoice-${at % 3}`,
  credits: [{ netMinor: minor(32_88), from: '2026-03-01', until: '2026-03-10' }, { netMinor: minor(5_00) }],
});

/** The base case of the worked examples, grown: eight lines on three invoices, four payments, a set-off. */
const of: CancellationCase = {
  ...BASE,
  lines: Array.from({ length: 8 }, (_, at) => line(at)),
  dues: { totalMinor: minor(242_00), settledOn: null, setOffAcceptedOn: '2026-06-01' },
  payments: Array.from({ length: 4 }, (_, at) => ({
    id: `payment-${at}`,
    on: `2026-01-0${at + 1}`,
    method: 'bank',
    amountMinor: minor(3_000_00),
  })),
};

const RUNS = 5_000;

/** CPU time of one quote: eight lines on three invoices with two credits each, dues set off, four payments. */
const bench: Bench = {
  name: 'cancellation',
  run: () => {
    const days = Array.from({ length: RUNS }, (_, at) =>
      new Date(Date.UTC(2026, 4, 10, 9, at)).toISOString(),
    );
    for (const receivedAt of days.slice(0, 500)) quoteCancellation({ ...of, receivedAt });
    const before = process.cpuUsage();
    for (const receivedAt of days) quoteCancellation({ ...of, receivedAt });
    const { user, system } = process.cpuUsage(before);
    return Promise.resolve({ quoteMs: Number(((user + system) / 1000 / RUNS).toFixed(4)), quotes: RUNS });
  },
};

export default bench;
