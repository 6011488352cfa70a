import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { listPeopleAs } from '#modules/accounts/api.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import type { Caller, Role } from '#platform/http/caller.ts';
import { holds } from '#platform/http/contract.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { may } from '../contract.ts';
import { decideDesks, DESKS, desksOf, type Desk } from './rules.ts';
import type { TicketTables } from './store.ts';

/** Roles that answer tickets at all. */
const ANSWERING = (['owner', 'office', 'operator'] as const).filter((role) => holds(role, may.tickets));

/** Somebody who may answer tickets, with the kinds they see. */
export interface Answerer {
  readonly loginId: Id;
  readonly email: string;
  readonly locale: string;
  readonly role: Role;
  readonly desks: readonly Desk[];
}

/** The kinds of tickets that whoever asks may see. */
export async function desksOfCaller(tx: Tx, caller: Caller): Promise<readonly Desk[]> {
  const given = caller.loginId === null ? null : ((await givenDesks(tx)).get(caller.loginId) ?? null);
  return desksOf(caller.role, given);
}

/** Everybody who may answer tickets here. */
export async function listAnswerers(tx: Tx): Promise<Answerer[]> {
  const given = await givenDesks(tx);
  const found: Answerer[] = [];
  for (const role of ANSWERING)
    for (const person of await listPeopleAs(tx, role))
      found.push({ ...person, role, desks: desksOf(role, given.get(person.loginId) ?? null) });
  return found;
}

/**
 * Says which kinds of tickets somebody sees. Nobody hands on, or takes away, what they do not hold themselves.
 * @returns refused for who answers no tickets here, and for a desk that is not one's own
 */
export async function giveDesks(
  tx: Tx,
  caller: Caller,
  loginId: Id,
  wanted: readonly Desk[],
): Promise<Result<null, Refusal>> {
  const person = (await listAnswerers(tx)).find((one) => one.loginId === loginId);
  if (!person) return refuse({ code: 'ticket_person_unknown' });
  const decided = decideDesks(await desksOfCaller(tx, caller), person.desks, wanted);
  if (!decided.ok) return decided;
  const values = {
    desks: sql<string>`${JSON.stringify(decided.value)}::jsonb`,
    changed_name: caller.name,
    changed_at: caller.now,
  };
  await tx
    .tables<TicketTables>()
    .insertInto('ticket_desk')
    .values({ tenant_id: tx.tenantId, login_id: loginId, ...values })
    .onConflict((c) => c.columns(['tenant_id', 'login_id']).doUpdateSet(values))
    .execute();
  await appendAudit(tx, {
    actor: caller,
    action: 'support.desks-given',
    subject: `login:${loginId}`,
    facts: { desks: decided.value },
  });
  return ok(null);
}

async function givenDesks(tx: Tx): Promise<ReadonlyMap<Id, readonly Desk[]>> {
  const rows = await tx
    .tables<TicketTables>()
    .selectFrom('ticket_desk')
    .select(['login_id', 'desks'])
    .where('tenant_id', '=', tx.tenantId)
    .execute();
  return new Map(
    rows.map((row) => [row.login_id, DESKS.filter((desk) => (row.desks as readonly Desk[]).includes(desk))]),
  );
}
