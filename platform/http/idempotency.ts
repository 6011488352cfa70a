import { createHash } from 'node:crypto';
import type { Id } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/days.ts';
import { refuse, type Refused } from '#domain/kernel/result.ts';
import type { Tx } from '../postgres/tx.ts';
import type { Caller } from './caller.ts';

interface IdempotencyTables {
  idempotency_key: {
    tenant_id: Id;
    key: string;
    route: string;
    request_hash: string;
    status: number | null;
    body: unknown;
    actor: string;
    at: Instant;
  };
}

export interface Repeated {
  readonly status: number;
  readonly body: unknown;
}

/** The same request gives the same text, whatever the order of its members. */
export function requestHash(route: string, actor: string, input: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([route, actor, input], sortedMembers))
    .digest('hex');
}

function sortedMembers(_: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Takes the key for this transaction. A second request with the key waits here for the first to commit or roll back.
 * @returns the first answer when there is one; a refusal when the key belongs to another request; else null: go on
 */
export async function takeKey(
  tx: Tx,
  caller: Caller,
  key: string,
  route: string,
  hash: string,
): Promise<Repeated | Refused<{ code: 'idempotency_key_reused' }> | null> {
  const tables = tx.tables<IdempotencyTables>();
  const taken = await tables
    .insertInto('idempotency_key')
    .values({
      tenant_id: tx.tenantId,
      key,
      route,
      request_hash: hash,
      status: null,
      body: null,
      actor: caller.actor,
      at: caller.now,
    })
    .onConflict((c) => c.doNothing())
    .returning('key')
    .executeTakeFirst();
  if (taken) return null;
  const first = await tables
    .selectFrom('idempotency_key')
    .select(['request_hash', 'status', 'body'])
    .where('tenant_id', '=', tx.tenantId)
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  if (first.request_hash !== hash) return refuse({ code: 'idempotency_key_reused' });
  return { status: first.status ?? 200, body: first.body };
}

/** Keeps the answer with the key, in the transaction of the work itself. */
export async function keepAnswer(tx: Tx, key: string, status: number, body: unknown): Promise<void> {
  await tx
    .tables<IdempotencyTables>()
    .updateTable('idempotency_key')
    .set({ status, body: body === undefined ? null : JSON.stringify(body) })
    .where('tenant_id', '=', tx.tenantId)
    .where('key', '=', key)
    .execute();
}
