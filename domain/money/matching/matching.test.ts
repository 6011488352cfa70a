import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minor } from '#domain/kernel/units.ts';
import { makeCreditorReference, readCreditorReference } from './creditor-reference.ts';
import { foldName } from './fold.ts';
import { learnFrom } from './learned.ts';
import { matchPayments } from './match.ts';
import type { LearnedRule, MatchItem, MatchLine, MatchParty } from './types.ts';
import { matchWords } from './words.ts';

const PARTIES: readonly MatchParty[] = [
  {
    id: 'brandt',
    name: 'Küchenstudio Brandt & Söhne KG',
    number: 'K-1007',
    accounts: ['DE89370400440532013000'],
  },
  { id: 'ole', name: 'Ole Møller ApS', number: 'K-2000' },
];
const item = (id: string, open: number, more: Partial<MatchItem> = {}): MatchItem => ({
  id,
  number: `INV-2026-${id}`,
  party: 'brandt',
  currency: 'EUR',
  openMinor: minor(open),
  issuedOn: '2026-05-01',
  dueOn: '2026-05-15',
  ...more,
});
const line = (amount: number, more: Partial<MatchLine> = {}): MatchLine => ({
  id: 'l',
  currency: 'EUR',
  amountMinor: minor(amount),
  valueOn: '2026-05-10',
  remittance: '',
  ...more,
});
const match = (
  lines: MatchLine | readonly MatchLine[],
  items: readonly MatchItem[],
  rules: readonly LearnedRule[] = [],
) => matchPayments([lines].flat(), { items, parties: PARTIES, rules });
const one = (lines: MatchLine, items: readonly MatchItem[], rules: readonly LearnedRule[] = []) =>
  match(lines, items, rules)[0]!;
const told = (found: ReturnType<typeof one>) => ({
  decision: found.decision,
  gives: found.proposals[0]?.allocations.map((each) => [
    each.item,
    Number(each.amountMinor),
    Number(each.discountMinor),
  ]),
  why: found.proposals[0]?.reasons.map((reason) => reason.code) ?? found.reasons.map((reason) => reason.code),
});

describe('by reference', () => {
  test.each(['INV-2026-0187', 'Rechnung inv 2026 0187 danke', 'RG.INV2026-0187', 'zu 20260187'])(
    'the number in "%s" with the exact amount is matched',
    (remittance) => {
      expect(told(one(line(500_00, { remittance }), [item('0187', 500_00), item('0188', 500_00)]))).toEqual({
        decision: 'matched',
        gives: [['0187', 500_00, 0]],
        why: ['number_in_text', 'amount_exact'],
      });
    },
  );

  test('a creditor reference, structured or in the text; one with a wrong digit is none', () => {
    const reference = makeCreditorReference('INV-2026-0187')!;
    const items = [item('x', 500_00, { number: 'other', creditorReference: reference })];
    expect(told(one(line(500_00, { creditorReference: reference }), items)).why[0]).toBe(
      'creditor_reference',
    );
    const spaced = reference.replace(/(.{4})/g, '$1 ');
    expect(told(one(line(500_00, { remittance: spaced }), items)).why[0]).toBe('creditor_reference');
    const wrong = `${reference.slice(0, -1)}8`;
    expect(one(line(500_01, { creditorReference: wrong }), items).decision).toBe('unmatched');
  });

  test('several numbers: their sum; less is poured over the earliest first; more leaves a rest', () => {
    const items = [item('0001', 100_00, { dueOn: '2026-05-20' }), item('0002', 50_00), item('0003', 9_00)];
    const remittance = 'INV-2026-0001, INV-2026-0002';
    expect(told(one(line(150_00, { remittance }), items))).toMatchObject({
      decision: 'matched',
      why: ['number_in_text', 'sum_of_items'],
    });
    const less = one(line(120_00, { remittance }), items);
    expect(told(less)).toMatchObject({ decision: 'proposed', why: ['number_in_text', 'amount_partial'] });
    expect(less.proposals[0]!.restMinor).toBe(0n);
    const more = one(line(151_00, { remittance }), items);
    expect(told(more)).toMatchObject({ decision: 'proposed', why: ['number_in_text', 'amount_above'] });
    expect(more.proposals[0]!.restMinor).toBe(1_00n);
  });

  test('a discount counts until its day', () => {
    const items = [item('0001', 100_00, { offers: [{ until: '2026-05-10', payMinor: minor(98_00) }] })];
    const paid = line(98_00, { remittance: 'INV-2026-0001' });
    expect(told(one(paid, items))).toEqual({
      decision: 'matched',
      gives: [['0001', 98_00, 2_00]],
      why: ['number_in_text', 'amount_with_discount'],
    });
    expect(one({ ...paid, valueOn: '2026-05-11' }, items).decision).toBe('proposed');
  });

  test('a refund finds the credit note; the sign decides', () => {
    const items = [item('0001', 500_00), { ...item('0002', -80_00), number: 'CN-2026-0002' }];
    expect(told(one(line(-80_00, { endToEndId: 'CN-2026-0002' }), items))).toMatchObject({
      decision: 'matched',
      gives: [['0002', -80_00, 0]],
    });
    expect(one(line(-500_00, { remittance: 'INV-2026-0001' }), items).decision).toBe('unmatched');
  });

  test('an item is given away once, and never to a guess when another line names it', () => {
    const items = [item('0001', 100_00)];
    const guess = line(100_00, { id: 'a', account: 'DE89370400440532013000' });
    const named = line(100_00, { id: 'b', remittance: 'INV-2026-0001' });
    expect(match([guess, named], items).map((found) => [found.line, found.decision])).toEqual([
      ['a', 'proposed'],
      ['b', 'matched'],
    ]);
    expect(match([named, named], items).map((found) => found.decision)).toEqual(['matched', 'unmatched']);
  });
});

describe('by payer', () => {
  const items = [
    item('0001', 100_00),
    item('0002', 60_00),
    item('0003', 33_00),
    item('0004', 10_00, { party: 'ole' }),
  ];
  const account = 'DE89 3704 0044 0532 0130 00';

  test('account and one fitting item is matched; two equal ones are a choice', () => {
    expect(told(one(line(60_00, { account }), items))).toMatchObject({
      decision: 'matched',
      gives: [['0002', 60_00, 0]],
    });
    const twice = one(line(60_00, { account }), [...items, item('0005', 60_00)]);
    expect(twice.decision).toBe('proposed');
    expect(twice.proposals.slice(0, 2).map((each) => each.allocations[0]!.item)).toEqual(['0002', '0005']);
  });

  test('a sum of several items, all or some, is proposed with its parts', () => {
    expect(told(one(line(193_00, { account }), items))).toMatchObject({
      why: ['payer_account', 'sum_of_items'],
    });
    expect(told(one(line(133_00, { account }), items)).gives).toEqual([
      ['0001', 100_00, 0],
      ['0003', 33_00, 0],
    ]);
  });

  test('the name alone is proposed, however it is spelled', () => {
    expect(told(one(line(10_00, { name: 'MOELLER, OLE' }), items)).decision).toBe('proposed');
    expect(told(one(line(60_00, { name: 'KUECHENSTUDIO BRANDT SOEHNE' }), items))).toMatchObject({
      decision: 'proposed',
      gives: [['0002', 60_00, 0]],
      why: ['payer_name', 'amount_exact'],
    });
    expect(foldName('Küchenstudio Brandt & Söhne KG')).toBe('kuechenstudio brandt soehne');
    expect(told(one(line(10_00, { remittance: 'Kd.-Nr. K-2000' }), items)).why[0]).toBe('payer_number');
  });

  test('learned: confirmed once it is certain, overruled it is gone', () => {
    const unknown = line(10_00, { account: 'AT611904300234573201', name: 'Holding X' });
    const rules = learnFrom([], unknown, 'ole');
    expect(rules.map((rule) => [rule.by, rule.party, rule.weight])).toEqual([
      ['account', 'ole', 1],
      ['name', 'ole', 1],
    ]);
    expect(told(one(unknown, items, rules))).toMatchObject({
      decision: 'matched',
      why: ['payer_learned', 'amount_exact', 'only_item_of_payer'],
    });
    expect(learnFrom(rules, unknown, 'brandt').map((rule) => rule.party)).toEqual(['brandt', 'brandt']);
    const words = learnFrom([], line(1, { remittance: 'Miete Werkstatt 2026' }), 'ole');
    expect(words.map((rule) => rule.key)).toEqual(['werkstatt']);
    expect(told(one(line(10_00, { remittance: 'werkstatt mai' }), items, words)).decision).toBe('proposed');
  });

  test('the amount alone is a proposal; a return and a foreign currency are parked', () => {
    expect(told(one(line(33_00), items))).toMatchObject({ decision: 'proposed', why: ['amount_exact'] });
    expect(one(line(34_00), items)).toMatchObject({ decision: 'unmatched', proposals: [] });
    expect(told(one(line(-33_00, { returnReason: 'AC04' }), items))).toMatchObject({
      decision: 'parked',
      why: ['returned'],
    });
    expect(told(one(line(33_00, { currency: 'CHF' }), items))).toMatchObject({
      decision: 'parked',
      why: ['other_currency'],
    });
  });
});

test('every reason has a sentence in both languages', () => {
  expect(Object.keys(matchWords.de)).toEqual(Object.keys(matchWords.en));
});

test('creditor references: made ones are read, one wrong or swapped character is noticed', () => {
  expect(readCreditorReference('rf18 5390 0754 7034')).toBe('RF18539007547034');
  expect(makeCreditorReference('539007547034')).toBe('RF18539007547034');
  expect([makeCreditorReference('--'), makeCreditorReference('1'.repeat(22))]).toEqual([
    undefined,
    undefined,
  ]);
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z0-9]{1,21}$/), fc.nat(), (text, where) => {
      const made = makeCreditorReference(text)!;
      expect(readCreditorReference(made)).toBe(made);
      const at = 2 + (where % (made.length - 2));
      // A letter for a letter, a digit for a digit: between the two kinds ISO 7064 promises nothing.
      const [one, two] = /\d/.test(made[at]!) ? ['7', '8'] : ['K', 'L'];
      const other = made[at] === one ? two! : one!;
      expect(readCreditorReference(made.slice(0, at) + other + made.slice(at + 1))).toBeUndefined();
    }),
  );
});

test('property: money is neither made nor lost, and no item gets more than is open', () => {
  const items = fc.array(
    fc.record({
      open: fc.integer({ min: 1, max: 9 }),
      party: fc.constantFrom('brandt', 'ole'),
      offer: fc.boolean(),
    }),
    { maxLength: 8 },
  );
  const lines = fc.array(
    fc.record({
      sum: fc.integer({ min: -20, max: 30 }).filter((n) => n !== 0),
      names: fc.subarray([0, 1, 2, 3]),
      known: fc.boolean(),
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(items, lines, (open, paid) => {
      const stock = open.map(({ open: left, party, offer }, at) =>
        item(`000${at}`, left * 10, {
          party,
          ...(offer ? { offers: [{ until: '2026-05-31', payMinor: minor(left * 9) }] } : {}),
        }),
      );
      const all = paid.map(({ sum, names, known }, at) =>
        line(sum * 9, {
          id: `l${at}`,
          remittance: names.map((n) => `INV-2026-000${n}`).join(' '),
          ...(known ? { account: PARTIES[0]!.accounts![0]! } : {}),
        }),
      );
      const found = match(all, stock);
      expect(found.map((each) => each.line)).toEqual(all.map((each) => each.id));
      const used = new Map<string, bigint>();
      found.forEach((each, at) => {
        for (const proposed of each.proposals) {
          const given = proposed.allocations.reduce((so, part) => so + part.amountMinor, 0n);
          expect(given + proposed.restMinor).toBe(all[at]!.amountMinor);
        }
        if (each.decision === 'matched')
          for (const part of each.proposals[0]!.allocations)
            used.set(part.item, (used.get(part.item) ?? 0n) + part.amountMinor + part.discountMinor);
      });
      for (const { id, openMinor } of stock) expect((used.get(id) ?? 0n) <= openMinor).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
