import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { CHART } from '../ledger.ts';
import { invoiceNumber } from '../store.ts';

export interface Due {
  readonly invoiceId: Id;
  readonly number: string;
  readonly dueOn: Day;
  /** by the value dates up to the day that was asked for */
  readonly openMinor: Minor;
}

/** Which invoices a case waits for. */
export interface DuesAsked {
  readonly customerId: Id;
  readonly subscriptionId: Id;
  readonly currency: string;
  /** invoices up to this day count, due or not: the day of the confirmation */
  readonly confirmedOn: Day;
}

interface Movement {
  readonly id: Id;
  readonly year: number;
  readonly number: number;
  readonly due_on: Day;
  readonly issued_on: Day;
  readonly own: boolean;
  readonly booked_on: Day;
  readonly amount: bigint;
}

/** What was booked on the invoices of a customer, per day; those that are disputed are left out. */
async function movements(tx: Tx, asked: DuesAsked): Promise<Movement[]> {
  const { rows } = await sql<Movement>`
    select i.id, i.year, i.number, i.due_on, i.issued_on, e.booked_on, sum(l.amount_minor)::bigint as amount,
      exists (select from prepaid_line p where p.tenant_id = ${tx.tenantId} and p.invoice_id = i.id
        and p.subscription_id = ${asked.subscriptionId}) as own
    from invoice i
    join journal_line l on l.tenant_id = i.tenant_id and l.item_id = i.id and l.account = ${CHART.roles.receivables}
    join journal_entry e on e.tenant_id = l.tenant_id and e.id = l.entry_id
    where i.tenant_id = ${tx.tenantId} and l.tenant_id = ${tx.tenantId} and e.tenant_id = ${tx.tenantId}
      and i.customer_id = ${asked.customerId} and i.currency = ${asked.currency}
      and coalesce((select d.step from dispute_step d where d.tenant_id = ${tx.tenantId} and d.invoice_id = i.id
        order by d.at desc, d.id desc limit 1), 'settled') <> 'opened'
    group by i.id, i.year, i.number, i.due_on, i.issued_on, e.booked_on
    order by i.due_on, i.year, i.number, e.booked_on`.execute(tx.tables());
  return rows;
}

function duesOn(all: readonly Movement[], asked: DuesAsked, on: Day): Due[] {
  return [...Map.groupBy(all, ({ id }) => id).values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const counts = first.own || first.issued_on <= asked.confirmedOn || first.due_on < on;
    const open = own.filter(({ booked_on: day }) => day <= on).reduce((sum, { amount }) => sum + amount, 0n);
    return counts && open > 0n
      ? [{ invoiceId: first.id, number: invoiceNumber(first), dueOn: first.due_on, openMinor: minor(open) }]
      : [];
  });
}

/**
 * What a customer must settle before a subscription can be ended, as it stood at the end of a day: invoices up to the
 * confirmation, those of the subscription itself, and whatever else is overdue by then. A charge-back reopens its invoice;
 * what was written off or is disputed does not count.
 * @see clause C-4
 */
export async function accountDues(tx: Tx, asked: DuesAsked, on: Day): Promise<Due[]> {
  return duesOn(await movements(tx, asked), asked, on);
}

/**
 * What is owed now of what was owed at the end of `heldOn`, and since when nothing of it is.
 * @returns `settledOn` the value date by which all was paid, written off or disputed; null while something is open. `lastOn`
 * the value date of the last thing that made it less, null for none
 */
export async function duesSince(
  tx: Tx,
  asked: DuesAsked,
  heldOn: Day,
  today: Day,
): Promise<{ owedMinor: Minor; settledOn: Day | null; lastOn: Day | null }> {
  const all = await movements(tx, asked);
  const sum = (on: Day): bigint =>
    duesOn(all, asked, on).reduce((total, { openMinor }) => total + openMinor, 0n);
  const days = [...new Set(all.filter(({ amount }) => amount < 0n).map(({ booked_on: day }) => day))]
    .filter((day) => day > heldOn && day <= today)
    .sort();
  const owedMinor = minor(sum(today));
  // A dispute has no value date: it counts from the day on which it is seen.
  // What is booked later with a value date before the hold had been paid in time.
  const settledOn = owedMinor > 0n ? null : ([heldOn, ...days].find((day) => sum(day) === 0n) ?? today);
  return { owedMinor, settledOn, lastOn: days.at(-1) ?? null };
}
