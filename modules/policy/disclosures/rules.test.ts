import { describe, expect, test } from 'vitest';
import { personalTable } from '#domain/kernel/personal.ts';
import { columnsWithin } from './package.ts';
import {
  decideEntry,
  decidePackage,
  decideTelling,
  standingOf,
  tellingDue,
  type DisclosureState,
  type NewDisclosure,
} from './rules.ts';
import { countByYear } from './yearly-counts.ts';

const TODAY = '2026-03-10';

describe('what may be entered', () => {
  const given: NewDisclosure = {
    askedBy: 'Amtsgericht Tübingen',
    caseNo: '4 Gs 17/26',
    receivedOn: '2026-03-09',
    ground: 'legal-process',
    aboutTenant: 'a',
    askedScope: 'invoices and who wrote them',
    askedCategories: ['invoice', 'contact'],
    decision: 'give',
    reason: '§ 95 StPO',
    categories: ['invoice'],
    recipient: 'Office 4',
    validTo: TODAY,
    tell: 'tell',
    withheldBecause: '',
    withheldUntil: null,
  };
  const answer = (more: Partial<NewDisclosure>): string => {
    const decided = decideEntry({ ...given, ...more }, TODAY);
    return decided.ok ? 'ok' : `${decided.refusal.code} ${decided.refusal.field}`;
  };

  test.each([
    [{}, 'ok'],
    [{ receivedOn: '2026-03-11' }, 'disclosure_received_later receivedOn'],
    [{ categories: [] }, 'disclosure_scope_empty categories'],
    [{ recipient: '' }, 'disclosure_recipient_missing recipient'],
    [{ validTo: null }, 'disclosure_until validTo'],
    [{ validTo: '2026-03-09' }, 'disclosure_until validTo'],
    [{ tell: 'withhold', withheldUntil: '2026-06-30' }, 'disclosure_withheld_why withheldBecause'],
    [{ tell: 'withhold', withheldBecause: '§ 95a StPO' }, 'disclosure_withheld_why withheldUntil'],
    [{ tell: 'withhold', withheldBecause: '§ 95a StPO', withheldUntil: '2026-06-30' }, 'ok'],
    // A refusal stands in the log as well, and gives nothing.
    [{ decision: 'refuse', categories: [], recipient: '', validTo: null }, 'ok'],
    [{ decision: 'refuse' }, 'disclosure_refused_gives categories'],
  ] as const)('%j: %s', (more, expected) => expect(answer(more)).toBe(expected));

  test('gives no more than was asked for', () => {
    expect(answer({ categories: ['invoice', 'bank'] })).toBe('disclosure_beyond_asked categories');
    expect(answer({ categories: ['invoice', 'contact'] })).toBe('ok');
  });

  test('never gives secrets of signing in, whoever asks', () =>
    expect(answer({ askedCategories: ['credentials'], categories: ['credentials'] })).toBe(
      'disclosure_never categories',
    ));
});

const approved: DisclosureState = {
  decision: 'give',
  validTo: TODAY,
  tell: 'tell',
  withheldUntil: null,
  approvedAt: '2026-03-09T09:00:00.000Z',
  toldOn: '2026-03-09',
  handedOverOn: null,
};
const silent: DisclosureState = {
  ...approved,
  tell: 'withhold',
  withheldUntil: '2026-03-20',
  toldOn: null,
};

describe('a package', () => {
  test('is made of an approved entry, in time, once the business was told', () => {
    const may = (more: Partial<DisclosureState>, day = TODAY as '2026-03-10' | '2026-03-11'): string => {
      const decided = decidePackage({ ...approved, ...more }, day);
      return decided.ok ? 'ok' : decided.refusal.code;
    };
    expect(may({})).toBe('ok');
    expect(may({ approvedAt: null })).toBe('disclosure_not_approved');
    expect(may({ decision: 'refuse' })).toBe('disclosure_was_refused');
    expect(may({}, '2026-03-11')).toBe('disclosure_lapsed');
    expect(may({ toldOn: null })).toBe('disclosure_not_told');
    expect(may(silent)).toBe('ok');
    // Handed over once, it may be made again within its time; each one stands in the log.
    expect(may({ handedOverOn: TODAY })).toBe('ok');
  });

  test('holds the kinds of data within the scope and what says nothing about a person, of tables of tenants only', () => {
    const maps = [
      {
        invoice: personalTable('processor', { name: 'invoice', iban: 'bank' }, 'tenant_id id total'),
        customer: personalTable('processor', { name: 'contact' }, 'tenant_id id'),
        login: personalTable('controller', { address: 'invoice' }, 'id'),
      },
    ];
    expect(columnsWithin(maps, ['invoice'])).toEqual([['invoice', ['id', 'name', 'tenant_id', 'total']]]);
    expect(columnsWithin(maps, ['bank', 'contact']).map(([table]) => table)).toEqual(['customer', 'invoice']);
    expect(columnsWithin(maps, [])).toEqual([]);
  });
});

test('the business is told before anything is handed over, or as soon as the silence ends', () => {
  const untold = { ...approved, toldOn: null };
  expect(standingOf(untold, TODAY)).toBe('to-tell');
  expect(tellingDue(untold, TODAY)).toBe(true);
  expect(decideTelling(untold, TODAY).ok).toBe(true);
  expect(decideTelling(approved, TODAY)).toMatchObject({ refusal: { code: 'disclosure_told' } });
  expect(decideTelling({ ...untold, approvedAt: null }, TODAY).ok).toBe(false);
  expect(decideTelling({ ...untold, decision: 'refuse' }, TODAY).ok).toBe(false);

  expect(standingOf(silent, TODAY)).toBe('ready');
  const over = { ...silent, handedOverOn: TODAY } as const;
  expect(decideTelling(over, '2026-03-20')).toMatchObject({ refusal: { code: 'disclosure_silence' } });
  expect(tellingDue(over, '2026-03-20')).toBe(false);
  expect(tellingDue(over, '2026-03-21')).toBe(true);
  expect(decideTelling(over, '2026-03-21').ok).toBe(true);
});

test('where a disclosure stands', () => {
  expect(standingOf({ ...approved, approvedAt: null }, TODAY)).toBe('waiting');
  expect(standingOf({ ...approved, decision: 'refuse' }, TODAY)).toBe('refused');
  expect(standingOf(approved, TODAY)).toBe('ready');
  expect(standingOf(approved, '2026-03-11')).toBe('lapsed');
  expect(standingOf({ ...approved, handedOverOn: TODAY }, '2026-03-11')).toBe('handed-over');
});

test('a year is counted by the day on which requests came in, and says no names', () => {
  const one = { ...approved, receivedOn: '2025-12-31', enteredAt: '2026-01-01T08:00:00.000Z' } as const;
  expect(
    countByYear([
      { ...one, handedOverOn: '2026-01-02' },
      { ...one, receivedOn: '2026-03-01', decision: 'refuse' },
      { ...one, receivedOn: '2026-03-02', decision: 'refuse', approvedAt: null },
    ]),
  ).toEqual([
    { year: 2026, asked: 2, handedOver: 0, refused: 1 },
    { year: 2025, asked: 1, handedOver: 1, refused: 0 },
  ]);
});
