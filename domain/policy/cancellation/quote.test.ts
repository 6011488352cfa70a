import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, type Day } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { termOn } from '#domain/money/terms.ts';
import { DEFAULTS } from '../parameters.ts';
import type { CancellationCase, CaseLine } from './case.ts';
import { quoteCancellation } from './quote.ts';
import { BASE, priced, workedLine } from './worked-case.ts';

/** More cases in the long run. */
const RUNS = { numRuns: Number(process.env['TENON_CANCELLATION_CASES'] ?? 200) };
const START = '2026-01-01';
const LAST = '2026-12-31';

const spans = fc
  .tuple(fc.nat(364), fc.nat(364))
  .map(([a, b]) => [addDays(START, Math.min(a, b)), addDays(START, Math.max(a, b))] as const);

const oneLine: fc.Arbitrary<Omit<CaseLine, 'id'>> = fc
  .record({
    net: fc.bigInt(0n, 5_000_00n),
    kind: fc.constantFrom('hosting', 'addon', 'customisation', 'one-off'),
    terms: fc.constantFrom('prorated', 'none', 'text', null),
    vatRate: fc.constantFrom('21', '9', '19', '0', '7.7'),
    invoice: fc.constantFrom('a', 'b'),
    credits: fc.array(fc.record({ of: spans, net: fc.bigInt(0n, 400_00n) }), { maxLength: 2 }),
  })
  .map(({ net, kind, terms, vatRate, invoice, credits }) => ({
    kind: kind as CaseLine['kind'],
    from: START,
    until: LAST,
    netMinor: minor(net),
    vatRate,
    paid: true,
    refundTerms: terms as CaseLine['refundTerms'],
    invoice,
    credits: credits.map(({ of: [from, until], net: credited }) => ({
      netMinor: minor(credited),
      from,
      until,
    })),
  }));

const days = (from: Day, until: Day) =>
  fc.integer({ min: 0, max: daysBetween(from, until) }).map((n) => addDays(from, n));
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });

const anyCase: fc.Arbitrary<CancellationCase> = fc
  .record({
    lines: fc.array(oneLine, { maxLength: 3 }),
    net: fc.bigInt(0n, 5_000_00n),
    at: fc.integer({ min: 0, max: 364 * 1440 }),
    askedOn: maybe(days(START, '2028-06-30')),
    dues: fc.bigInt(0n, 2_000_00n),
    none: fc.boolean(),
    settledOn: maybe(days(START, '2027-06-30')),
    setOffAcceptedOn: maybe(days(START, '2027-06-30')),
    renews: fc.boolean(),
    months: fc.constantFrom(1, 3, 12),
    zone: fc.constantFrom('Europe/Berlin', 'America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Apia', 'UTC'),
    hold: fc.constantFrom('moves-date', 'moves-date', 'delays-refund-only'),
    payments: fc.array(fc.record({ on: days('2025-12-01', LAST), of: fc.bigInt(0n, 3_000_00n) }), {
      maxLength: 4,
    }),
  })
  .map((of) => ({
    ...BASE,
    zone: of.zone,
    receivedAt: new Date(Date.UTC(2026, 0, 1, 12) + of.at * 60_000).toISOString(),
    askedOn: of.askedOn,
    subscription: { ...priced(of.months, of.net), renews: of.renews },
    lines: [workedLine(of.net), ...of.lines.map((line, at) => ({ ...line, id: `l${at}` }))],
    dues: {
      totalMinor: minor(of.none ? 0n : of.dues),
      settledOn: of.settledOn,
      setOffAcceptedOn: of.setOffAcceptedOn,
    },
    payments: of.payments.map(({ on, of: amount }, at) => ({
      id: `p${at}`,
      on,
      method: 'bank',
      amountMinor: minor(amount),
    })),
    values: { ...DEFAULTS, 'cancel.hold': of.hold },
  }));

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);

describe('whatever is asked', { timeout: 900_000 }, () => {
  test('dates: never before the request, never before the plan, never beyond what is paid for', () => {
    fc.assert(
      fc.property(anyCase, (of) => {
        const quote = quoteCancellation(of);
        const paidUntil = [LAST, ...quote.renewals.map(({ until }) => until), quote.bridge?.until ?? LAST]
          .sort()
          .at(-1)!;
        expect(quote.noticeDays).toBe(daysBetween(quote.receivedOn, quote.plannedOn));
        expect(quote.eligible).toBe(quote.noticeDays >= 30);
        if (of.subscription.renews) expect(quote.plannedOn >= quote.receivedOn).toBe(true);
        expect(quote.held).toBe(quote.effectiveOn === null);
        expect((quote.effectiveOn ?? quote.plannedOn) >= quote.plannedOn).toBe(true);
        expect((quote.effectiveOn ?? quote.plannedOn) <= paidUntil).toBe(true);
        if (quote.bridge) expect(quote.bridge.until).toBe(quote.plannedOn);
        expect(daysBetween(quote.graceUntil, quote.deletedOn)).toBe(1);
        expect(daysBetween(quote.deletedOn, quote.backupsGoneBy)).toBe(35);
      }),
      RUNS,
    );
  });

  test('money: what was used, credited and given back of a line is what was invoiced', () => {
    fc.assert(
      fc.property(anyCase, (of) => {
        const quote = quoteCancellation(of);
        if (!quote.eligible) expect(quote.refund.totalMinor).toBe(0n);
        for (const { id, netMinor } of quote.refund.lines) {
          const line = of.lines.find((one) => one.id === id)!;
          const credited = sum((line.credits ?? []).map((credit) => credit.netMinor));
          const used = line.netMinor - credited - netMinor;
          // More credited than invoiced leaves nothing to give back, and nothing that was used.
          expect(netMinor >= 0n && (used >= 0n || credited > line.netMinor)).toBe(true);
          if (credited > line.netMinor) expect(netMinor).toBe(0n);
        }
        const { lines, netMinor, vatMinor, totalMinor } = quote.refund;
        expect(sum(lines.map((line) => line.netMinor))).toBe(netMinor);
        expect(netMinor + vatMinor).toBe(totalMinor);
      }),
      RUNS,
    );
  });

  test('dues and payouts: nothing twice, nothing lost, the latest payment first', () => {
    fc.assert(
      fc.property(anyCase, (of) => {
        const quote = quoteCancellation(of);
        const { setOffAcceptedOn } = of.dues;
        if (of.dues.totalMinor > 0n && setOffAcceptedOn)
          expect(quote.setOffMinor + quote.stillDueMinor).toBe(of.dues.totalMinor);
        else expect(quote.setOffMinor).toBe(0n);
        expect(quote.setOffMinor <= quote.refund.totalMinor).toBe(true);
        const paid = sum(of.payments.map(({ amountMinor }) => amountMinor));
        const due = quote.refund.totalMinor - quote.setOffMinor;
        const out = sum(quote.payouts.map(({ amountMinor }) => amountMinor));
        expect(out).toBe(quote.held ? 0n : due < paid ? due : paid);
        const on = quote.payouts.map(({ payment }) => of.payments.find(({ id }) => id === payment)!);
        for (const [at, { amountMinor }] of quote.payouts.entries()) {
          expect(amountMinor > 0n && amountMinor <= on[at]!.amountMinor).toBe(true);
          // Only the earliest payment that is touched may get back less than it was.
          if (at < quote.payouts.length - 1) {
            expect(amountMinor).toBe(on[at]!.amountMinor);
            expect(on[at]!.on >= on[at + 1]!.on).toBe(true);
          }
        }
      }),
      RUNS,
    );
  });

  test('among days with full notice a later one never gives back more', () => {
    fc.assert(
      fc.property(anyCase, fc.nat(400), (of, ahead) => {
        const free = { ...of, dues: BASE.dues };
        const first = quoteCancellation({ ...free, askedOn: null });
        const later = quoteCancellation({ ...free, askedOn: addDays(first.plannedOn, ahead) });
        if (first.eligible) expect(later.refund.netMinor <= first.refund.netMinor).toBe(true);
      }),
      RUNS,
    );
  });

  test('billing a bridge costs what billing the whole period and refunding the rest costs', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 9_999_99n),
        fc.constantFrom(1, 3, 12),
        fc.integer({ min: 30, max: 700 }),
        (net, months, ahead) => {
          const subscription = priced(months, net);
          const billed = termOn(START, months, '2026-05-10');
          const of = {
            ...BASE,
            subscription,
            lines: [workedLine(net, { from: billed.from, until: billed.until })],
          };
          const askedOn = addDays('2026-05-10', ahead);
          const { bridge } = quoteCancellation({ ...of, askedOn });
          if (!bridge) return;
          const term = termOn(START, months, askedOn);
          const whole = workedLine(net, { id: 'next', from: term.from, until: term.until });
          const { refund } = quoteCancellation({ ...of, lines: [...of.lines, whole], askedOn });
          expect(bridge.netMinor + refund.netMinor).toBe(net);
        },
      ),
      RUNS,
    );
  });
});
