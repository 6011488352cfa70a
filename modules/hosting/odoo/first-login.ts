import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { vault } from '#platform/secrets/vault.ts';
import type { InstanceFacts } from '../driver.ts';
import { loginPlace, type OdooTables } from './store.ts';

export interface FirstLogin {
  readonly login: string;
  readonly password: string;
}

/** Keeps the first log-in, sealed, until it is taken; a newer one takes the place of an older. */
export async function keepFirstLogin(
  { db, clock }: Pick<AppContext, 'db' | 'clock'>,
  { id, operatorTenantId: tenantId }: Pick<InstanceFacts, 'id' | 'operatorTenantId'>,
  login: FirstLogin,
): Promise<void> {
  const sealed = vault().seal(JSON.stringify(login), loginPlace(tenantId, id));
  await db.inTenant(tenantId, (tx) =>
    tx
      .tables<OdooTables>()
      .insertInto('hosted_first_login')
      .values({ tenant_id: tenantId, instance_id: id, login_sealed: sealed, made_at: clock.now() })
      .onConflict((c) => c.columns(['tenant_id', 'instance_id']).doUpdateSet({ login_sealed: sealed }))
      .execute(),
  );
}

/** Hands the first log-in out, once: from then on nobody here can read it. */
export async function takeFirstLogin(
  tx: Tx,
  instanceId: Id,
): Promise<Result<FirstLogin, { code: 'first_login_taken' }>> {
  const row = await tx
    .tables<OdooTables>()
    .deleteFrom('hosted_first_login')
    .where('tenant_id', '=', tx.tenantId)
    .where('instance_id', '=', instanceId)
    .returning('login_sealed')
    .executeTakeFirst();
  if (!row) return refuse({ code: 'first_login_taken' });
  return ok(JSON.parse(vault().open(row.login_sealed, loginPlace(tx.tenantId, instanceId))) as FirstLogin);
}
