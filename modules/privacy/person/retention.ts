import { dayIn } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { DataCategory } from '#domain/kernel/personal.ts';
import { emptied, erasureOf, type Neutral } from '#domain/policy/subjects/erasure.ts';
import { dueRules, type RetentionRule } from '#domain/policy/subjects/retention.ts';
import { loadInstallation, valuesInForce } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { AppContext } from '#platform/module/context.ts';
import { quoted } from '#platform/postgres/connect.ts';
import { asLocale } from '#platform/words/words.ts';
import type { RetainedRule } from '../store.ts';
import { neutralOf, removeRow, shapesOf, writeRow, type Shape } from './erase.ts';
import { allTenants } from './identify.ts';
import { allTables, tablesOf, type Query } from './rows-about.ts';

/**
 * Empties or deletes what is over its time in every store, and writes down what was done by which rule: counts, and never
 * content. What factories keep about their own customers and workers is theirs to end.
 *
 * Each day it looks at what has become due lately, and on the first of a month at everything: what came in late, with an
 * import, is found then. Safe to run twice.
 *
 * @see P-rights (retention job), clause P-1.2
 */
export async function endWhatIsOver(context: AppContext): Promise<void> {
  const installation = await loadInstallation(context.db, context.clock.now());
  if (!installation) return;
  const operator = installation.operatorTenantId;
  for (const store of [null, ...(await allTenants(context))]) await endIn(context, operator, store);
}

async function endIn(context: AppContext, operator: Id, store: Id | null): Promise<void> {
  const now = context.clock.now();
  const values = await valuesInForce(context.db, now);
  const facts = await context.tenantFacts(store ?? operator);
  const today = dayIn(facts.zone, now);
  const side = store === null || store === operator ? undefined : ('controller' as const);
  const rules = dueRules(Object.fromEntries(tablesOf(store === null, side)), values, today);
  await context.asOwner(async (query) => {
    const shapes = await shapesOf(query);
    await query(`set local app.tenant_id = '${store ?? operator}'`);
    const neutral: Neutral = {
      ...neutralOf(0, asLocale(facts.locale), today),
      nullable: (table, column) => shapes.get(table)?.nullable.has(column) ?? false,
    };
    const done: RetainedRule[] = [];
    const over = await withRows(query, rules, store, today.endsWith('-01'));
    const children = over.sort((a, b) => shapes.get(a.table)!.place - shapes.get(b.table)!.place);
    for (const rule of children) {
      const rows = await endBy(query, rule, store, shapes.get(rule.table)!, neutral, today.endsWith('-01'));
      if (rows > 0) done.push({ table: rule.table, columns: rule.columns, before: rule.before, rows });
    }
    // That nothing was over is evidence, too; one line a day says it for all.
    if (done.length === 0 && store !== null) return;
    await query(`set local app.tenant_id = '${operator}'`);
    await query(
      'insert into privacy_retention (tenant_id, id, of_tenant, rules, at) values ($1, $2, $3, $4::jsonb, $5)',
      [operator, idAt(now), store, JSON.stringify(done), now],
    );
  });
}

/** Days that a daily look goes back. */
const BACK_DAYS = 60;

/** Rules by which some row is over, asked in one statement: on most days it is none of a hundred. */
async function withRows(
  query: Query,
  rules: readonly RetentionRule[],
  store: Id | null,
  everything: boolean,
): Promise<RetentionRule[]> {
  const asked = rules.map(
    (rule, i) =>
      `select ${i} as place where exists (select from ${quoted(rule.table)} where ${isOver(rule, store, everything)})`,
  );
  if (asked.length === 0) return [];
  const found = await query(`with given as (select $1::text) ${asked.join(' union all ')}`, [store]);
  return found.map(({ place }) => rules[Number(place)]!);
}

/** The days are the program's own. */
function isOver({ since, before }: RetentionRule, store: Id | null, everything: boolean): string {
  const own = store === null ? '$1::text is null' : 'tenant_id = $1::uuid';
  const lately = everything ? '' : ` and ${quoted(since)} >= date '${before}' - ${BACK_DAYS}`;
  return `${own} and ${quoted(since)} < date '${before}'${lately}`;
}

async function endBy(
  query: Query,
  rule: RetentionRule,
  store: Id | null,
  shape: Shape,
  neutral: Neutral,
  everything: boolean,
): Promise<number> {
  const { table, columns, what } = rule;
  const rows = await query(
    `select to_jsonb(t) as row from ${quoted(table)} t where ${isOver(rule, store, everything)}`,
    [store],
  );
  let changed = 0;
  for (const { row } of rows as { row: Record<string, unknown> }[]) {
    if (what === 'rows') {
      await removeRow(query, table, row, shape, store !== null);
      changed += 1;
      continue;
    }
    const next = { ...row };
    const kinds = allTables()[table]!.columns;
    for (const column of columns) {
      if (row[column] === null) continue;
      const rule = erasureOf(table, column, kinds[column] as DataCategory) === 'former' ? 'former' : 'blank';
      next[column] = emptied(table, column, row[column], rule, neutral);
    }
    const news = columns.filter((column) => JSON.stringify(next[column]) !== JSON.stringify(row[column]));
    if (news.length === 0) continue;
    await writeRow(query, table, next, news, shape, store !== null);
    changed += 1;
  }
  return changed;
}
