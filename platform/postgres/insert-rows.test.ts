import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import type { Transaction } from 'kysely';
import { expect, test } from 'vitest';
import { insertRows } from './insert-rows.ts';

interface Tables {
  piece: { tenant_id: string; id: number; cost: bigint; label: string; edges: string };
}

const tables = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
}) as Transaction<Tables>;

const piece = (id: number, label = 'door') => ({
  ...{ tenant_id: 't', id, label },
  cost: 2n ** 60n,
  edges: '{"front":1}',
});
const compiled = (...labels: string[]) =>
  insertRows(
    tables,
    'piece',
    labels.map((label, i) => piece(i, label)),
    ['edges'],
  ).compile();

test('one row and a thousand are the same statement with one value', () => {
  const one = compiled('door');
  const many = compiled(...Array.from({ length: 1000 }, () => 'door'));
  expect(many.sql).toBe(one.sql);
  expect(one.parameters).toHaveLength(1);
  expect(JSON.parse(String(many.parameters[0]))).toHaveLength(1000);
});

test('money keeps every digit, and JSON arrives as JSON', () => {
  const { sql, parameters } = compiled('door');
  // 2^60 = 1152921504606846976 has more digits than a JSON number holds exactly.
  expect(parameters[0]).toContain('"cost":"1152921504606846976"');
  expect(sql).toContain(`("edges" #>> '{}')::jsonb`);
});

test('half of a pair of surrogates becomes the mark for an unknown sign, as in any other statement', () => {
  expect(JSON.parse(String(compiled('a\ud83d', 'b').parameters[0]))).toMatchObject([
    { label: 'a\ufffd', cost: '1152921504606846976' },
    { label: 'b' },
  ]);
  // A whole pair stays.
  expect(String(compiled('🪵').parameters[0])).toContain('🪵');
});
