import { sql } from 'kysely';
import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { valuesInForce } from '#modules/policy/api.ts';
import { listHolidays } from '#modules/support/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueJob } from '#platform/jobs/job.ts';
import { publish } from '#platform/outbox/events.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { queueLetter, tellPerson } from './letters.ts';
import { decideCaseStep, standingOfCase, type CaseStanding, type CaseStep } from './rules.ts';
import type { PrivacyTables } from './store.ts';

type CaseRow = PrivacyTables['privacy_case'];
type StepRow = PrivacyTables['privacy_step'];

export type NewCase = Pick<
  CaseRow,
  'asks' | 'channel' | 'person_name' | 'person_email' | 'language' | 'of_tenant' | 'details' | 'received_on'
> & { readonly login_id?: Id };

/** A case with its steps, and where it stands today. */
export interface Case {
  readonly row: CaseRow;
  readonly steps: readonly StepRow[];
  readonly standing: CaseStanding;
}

/** Enters a request that came by mail, letter or telephone. @returns its id; refused for a day that lies ahead */
export async function enterCase(tx: Tx, caller: Caller, input: NewCase): Promise<Result<Id, Refusal>> {
  if (input.received_on > caller.today)
    return refuse({ code: 'privacy_day_ahead', status: 422, field: 'receivedOn', value: input.received_on });
  const id = idAt(caller.now);
  await tx
    .tables<PrivacyTables>()
    .insertInto('privacy_case')
    .values({
      login_id: null,
      ...input,
      tenant_id: tx.tenantId,
      id,
      number: await nextNumber(tx, 'privacy-case'),
      entered_by: caller.actor,
      entered_name: caller.name,
      entered_at: caller.now,
    })
    .execute();
  await publish(tx, caller, 'privacy-case.entered', id, { asks: input.asks });
  return ok(id);
}

/**
 * Writes a step down and tells whom it concerns, in one transaction: the person at the address on file, and the customer
 * whose own data it is about. Who asks about a customer's data hears only that the request was passed on.
 *
 * @see P-rights, clause P-1.2
 */
export async function takeCaseStep(
  tx: Tx,
  caller: Caller,
  caseId: Id,
  step: { readonly kind: CaseStep; readonly note: string },
): Promise<Result<null, Refusal>> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${caseId}, 7465))`.execute(tx.tables());
  const found = await loadCase(tx, caller, caseId);
  if (!found) return refuse({ code: 'privacy_case_unknown', status: 404 });
  const decided = decideCaseStep(found.standing, step);
  if (!decided.ok) return decided;
  const { row } = found;
  const id = await addStep(tx, caller, caseId, step);
  if (TOLD.includes(step.kind)) await tellPerson(tx, caller, row, { id, ...step });
  // What was asked for is done behind it, and the answer follows from what was done.
  if (step.kind === 'asked-for')
    await queueJob(tx, { name: CARRY_OUT, attempts: 20 }, { caseId }, { key: `${CARRY_OUT}:${caseId}` });
  if (step.kind === 'passed-on')
    await queueLetter(tx, {
      about: 'request',
      stepId: id,
      toTenant: row.of_tenant!,
      number: row.number,
      asks: row.asks,
      person: `${row.person_name} <${row.person_email}>`,
      receivedOn: row.received_on,
      text: row.details,
    });
  await publish(tx, caller, 'privacy-case.stepped', caseId, { kind: step.kind });
  return ok(null);
}

/** Steps of which the person hears as they are taken. */
const TOLD: readonly CaseStep[] = ['identity-asked', 'extended', 'passed-on', 'refused'];

/** Name of the job that does what was asked for. */
export const CARRY_OUT = 'privacy.carry-out';

/** Writes a step down. @returns its id; that of the first when it was taken before */
export async function addStep(
  tx: Tx,
  caller: Caller,
  caseId: Id,
  { kind, note }: { readonly kind: CaseStep; readonly note: string },
): Promise<Id> {
  const id = idAt(caller.now);
  await tx
    .tables<PrivacyTables>()
    .insertInto('privacy_step')
    .values({
      ...{ tenant_id: tx.tenantId, id, case_id: caseId, kind, on_day: caller.today, note },
      ...{ actor: caller.actor, actor_name: caller.name, at: caller.now },
    })
    .execute();
  return id;
}

/** One case; undefined when there is none. */
export async function loadCase(tx: Tx, caller: Caller, caseId: Id): Promise<Case | undefined> {
  return (await listCases(tx, caller)).find(({ row }) => row.id === caseId);
}

/** Every case with its steps, newest first. */
export async function listCases(tx: Tx, caller: Caller): Promise<Case[]> {
  const tables = tx.tables<PrivacyTables>();
  const [values, holidays, rows, steps] = [
    await valuesInForce(tx, caller.now),
    new Set((await listHolidays(tx)).map(({ day }) => day)),
    await tables
      .selectFrom('privacy_case')
      .selectAll()
      .select(sql<Day>`received_on::text`.as('received_on'))
      .where('tenant_id', '=', tx.tenantId)
      .orderBy('number', 'desc')
      .limit(500)
      .execute(),
    await tables
      .selectFrom('privacy_step')
      .selectAll()
      .select(sql<Day>`on_day::text`.as('on_day'))
      .where('tenant_id', '=', tx.tenantId)
      .orderBy('at')
      .execute(),
  ];
  return rows.map((row) => {
    const own = steps.filter((step) => step.case_id === row.id);
    const facts = {
      receivedOn: row.received_on,
      aboutCustomer: row.of_tenant !== null,
      steps: own.map(({ kind, on_day: onDay }) => ({ kind, onDay })),
    };
    return { row, steps: own, standing: standingOfCase(values, facts, caller.today, holidays) };
  });
}
