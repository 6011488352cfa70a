import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Minor } from '#domain/kernel/units.ts';
import type { Effect } from '#domain/policy/cancellation/machine/effects.ts';
import type { CaseState, CaseStateName } from '#domain/policy/cancellation/machine/state.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { fromJson } from './event-json.ts';

/** A transaction in the operator's tenant, who does it, and where links of mails lead. */
export interface Desk {
  readonly tx: Tx;
  readonly caller: Caller;
  readonly publicUrl: string;
}

export type Channel = 'mail' | 'button' | 'staff';
export type DutyState = 'waiting' | 'done' | 'dropped' | 'refused';
export type PayoutState = 'due' | 'initiated' | 'paid' | 'failed' | 'stopped';

export interface CancellationTables {
  cancellation_case: {
    tenant_id: Id;
    id: Id;
    number: number;
    customer_id: Id | null;
    subscription_id: Id | null;
    channel: Channel;
    message_id: string;
    mail_id: Id | null;
    sender: string;
    sender_locale: string;
    judged: string;
    said: string;
    received_at: Instant;
    received_on: Day;
    policy_version: number | null;
    name: CaseStateName;
    state: unknown;
    currency: string;
    last_on: Day | null;
    ends_at: Instant | null;
    eligible: boolean | null;
    events: number;
    opened_at: Instant;
  };
  case_event: {
    tenant_id: Id;
    case_id: Id;
    seq: number;
    event: unknown;
    clock: Instant;
    actor: string;
    actor_name: string;
    reason: string;
    became: CaseStateName;
    effects: unknown;
    policy_version: number | null;
    at: Instant;
  };
  case_timer: { tenant_id: Id; case_id: Id; name: string; due_at: Instant };
  case_duty: {
    tenant_id: Id;
    case_id: Id;
    seq: number;
    no: number;
    once: string;
    effect: unknown;
    state: DutyState;
    why: string;
    outcome: unknown;
    tried_at: Instant | null;
    done_at: Instant | null;
  };
  refund_payout: {
    tenant_id: Id;
    id: Id;
    case_id: Id;
    idempotency_key: string;
    item_id: Id;
    payment_id: Id | null;
    method: 'bank' | 'cash' | 'card';
    amount_minor: Minor;
    state: PayoutState;
    refund_id: Id | null;
    reference: string;
    due_at: Instant;
    changed_at: Instant;
  };
  case_waiver: {
    tenant_id: Id;
    case_id: Id;
    reason: string;
    asked_by: string;
    asked_name: string;
    asked_at: Instant;
    decided_by: string | null;
    decided_name: string | null;
    decided_at: Instant | null;
  };
}

/** A case with its state as the machine knows it. */
export type CaseRow = Omit<CancellationTables['cancellation_case'], 'state'> & { readonly state: CaseState };
export type DutyRow = Omit<CancellationTables['case_duty'], 'effect'> & { readonly effect: Effect };
export type PayoutRow = CancellationTables['refund_payout'];

/** States in which a subscription has a case, of which there is one at most. */
export const OPEN_STATES: readonly CaseStateName[] = [
  'received',
  'unverified',
  'clarifying',
  'scheduled',
  'held',
  'ended',
];

type Unknown = { code: 'cancellation_unknown' };

const read = (row: CancellationTables['cancellation_case']): CaseRow => ({
  ...row,
  state: fromJson<CaseState>(row.state),
});

const cases = (tx: Tx) =>
  tx
    .tables<CancellationTables>()
    .selectFrom('cancellation_case')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId);

export async function loadCase(tx: Tx, caseId: Id): Promise<Result<CaseRow, Unknown>> {
  const row = await cases(tx).where('id', '=', caseId).executeTakeFirst();
  return row ? ok(read(row)) : refuse({ code: 'cancellation_unknown' });
}

/** A case, locked until the transaction ends: what happens to it happens one after the other. */
export async function lockCase(tx: Tx, caseId: Id): Promise<Result<CaseRow, Unknown>> {
  const row = await cases(tx).where('id', '=', caseId).forUpdate().executeTakeFirst();
  return row ? ok(read(row)) : refuse({ code: 'cancellation_unknown' });
}

/** Requests for one subscription come one after the other. */
export async function lockRequests(tx: Tx, subscriptionId: Id): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${subscriptionId}, 7464))`.execute(tx.tables());
}

export interface CaseFilter {
  readonly customerIds?: readonly Id[];
  readonly subscriptionId?: Id;
  readonly names?: readonly CaseStateName[];
  readonly messageId?: string;
}

/** Cases, the newest first. */
export async function findCases(tx: Tx, filter: CaseFilter = {}): Promise<CaseRow[]> {
  const { customerIds, subscriptionId, names, messageId } = filter;
  if (customerIds?.length === 0) return [];
  let query = cases(tx).orderBy('number', 'desc').limit(500);
  if (customerIds) query = query.where('customer_id', 'in', [...customerIds]);
  if (subscriptionId) query = query.where('subscription_id', '=', subscriptionId);
  if (names) query = query.where('name', 'in', [...names]);
  if (messageId) query = query.where('message_id', '=', messageId);
  return (await query.execute()).map(read);
}

export async function dutiesOf(tx: Tx, caseId: Id): Promise<DutyRow[]> {
  const rows = await tx
    .tables<CancellationTables>()
    .selectFrom('case_duty')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('case_id', '=', caseId)
    .orderBy('seq')
    .orderBy('no')
    .execute();
  return rows.map((row) => ({ ...row, effect: fromJson<Effect>(row.effect) }));
}

export async function payoutsOf(tx: Tx, caseId: Id): Promise<PayoutRow[]> {
  return tx
    .tables<CancellationTables>()
    .selectFrom('refund_payout')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('case_id', '=', caseId)
    .orderBy('due_at')
    .orderBy('id')
    .execute();
}

export async function changePayout(
  tx: Tx,
  id: Id,
  set: Partial<Pick<PayoutRow, 'state' | 'refund_id' | 'reference'>> & { changed_at: Instant },
): Promise<void> {
  await tx
    .tables<CancellationTables>()
    .updateTable('refund_payout')
    .set(set)
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', id)
    .execute();
}

/** C-0001, as it stands in subjects of mails. */
export const caseNumber = ({ number }: { readonly number: number }): string =>
  `C-${String(number).padStart(4, '0')}`;
