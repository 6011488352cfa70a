import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { vault } from '#platform/secrets/vault.ts';
import { loadCase, takeCaseStep } from '../cases.ts';
import type { PrivacyTables } from '../store.ts';
import { identify } from './identify.ts';

/** Where name and telephone of a person stand, and by what they are found there. */
const PLACES = [
  { table: 'login', by: 'logins', ofTenant: false },
  { table: 'customer_contact', by: 'contacts', ofTenant: true },
  { table: 'customer', by: 'customers', ofTenant: true },
] as const;

/**
 * Corrects name and telephone of whoever asked, wherever they stand for ourselves. What stood there is kept sealed with the
 * request, out of everybody's sight, and goes with it; then the person hears of it.
 *
 * @see P-rights (rectification)
 */
export async function correctData(
  tx: Tx,
  context: AppContext,
  caller: Caller,
  caseId: Id,
  given: { readonly name: string; readonly phone: string },
): Promise<Result<null, Refusal>> {
  const found = await loadCase(tx, caller, caseId);
  if (!found) return refuse({ code: 'privacy_case_unknown', status: 404 });
  if (found.row.asks !== 'rectification' || !found.standing.may.includes('asked-for'))
    return refuse({
      code: 'privacy_step_not_now',
      status: 409,
      state: found.standing.state,
      because: 'state',
    });
  const { row } = found;
  const identity = await identify(context, tx.tenantId, { mail: row.person_email, loginId: row.login_id });
  const before: Record<string, unknown[]> = {};
  for (const { table, by, ofTenant } of PLACES) {
    const ids = identity[by];
    if (ids.length === 0) continue;
    const own = ofTenant ? sql`tenant_id = ${tx.tenantId} and` : sql``;
    const old = await sql<Record<string, unknown>>`
      select id, name, phone from ${sql.table(table)} where ${own} id in (${sql.join(ids)})`.execute(
      tx.tables(),
    );
    before[table] = old.rows;
    await sql`update ${sql.table(table)} set name = ${given.name}, phone = ${given.phone}
      where ${own} id in (${sql.join(ids)})`.execute(tx.tables());
  }
  const id = idAt(caller.now);
  const place = { tenantId: tx.tenantId, table: 'privacy_correction', column: 'before_sealed', row: id };
  await tx
    .tables<PrivacyTables>()
    .insertInto('privacy_correction')
    .values({
      ...{
        tenant_id: tx.tenantId,
        id,
        case_id: caseId,
        fields: sql`${JSON.stringify(['name', 'phone'])}::jsonb`,
      },
      before_sealed: vault().seal(JSON.stringify(before), place),
      at: caller.now,
    })
    .execute();
  return takeCaseStep(tx, caller, caseId, { kind: 'asked-for', note: '' });
}
