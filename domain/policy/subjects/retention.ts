import { addDays, type Day } from '#domain/kernel/days.ts';
import type { DataCategory, PersonalTable } from '#domain/kernel/personal.ts';
import { plusMonths } from '#domain/money/terms.ts';
import type { ParameterValues } from '../parameters.ts';
import { erasureOf, sinceOf } from './erasure.ts';

/** Columns of one table whose time is over for every row from before a day. */
export interface RetentionRule {
  readonly table: string;
  readonly columns: readonly string[];
  /** column from which the time counts */
  readonly since: string;
  /** rows of this day and later are kept */
  readonly before: Day;
  /** `rows`: the row goes; `columns`: they are emptied, and what stands on the row stays whole */
  readonly what: 'rows' | 'columns';
}

type Times = Pick<ParameterValues, 'invoice.keepYears' | 'log.accessDays'>;

/** Where a relationship ends; a year later its contact details go. */
const ENDS: Readonly<Record<string, string>> = { login: 'closed_at', customer_contact: 'ended_at' };
/** Time counts from another moment than that of the row. */
const SINCE: Readonly<Record<string, string>> = {
  ...ENDS,
  session: 'expires_at',
  one_time_token: 'expires_at',
};
/**
 * The log that is chained entry by entry would no longer prove anything with one of them changed; visits are forgotten by
 * their own daily work.
 */
const OTHERWISE: readonly string[] = ['audit_entry', 'access_log'];

/**
 * What is over today: for each table the columns and the day before which they are emptied, or the rows that go, by the
 * register's times of keeping.
 *
 * @see P-rights (retention job), section 4 of the record of processing
 */
export function dueRules(
  tables: Readonly<Record<string, PersonalTable>>,
  values: Times,
  today: Day,
): RetentionRule[] {
  return Object.entries(tables).flatMap(([table, of]) => {
    const since = SINCE[table] ?? sinceOf(of);
    if (since === null || OTHERWISE.includes(table)) return [];
    const kinds = Object.entries(of.columns).filter(([, kind]) => kind !== 'not-personal') as [
      string,
      DataCategory,
    ][];
    const written = kinds.some(([, kind]) => kind === 'correspondence');
    const due = kinds.flatMap(([column, kind]) => {
      const rule = erasureOf(table, column, kind);
      if (rule === 'number' || column === since) return [];
      const before = beforeOf(table, kind, rule, written, values, today);
      return before ? [{ column, before, row: rule === 'row' }] : [];
    });
    return [...Map.groupBy(due, ({ before, row }) => `${before} ${row}`).values()].map((same) => ({
      table,
      columns: same.map(({ column }) => column),
      since,
      before: same[0]!.before,
      what: same[0]!.row ? ('rows' as const) : ('columns' as const),
    }));
  });
}

/** @returns null for what stays as long as the business relationship does */
function beforeOf(
  table: string,
  kind: DataCategory,
  rule: ReturnType<typeof erasureOf>,
  written: boolean,
  values: Times,
  today: Day,
): Day | null {
  const startOfYear = (years: number): Day => `${Number(today.slice(0, 4)) - years}-01-01` as Day;
  if (rule === 'tax') return startOfYear(values['invoice.keepYears']);
  if (rule === 'claims') return startOfYear(3);
  if (rule === 'payment' || rule === 'proof' || rule === 'log') return plusMonths(today, -36);
  if (table in ENDS) return plusMonths(today, -12);
  if (kind === 'usage-log' || kind === 'credentials')
    return table in SINCE ? addDays(today, -values['log.accessDays']) : null;
  // An address in a letter goes with the letter.
  return kind === 'correspondence' || (written && kind !== 'audit-log') ? plusMonths(today, -24) : null;
}
