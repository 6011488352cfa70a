import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#domain/kernel/days.ts';
import { must } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { totalsOfNets } from '../tax.ts';
import { ageing } from './ageing.ts';
import { accountFor, chartFaults, SMALL_CHART, taxKey } from './chart.ts';
import { deductDeposits } from './deposits.ts';
import { discountOffers, offerOn, splitByRate } from './early-payment.ts';
import { balanceOf, trialBalance, type LedgerEntry } from './entry.ts';
import { openItems } from './open-items.ts';
import { selfAssess } from './self-assessed.ts';
import { postDocument, postMoney, type PostedDocument } from './posting.ts';

const CHART = SMALL_CHART;
const S19 = { category: 'S', percent: '19' } as const;
const S7 = { category: 'S', percent: '7' } as const;
/** 1,000.00 at 19 % and 100.00 at 7 %: 190.00 + 7.00 tax, 1,297.00 gross. */
const TWO_RATES = [
  { ...S19, netMinor: minor(1000_00), taxMinor: minor(190_00) },
  { ...S7, netMinor: minor(100_00), taxMinor: minor(7_00) },
];
const invoice: PostedDocument = {
  kind: 'invoice',
  number: 'INV-1',
  on: '2026-05-01',
  party: 'C1',
  currency: 'EUR',
  taxes: TWO_RATES,
};
const money = { on: '2026-05-11', currency: 'EUR', through: 'bank' } as const;
const plain = (entry: LedgerEntry) => entry.lines.map((line) => [line.account, line.amountMinor]);

describe('posting', () => {
  test('an invoice: receivable against income and tax of each rate', () => {
    expect(plain(postDocument(invoice, CHART))).toEqual([
      ['1200', 1297_00n],
      ['4400', -1000_00n],
      ['3806', -190_00n],
      ['4300', -100_00n],
      ['3801', -7_00n],
    ]);
  });

  test('a credit note takes it back, on the invoice it names', () => {
    const note = postDocument({ ...invoice, kind: 'credit-note', number: 'CN-1', reduces: 'INV-1' }, CHART);
    expect(openItems([postDocument(invoice, CHART), note], CHART)).toEqual([]);
    expect([...trialBalance([postDocument(invoice, CHART), note]).values()].every((sum) => sum === 0n)).toBe(
      true,
    );
  });

  test('a reverse-charge invoice has no tax line and an account of its own', () => {
    const row = { category: 'AE', percent: '0', netMinor: minor(500_00), taxMinor: minor(0) } as const;
    expect(plain(postDocument({ ...invoice, taxes: [row] }, CHART))).toEqual([
      ['1200', 500_00n],
      ['4337', -500_00n],
    ]);
  });

  test('a deposit is no income until the final invoice takes it off', () => {
    const part = [{ ...S19, netMinor: minor(300_00), taxMinor: minor(57_00) }];
    const deposit = postDocument(
      { ...invoice, kind: 'deposit-invoice', number: 'DEP-1', taxes: part },
      CHART,
    );
    expect(plain(deposit)).toEqual([
      ['1200', 357_00n],
      ['3272', -300_00n],
      ['3806', -57_00n],
    ]);
    const final = postDocument({ ...invoice, deposits: [{ number: 'DEP-1', taxes: part }] }, CHART);
    // 1,297.00 − 357.00 = 940.00 left to pay; the deposit account is empty again.
    expect(final.lines[0]).toMatchObject({ account: '1200', amountMinor: 940_00n });
    const balances = trialBalance([deposit, final]);
    expect(balances.get('3272')).toBe(0n);
    expect(balances.get('3806')).toBe(-190_00n);
  });

  test("a supplier's invoice, and the payment with a discount taken", () => {
    const bill = postDocument({ ...invoice, kind: 'supplier-invoice', number: 'S-9', party: 'SUP' }, CHART);
    expect(plain(bill)[0]).toEqual(['3300', -1297_00n]);
    const discount = splitByRate(minor(25_94), TWO_RATES);
    const settles = [{ party: 'SUP', item: 'S-9', amountMinor: minor(1271_06), discount }];
    const paid = postMoney({ ...money, kind: 'payment-out', reference: 'B1', settles }, CHART);
    expect(balanceOf(paid)).toBe(0n);
    expect(openItems([bill, paid], CHART)).toEqual([]);
    expect(trialBalance([paid]).get('1800')).toBe(-1271_06n);
  });

  test('what a supplier left to the buyer is owed and deducted by the buyer, and nothing more is owed to the supplier', () => {
    // 100.00 under reverse charge and 50.00 from another member state, 19 %: 19.00 and 9.50, each on both sides.
    const taxes = [
      { category: 'AE', percent: '0', netMinor: minor(100_00), taxMinor: minor(0n) },
      { category: 'K', percent: '0', netMinor: minor(50_00), taxMinor: minor(0n) },
    ] as const;
    const selfAssessed = selfAssess([...taxes, ...TWO_RATES], '19');
    const of = { ...invoice, number: 'S-10', party: 'SUP', taxes, selfAssessed };
    const bill = postDocument({ ...of, kind: 'supplier-invoice' }, CHART);
    expect(plain(bill)).toEqual([
      ['3300', -150_00n],
      ['5400', 100_00n],
      ['5400', 50_00n],
      ['1407', 19_00n],
      ['3837', -19_00n],
      ['1404', 9_50n],
      ['3804', -9_50n],
    ]);
    const back = postDocument({ ...of, kind: 'supplier-credit-note', number: 'S-11' }, CHART);
    expect(plain(back)).toEqual(plain(bill).map(([account, amount]) => [account, -(amount as bigint)]));
    expect(() => selfAssess(taxes, '119')).toThrow('no percentage');
  });

  test('a payment with a fee kept by the provider, a part on account and a part of nobody', () => {
    const paid = postMoney(
      {
        ...money,
        kind: 'payment',
        reference: 'B2',
        through: 'card-clearing',
        settles: [{ party: 'C1', item: 'INV-1', amountMinor: minor(1297_00) }],
        onAccount: { party: 'C1', amountMinor: minor(3_00) },
        unassignedMinor: minor(1_00),
        feeMinor: minor(20_00),
      },
      CHART,
    );
    expect(plain(paid)).toEqual([
      ['1200', -1297_00n],
      ['1200', -3_00n],
      ['1370', -1_00n],
      ['6855', 20_00n],
      ['1460', 1281_00n],
    ]);
    const open = openItems([postDocument(invoice, CHART), paid], CHART);
    expect(open.map(({ item, openMinor }) => [item, openMinor])).toEqual([['B2', -3_00n]]);
  });

  test('a charge-back opens the invoice again, with the fee as an expense', () => {
    const settles = [{ party: 'C1', item: 'INV-1', amountMinor: minor(1297_00) }];
    const paid = postMoney({ ...money, kind: 'payment', reference: 'B3', settles }, CHART);
    const back = postMoney(
      { ...money, kind: 'charge-back', reference: 'B4', settles, feeMinor: minor(7_50) },
      CHART,
    );
    const all = [postDocument(invoice, CHART), paid, back];
    expect(openItems(all, CHART)).toMatchObject([
      { item: 'INV-1', openMinor: 1297_00n, openedOn: '2026-05-01' },
    ]);
    expect(openItems(all, CHART)[0]!.entries).toEqual(all);
    expect(trialBalance(all).get('1800')).toBe(-7_50n);
    expect(openItems(all, CHART, '2026-05-01')).toHaveLength(1);
  });

  test('a credit is used for another invoice; a lost receivable gives its tax back', () => {
    const note = postDocument({ ...invoice, kind: 'credit-note', number: 'CN-2' }, CHART);
    const settles = [{ party: 'C1', item: 'INV-1', amountMinor: minor(297_00) }];
    const offset = postMoney(
      { ...money, kind: 'offset', reference: 'O1', settles, from: { party: 'C1', item: 'CN-2' } },
      CHART,
    );
    const open = openItems([postDocument(invoice, CHART), note, offset], CHART);
    expect(open.map(({ item, openMinor }) => [item, openMinor])).toEqual([
      ['CN-2', -1000_00n],
      ['INV-1', 1000_00n],
    ]);
    const lost = [{ ...S19, netMinor: minor(100_00), taxMinor: minor(19_00) }];
    const off = postMoney(
      {
        ...money,
        kind: 'write-off',
        reference: 'W1',
        lost,
        settles: [{ party: 'C1', item: 'INV-1', amountMinor: minor(119_00) }],
      },
      CHART,
    );
    expect(plain(off)).toEqual([
      ['1200', -119_00n],
      ['6930', 100_00n],
      ['3806', 19_00n],
    ]);
  });

  test('what does not explain itself is a bug of the caller', () => {
    const settles = [{ party: 'C1', item: 'INV-1', amountMinor: minor(1_00) }];
    expect(() => postMoney({ ...money, kind: 'write-off', reference: 'W', settles }, CHART)).toThrow(
      /explain 0 of 100/,
    );
    expect(() => postMoney({ ...money, kind: 'offset', reference: 'O', settles }, CHART)).toThrow(
      /names no credit/,
    );
    expect(() => postMoney({ ...money, kind: 'payment', reference: 'P', settles: [] }, CHART)).toThrow(
      /nothing/,
    );
    expect(() =>
      postMoney(
        { ...money, kind: 'payment', reference: 'P', settles: [], unassignedMinor: minor(-1) },
        CHART,
      ),
    ).toThrow(/negative/);
  });

  test('the small chart has all accounts; one without is told apart', () => {
    expect(chartFaults(CHART)).toEqual([]);
    const { S: _, ...without } = CHART.revenue;
    expect(chartFaults({ ...CHART, revenue: without, roles: { ...CHART.roles, bank: '9' } })).toEqual([
      { code: 'account_unknown', value: '9' },
      { code: 'tax_unserved', value: 'S' },
    ]);
    expect(chartFaults({ ...CHART, accounts: [...CHART.accounts, CHART.accounts[0]!] })).toEqual([
      { code: 'account_twice', value: '1200' },
    ]);
    expect(() => accountFor({ 'S 19': '1' }, 'S 7')).toThrow(/no account for tax S 7/);
    expect([taxKey({ category: 'S', percent: '19.00' }), taxKey({ category: 'S', percent: '8.10' })]).toEqual(
      ['S 19', 'S 8.1'],
    );
    expect(taxKey({ category: 'S', percent: '20' })).toBe('S 20');
  });
});

describe('early payment', () => {
  const offers = discountOffers({ issuedOn: '2026-05-01', taxes: TWO_RATES, payableMinor: minor(1297_00) }, [
    { days: 14, percent: '2' },
    { days: 7, percent: '3' },
  ]);

  test('2 % of 1,297.00 = 25.94 until the 15th, split over both rates', () => {
    // 19 %: 25.94 × 1190 ÷ 1297 = 23.80 = 20.00 + 3.80; 7 %: 2.14 = 2.00 + 0.14
    expect(offers[1]).toEqual({
      until: '2026-05-15',
      percent: '2',
      payMinor: 1271_06n,
      discountMinor: 25_94n,
      taxes: [
        { ...S19, netMinor: 20_00n, taxMinor: 3_80n },
        { ...S7, netMinor: 2_00n, taxMinor: 14n },
      ],
    });
  });

  test('the best offer that the day still allows', () => {
    expect(offerOn(offers, '2026-05-08')?.percent).toBe('3');
    expect(offerOn(offers, '2026-05-09')?.percent).toBe('2');
    expect(offerOn(offers, '2026-05-16')).toBeUndefined();
    expect(discountOffers({ issuedOn: '2026-05-01', taxes: [], payableMinor: minor(0) }, [])).toEqual([]);
    expect(() =>
      discountOffers({ issuedOn: '2026-05-01', taxes: TWO_RATES, payableMinor: minor(1) }, [
        { days: 1, percent: '100' },
      ]),
    ).toThrow(RangeError);
  });
});

test('deposits are taken off per rate, and never more than there is', () => {
  const deposit = [{ ...S19, netMinor: minor(300_00), taxMinor: minor(57_00) }];
  expect(must(deductDeposits(TWO_RATES, [deposit, deposit]))).toEqual({
    taxes: [{ ...S19, netMinor: 400_00n, taxMinor: 76_00n }, TWO_RATES[1]],
    prepaidMinor: 714_00n,
    payableMinor: 583_00n,
  });
  expect(deductDeposits([TWO_RATES[1]!], [deposit])).toEqual({
    ok: false,
    refusal: { code: 'deposits_above_invoice', tax: 'S 19', overMinor: '30000' },
  });
});

test('ageing: due today is not overdue, day 30 and 31 lie apart', () => {
  const item = (dueOn: string, open: number) => ({ dueOn, openMinor: minor(open) });
  const items = [item('2026-06-30', 1), item('2026-05-31', 2), item('2026-05-30', 4), item('2026-01-01', -8)];
  expect(ageing(items, '2026-06-30')).toEqual([
    { untilDays: 0, amountMinor: 1n, count: 1 },
    { fromDays: 1, untilDays: 30, amountMinor: 2n, count: 1 },
    { fromDays: 31, untilDays: 60, amountMinor: 4n, count: 1 },
    { fromDays: 61, untilDays: 90, amountMinor: 0n, count: 0 },
    { fromDays: 91, amountMinor: -8n, count: 1 },
  ]);
});

test('property: a random history always balances, its open items are the receivables account, and ageing adds up to them', () => {
  const amount = fc.integer({ min: 1, max: 500_000 });
  const act = fc.record({
    kind: fc.constantFrom('invoice', 'credit-note', 'deposit-invoice', 'payment', 'charge-back', 'refund'),
    number: fc.integer({ min: 1, max: 6 }),
    day: fc.integer({ min: 0, max: 400 }),
    nets: fc.array(fc.tuple(amount, fc.constantFrom('19', '7', '8.1')), { minLength: 1, maxLength: 4 }),
    paid: amount,
    discounted: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
      const entries = acts.map(({ kind, number, day, nets, paid, discounted }): LedgerEntry => {
        const on = addDays('2026-01-01', day);
        const lines = nets.map(([net, percent]) => ({
          netMinor: minor(net),
          tax: { category: 'S', percent } as const,
        }));
        const { taxes } = totalsOfNets(lines);
        if (kind === 'invoice' || kind === 'credit-note' || kind === 'deposit-invoice')
          return postDocument({ kind, number: `N${number}`, on, party: 'C', currency: 'EUR', taxes }, CHART);
        const discount =
          discounted && kind === 'payment' ? { discount: splitByRate(minor(paid % 100), taxes) } : {};
        const settles = [{ party: 'C', item: `N${number}`, amountMinor: minor(paid), ...discount }];
        return postMoney(
          { kind, reference: `B${number}`, on, currency: 'EUR', through: 'bank', settles },
          CHART,
        );
      });
      for (const entry of entries) expect(balanceOf(entry)).toBe(0n);
      const balances = trialBalance(entries);
      expect([...balances.values()].reduce((all, sum) => all + sum, 0n)).toBe(0n);
      const open = openItems(entries, CHART);
      const sum = open.reduce((all, item) => all + item.openMinor, 0n);
      expect(sum).toBe(balances.get('1200') ?? 0n);
      const buckets = ageing(
        open.map((item) => ({ dueOn: addDays(item.openedOn, 14), openMinor: item.openMinor })),
        '2026-12-31',
      );
      expect(buckets.reduce((all, bucket) => all + bucket.amountMinor, 0n)).toBe(sum);
    }),
    { numRuns: Number(process.env['TENON_CASES'] ?? 2000) },
  );
});
