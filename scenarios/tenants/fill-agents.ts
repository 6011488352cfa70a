import type { TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { keyPlace, loginPlace, type OdooTables } from '#modules/hosting/odoo/store.ts';
import { vault } from '#platform/secrets/vault.ts';

/** An agent whose token was not used yet, and a first log-in that nobody has taken. */
export async function fillAgents(t: TestApp, mark: string): Promise<void> {
  const { now } = await t.caller('owner');
  await t.inTenant(async (tx) => {
    const tables = tx.tables<OdooTables>();
    const { id } = await tables
      .selectFrom('hosted_instance')
      .select('id')
      .where('tenant_id', '=', tx.tenantId)
      .orderBy('number')
      .limit(1)
      .executeTakeFirstOrThrow();
    await tables
      .insertInto('hosting_agent')
      .values({
        ...{
          tenant_id: tx.tenantId,
          id: id as Id,
          token_digest: 'a'.repeat(64),
          expires_at: now,
          used_at: null,
        },
        ...{ signing_key_sealed: vault().seal(mark, keyPlace(tx.tenantId, id)), own_machine: true },
        ...{ server_id: null, authority: null, domain: null, made_at: now },
      })
      .execute();
    await tables
      .insertInto('hosted_first_login')
      .values({
        ...{ tenant_id: tx.tenantId, instance_id: id, made_at: now },
        login_sealed: vault().seal(mark, loginPlace(tx.tenantId, id)),
      })
      .execute();
  });
}
