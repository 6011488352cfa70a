import { sql } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { DataCategory } from '#domain/kernel/personal.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { valuesInForce } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { queueLetter } from './letters.ts';
import { decideBreachStep, standingOfBreach, type BreachStanding, type BreachStep } from './rules.ts';
import type { PrivacyTables } from './store.ts';

type BreachRow = Omit<PrivacyTables['breach'], 'categories' | 'of_tenants'> & {
  readonly categories: readonly DataCategory[];
  readonly of_tenants: readonly Id[];
};

export type NewBreach = Pick<
  BreachRow,
  'aware_at' | 'what' | 'categories' | 'people' | 'records' | 'effects' | 'measures' | 'of_tenants'
>;

export interface Breach {
  readonly row: BreachRow;
  readonly steps: readonly PrivacyTables['breach_step'][];
  readonly standing: BreachStanding;
}

/** Writes a breach down, also one that nobody will be told of. @see P-breach */
export async function enterBreach(tx: Tx, caller: Caller, input: NewBreach): Promise<Result<Id, Refusal>> {
  if (input.aware_at > caller.now)
    return refuse({ code: 'breach_time_wrong', status: 422, field: 'time', value: input.aware_at });
  const id = idAt(caller.now);
  await tx
    .tables<PrivacyTables>()
    .insertInto('breach')
    .values({
      ...input,
      categories: JSON.stringify(input.categories),
      of_tenants: JSON.stringify(input.of_tenants),
      tenant_id: tx.tenantId,
      id,
      number: await nextNumber(tx, 'breach'),
      entered_by: caller.actor,
      entered_name: caller.name,
      entered_at: caller.now,
    })
    .execute();
  await publish(tx, caller, 'breach.entered', id);
  return ok(id);
}

/** Writes down a decision or who was told; `businesses-told` writes to the owners of every customer concerned. */
export async function takeBreachStep(
  tx: Tx,
  caller: Caller,
  breachId: Id,
  step: { readonly kind: BreachStep; readonly note: string; readonly happenedAt: Instant },
): Promise<Result<null, Refusal>> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${breachId}, 7465))`.execute(tx.tables());
  const found = (await listBreaches(tx, caller)).find(({ row }) => row.id === breachId);
  if (!found) return refuse({ code: 'breach_unknown', status: 404 });
  const decided = decideBreachStep(found.standing, factsOf(found), step, caller.now);
  if (!decided.ok) return decided;
  const id = idAt(caller.now);
  await tx
    .tables<PrivacyTables>()
    .insertInto('breach_step')
    .values({
      tenant_id: tx.tenantId,
      id,
      breach_id: breachId,
      kind: step.kind,
      happened_at: step.happenedAt,
      note: step.note,
      actor: caller.actor,
      actor_name: caller.name,
      at: caller.now,
    })
    .execute();
  const { row } = found;
  if (step.kind === 'businesses-told')
    for (const toTenant of row.of_tenants)
      await queueLetter(tx, {
        about: 'breach',
        stepId: id,
        toTenant,
        number: row.number,
        awareAt: row.aware_at,
        categories: row.categories,
        text: [row.what, row.effects, row.measures, step.note].filter(Boolean).join('\n\n'),
      });
  await publish(tx, caller, 'breach.stepped', breachId, { kind: step.kind });
  return ok(null);
}

const factsOf = ({ row, steps }: Pick<Breach, 'row' | 'steps'>) => ({
  awareAt: row.aware_at,
  ofTenants: row.of_tenants.length,
  steps: steps.map(({ kind, happened_at: happenedAt }) => ({ kind, happenedAt })),
});

/** Every breach with what was done, newest first. */
export async function listBreaches(tx: Tx, caller: Caller): Promise<Breach[]> {
  const tables = tx.tables<PrivacyTables>();
  const values = await valuesInForce(tx, caller.now);
  const rows = await tables
    .selectFrom('breach')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('number', 'desc')
    .execute();
  const steps = await tables
    .selectFrom('breach_step')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('at')
    .execute();
  return rows.map((one) => {
    const row = one as BreachRow;
    const own = steps.filter((step) => step.breach_id === row.id);
    return { row, steps: own, standing: standingOfBreach(values, factsOf({ row, steps: own }), caller.now) };
  });
}
