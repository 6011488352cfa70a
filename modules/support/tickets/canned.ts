import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { HOLES, unknownHoles } from './rules.ts';
import type { TicketTables } from './store.ts';

/** An answer that is written once, in both languages. */
export interface CannedAnswer {
  readonly id: Id;
  readonly name: string;
  readonly en: string;
  readonly de: string;
}

export async function listCanned(tx: Tx): Promise<CannedAnswer[]> {
  const rows = await tx
    .tables<TicketTables>()
    .selectFrom('canned_answer')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('name')
    .execute();
  return rows.map(({ id, name, text_en: en, text_de: de }) => ({ id, name, en, de }));
}

/**
 * Writes an answer down, or changes the one of that id. A hole that no ticket fills is refused with its name: it would
 * go out as it stands.
 */
export async function saveCanned(
  tx: Tx,
  caller: Caller,
  canned: Omit<CannedAnswer, 'id'>,
  id?: Id,
): Promise<Result<null, Refusal>> {
  for (const field of ['en', 'de'] as const) {
    const [hole] = unknownHoles(canned[field]);
    if (hole !== undefined)
      return refuse({ code: 'canned_hole_unknown', status: 422, field, hole, holes: HOLES.join(', ') });
  }
  const tables = tx.tables<TicketTables>();
  if (id !== undefined && !(await listCanned(tx)).some((one) => one.id === id))
    return refuse({ code: 'canned_unknown' });
  const values = {
    name: canned.name,
    text_en: canned.en,
    text_de: canned.de,
    changed_name: caller.name,
    changed_at: caller.now,
  };
  const taken = await tables
    .selectFrom('canned_answer')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('name', '=', canned.name)
    .executeTakeFirst();
  if (taken && taken.id !== id)
    return refuse({ code: 'canned_name_taken', status: 422, field: 'name', value: canned.name });
  if (id === undefined) {
    await tables
      .insertInto('canned_answer')
      .values({ tenant_id: tx.tenantId, id: idAt(caller.now), ...values })
      .execute();
    return ok(null);
  }
  await tables
    .updateTable('canned_answer')
    .set(values)
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', id)
    .execute();
  return ok(null);
}

export async function removeCanned(tx: Tx, id: Id): Promise<Result<null, { code: 'canned_unknown' }>> {
  const gone = await tx
    .tables<TicketTables>()
    .deleteFrom('canned_answer')
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return gone ? ok(null) : refuse({ code: 'canned_unknown' });
}
