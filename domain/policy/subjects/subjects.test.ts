import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DATA_CATEGORIES, personalTable, type DataCategory } from '#domain/kernel/personal.ts';
import { DEFAULTS } from '#domain/policy/parameters.ts';
import { ERASED_HOST, erasureOf, eraseRow, keptUntil, type Neutral } from './erasure.ts';
import { linkFaults } from './links.ts';
import { findIn, type Person } from './person.ts';
import { dueRules } from './retention.ts';

const MARK = 'Zirbelkiefer';
const LOGIN = '01890000-0000-7000-8000-000000000001';
const OTHER = '01890000-0000-7000-8000-000000000002';
const person: Person = {
  logins: new Set([LOGIN]),
  contacts: new Set(),
  customers: new Set(),
  isMail: (value) => value === `${MARK}@elm.example`.toLowerCase(),
  isName: (value) => value.startsWith(MARK),
};
const neutral: Neutral = {
  former: 'Former user #1',
  address: () => `erased-1${ERASED_HOST}`,
  today: '2026-03-02',
  nullable: () => false,
};
const erase = (name: string, table: ReturnType<typeof personalTable>, row: Record<string, unknown>) =>
  eraseRow(name, table, row, person, new Map(), neutral, DEFAULTS);

test('after an erasure a person stands in no column but those that a law keeps, and twice is as once', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]{3,8}(_name|_id|_by)?$/), fc.constantFrom(...DATA_CATEGORIES), {
        minKeys: 1,
        maxKeys: 8,
      }),
      (columns) => {
        const table = personalTable(
          'controller',
          { ...columns, login_id: 'consent' } as Record<string, DataCategory>,
          'id created_at',
        );
        const row = Object.fromEntries(
          // Who did something to it, and the number beside a name, are ids and never words.
          Object.keys(table.columns).map((column) => [
            column,
            /(^|_)(id|by)$/.test(column) ? LOGIN : `${MARK} ${column}`,
          ]),
        );
        const erased = erase('some_table', table, { ...row, created_at: '2026-01-01T00:00:00Z' })!;
        const kept = new Set(erased.kept.map(({ column }) => column));
        for (const [column, value] of Object.entries(erased.row!))
          if (table.columns[column] !== 'not-personal' && String(value).includes(MARK))
            expect(kept).toContain(column);
        for (const { because, until } of erased.kept)
          expect([because, until > '2026-03-02']).toEqual([because, true]);
        const again = erase('some_table', table, { ...erased.row! })!;
        expect(again.changed).toEqual([]);
      },
    ),
    { numRuns: Number(process.env['TENON_CASES'] ?? 200) },
  );
});

test('who did something to somebody else’s row becomes a number there, and nobody else does', () => {
  const table = personalTable(
    'processor',
    { customer_id: 'invoice', actor: 'audit-log', actor_name: 'audit-log', lines: 'invoice' },
    'id at',
  );
  const row = {
    id: 'x',
    at: '2026-01-02',
    customer_id: OTHER,
    actor: `login:${LOGIN}`,
    actor_name: MARK,
    lines: [MARK],
  };
  expect(erase('dispute', table, row)).toMatchObject({
    row: { ...row, actor_name: 'Former user #1' },
    changed: ['actor_name'],
    kept: [],
  });
  expect(erase('dispute', table, { ...row, actor: `login:${OTHER}` })).toBeNull();
  // The log is chained: its name stays until its time is over, and the answer says so.
  expect(erase('audit_entry', table, row)).toMatchObject({
    changed: [],
    kept: [{ because: 'log', until: '2029-01-02' }],
  });
});

test('invoices stay until ten years after the end of their year, contact details go, sessions go whole', () => {
  expect(keptUntil('tax', '2026-03-02', DEFAULTS)).toBe('2036-12-31');
  expect(keptUntil('claims', '2026-03-02', DEFAULTS)).toBe('2029-12-31');
  const contact = personalTable(
    'controller',
    { email: 'contact', name: 'contact', phone: 'contact' },
    'id ended_at',
  );
  expect(
    erase('customer_contact', contact, {
      id: 'x',
      email: `${MARK}@elm.example`,
      name: MARK,
      phone: '1',
      ended_at: null,
    }),
  ).toMatchObject({
    row: {
      email: `erased-1${ERASED_HOST}`,
      name: 'Former user #1',
      phone: '',
      ended_at: '2026-03-02T00:00:00.000Z',
    },
  });
  const session = personalTable('controller', { login_id: 'credentials' }, 'id');
  expect(erase('session', session, { id: 'x', login_id: LOGIN })).toMatchObject({ row: null });
});

test('a document keeps its codes and loses its words', () => {
  const table = personalTable(
    'controller',
    { email: 'contact', message: 'correspondence' },
    'id received_at',
  );
  const message = { to: { name: MARK, country: 'DE' }, lines: [{ text: MARK, quantity: 2 }] };
  expect(erase('lead', table, { id: 'x', email: `${MARK}@elm.example`, message })!.row!['message']).toEqual({
    to: { name: '', country: 'DE' },
    lines: [{ text: '', quantity: 2 }],
  });
});

test('a table in which nobody would be found is a fault, and so is one searched by what it does not have', () => {
  expect(linkFaults({ strange: personalTable('controller', { nickname: 'contact' }, 'id') })).toHaveLength(1);
  expect(
    linkFaults({ document: personalTable('controller', { name: 'order-delivery' }, 'id') }),
  ).toHaveLength(1);
  expect(linkFaults({ lead: personalTable('controller', { email: 'contact' }, 'id') })).toEqual([]);
});

test('a row leads on only as far as it is somebody’s own', () => {
  const table = personalTable(
    'processor',
    { name: 'order-delivery', file_hash: 'order-delivery' },
    'id subject_id',
  );
  const row = { id: 'd', subject_id: 'order-1', name: 'Offer', file_hash: 'f' };
  expect(findIn('document', table, row, person, new Map())).toBeNull();
  expect(
    findIn('document', table, row, person, new Map([['sales_order', new Set(['order-1'])]]))?.columns,
  ).toEqual(['name', 'file_hash']);
});

test('what is over its time goes by the register, on the day after its last one', () => {
  const tables = {
    letter: personalTable(
      'controller',
      { email: 'correspondence', body: 'correspondence' },
      'id received_at',
    ),
    bill: personalTable('controller', { lines: 'invoice' }, 'id issued_on'),
    login: personalTable('controller', { email: 'contact' }, 'id closed_at created_at'),
    audit_entry: personalTable('controller', { at: 'audit-log', reason: 'audit-log' }, 'seq'),
    partner: personalTable('controller', { email: 'contact' }, 'id created_at'),
  };
  expect(
    dueRules(tables, DEFAULTS, '2026-03-02').map(({ table, since, before, what }) => [
      table,
      since,
      before,
      what,
    ]),
  ).toEqual([
    ['letter', 'received_at', '2024-03-02', 'columns'],
    // Issued in 2015: kept until the end of 2025.
    ['bill', 'issued_on', '2016-01-01', 'columns'],
    ['login', 'closed_at', '2025-03-02', 'columns'],
  ]);
  expect(erasureOf('partner', 'email', 'contact')).toBe('blank');
});
