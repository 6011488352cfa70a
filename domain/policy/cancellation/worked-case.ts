import type { Minor } from '#domain/kernel/units.ts';
import { minor } from '#domain/kernel/units.ts';
import { DEFAULTS } from '../parameters.ts';
import type { CancellationCase, CaseLine, Dues } from './case.ts';

/** A line of the worked examples: hosting for 2026, EUR 1,200.00 and 21 %, paid, unless said otherwise. */
export const workedLine = (net = 1_200_00n, more: Partial<CaseLine> = {}): CaseLine => ({
  id: 'hosting',
  kind: 'hosting',
  from: '2026-01-01',
  until: '2026-12-31',
  netMinor: minor(net),
  vatRate: '21',
  paid: true,
  refundTerms: 'prorated',
  invoice: 'first',
  ...more,
});

export const owed = (total: bigint, more: Partial<Dues> = {}): Dues => ({
  totalMinor: minor(total),
  settledOn: null,
  setOffAcceptedOn: null,
  ...more,
});

/** The base case of the worked examples. */
export const BASE: CancellationCase = {
  zone: 'Europe/Berlin',
  currency: 'EUR',
  receivedAt: '2026-05-10T09:15:00.000Z',
  askedOn: null,
  amendedOn: null,
  subscription: {
    renews: true,
    anchor: '2026-01-01',
    months: 12,
    priceMinor: minor(1_200_00n),
    vatRate: '21',
  },
  lines: [workedLine()],
  dues: owed(0n),
  payments: [],
  values: DEFAULTS,
};

/** A subscription at another price or with another term. */
export const priced = (months: number, price: bigint, anchor = '2026-01-01') => ({
  ...BASE.subscription,
  anchor,
  months,
  priceMinor: minor(price) as Minor,
});
