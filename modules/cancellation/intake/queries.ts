import { sql } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { CaseEventKind } from '#domain/policy/cancellation/machine/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { CancellationTables } from '../store.ts';

/** Whether a message of this arrival has led to such an event of the case before: a job that runs twice does nothing more. */
export async function wasHeard(
  tx: Tx,
  caseId: Id,
  kinds: readonly CaseEventKind[],
  at: Instant,
): Promise<boolean> {
  const row = await tx
    .tables<CancellationTables>()
    .selectFrom('case_event')
    .select('seq')
    .where('tenant_id', '=', tx.tenantId)
    .where('case_id', '=', caseId)
    .where(sql<boolean>`event ->> 'at' = ${at}`)
    .where(sql<boolean>`event ->> 'kind' = any(${[...kinds]})`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether this very mail has opened a case. */
export async function hasOpened(tx: Tx, mailId: Id): Promise<boolean> {
  const row = await tx
    .tables<CancellationTables>()
    .selectFrom('cancellation_case')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('mail_id', '=', mailId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether a request of this address waits to be confirmed, or to be read by a person. */
export async function waitsFrom(tx: Tx, sender: string): Promise<boolean> {
  const row = await tx
    .tables<CancellationTables>()
    .selectFrom('cancellation_case')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('sender', '=', sender.trim().toLowerCase())
    .where('name', 'in', ['received', 'unverified'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
