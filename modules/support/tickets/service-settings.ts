import type { Id } from '#domain/kernel/ids.ts';
import { plansOf } from '#modules/billing/api.ts';
import { isOperator, valuesInForce } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { listHolidays } from '../calendar.ts';
import {
  levelFor,
  ticketTimes,
  type LevelRow,
  type ServiceCalendar,
  type TicketTimes,
} from './service-time.ts';
import type { StepRow, TicketRow, TicketTables } from './store.ts';

/** Nine to five, where nobody wrote down other hours. */
const SHIPPED_HOURS = { opens: 9 * 60, closes: 17 * 60 } as const;

/** The hours in which people work here. */
export async function loadHours(tx: Tx): Promise<{ opens: number; closes: number }> {
  const row = await tx
    .tables<TicketTables>()
    .selectFrom('service_hours')
    .select(['opens', 'closes'])
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirst();
  return row ?? SHIPPED_HOURS;
}

export async function saveHours(tx: Tx, hours: { opens: number; closes: number }): Promise<void> {
  await tx
    .tables<TicketTables>()
    .insertInto('service_hours')
    .values({ tenant_id: tx.tenantId, ...hours })
    .onConflict((c) => c.column('tenant_id').doUpdateSet(hours))
    .execute();
}

/** Promised times that somebody wrote down. */
export async function listLevels(tx: Tx): Promise<LevelRow[]> {
  const rows = await tx
    .tables<TicketTables>()
    .selectFrom('service_level')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('plan')
    .orderBy('priority')
    .execute();
  return rows.map((row) => ({
    plan: row.plan,
    priority: row.priority,
    firstMinutes: row.first_minutes,
    solutionMinutes: row.solution_minutes,
  }));
}

export async function saveLevel(tx: Tx, level: LevelRow): Promise<void> {
  const times = { first_minutes: level.firstMinutes, solution_minutes: level.solutionMinutes };
  await tx
    .tables<TicketTables>()
    .insertInto('service_level')
    .values({ tenant_id: tx.tenantId, plan: level.plan, priority: level.priority, ...times })
    .onConflict((c) => c.columns(['tenant_id', 'plan', 'priority']).doUpdateSet(times))
    .execute();
}

/** The times of several tickets, by what is promised to their customers' plans now. */
export async function timesOf(
  tx: Tx,
  caller: Caller,
  tickets: readonly Pick<TicketRow, 'id' | 'customer_id' | 'priority'>[],
): Promise<ReadonlyMap<Id, TicketTimes>> {
  if (tickets.length === 0) return new Map();
  const [calendar, levels] = [await calendarOf(tx, caller), await listLevels(tx)];
  const customers = [...new Set(tickets.flatMap((ticket) => ticket.customer_id ?? []))];
  const plans = await plansOf(tx, levels.some(({ plan }) => plan !== '') ? customers : [], caller.today);
  const steps = await stepsOf(
    tx,
    tickets.map(({ id }) => id),
  );
  return new Map(
    tickets.map((ticket) => {
      const own = ticket.customer_id === null ? [] : (plans.get(ticket.customer_id) ?? []);
      const level = levelFor(levels, own, ticket.priority);
      return [ticket.id, ticketTimes(steps.get(ticket.id) ?? [], level, calendar)];
    }),
  );
}

/** Everything that happened to tickets, oldest first. */
export async function stepsOf(tx: Tx, ids: readonly Id[]): Promise<ReadonlyMap<Id, StepRow[]>> {
  const found = new Map<Id, StepRow[]>();
  if (ids.length === 0) return found;
  const rows = await tx
    .tables<TicketTables>()
    .selectFrom('ticket_step')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('ticket_id', 'in', [...ids])
    .orderBy('ticket_id')
    .orderBy('seq')
    .execute();
  for (const row of rows) found.set(row.ticket_id, [...(found.get(row.ticket_id) ?? []), row]);
  return found;
}

async function calendarOf(tx: Tx, caller: Caller): Promise<ServiceCalendar> {
  const holidays = new Set((await listHolidays(tx)).map(({ day }) => day));
  const zone = (await isOperator(tx, caller.tenantId))
    ? (await valuesInForce(tx, caller.now))['operator.zone']
    : caller.zone;
  return { zone, holidays, ...(await loadHours(tx)) };
}
