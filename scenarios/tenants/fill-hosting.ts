import type { TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { noteDeletion, orderInstance } from '#modules/hosting/api.ts';
import type { HostingTables } from '#modules/hosting/store.ts';

/** An instance that waits for its payment, and what can come of one, to its record of deletion: rows as an operator has them. */
export async function fillHosting(t: TestApp, customerId: Id, mark: string): Promise<void> {
  const caller = await t.caller('owner');
  await t.inTenant(async (tx) => {
    const { instanceId } = must(
      await orderInstance(tx, caller, {
        ...{ kind: 'workspace', slug: 'zirbe', title: mark, customerId, subscriptionId: null },
        owner: { email: 'boss@zirbelkiefer.example', name: mark, locale: 'en' },
        ...{ zone: 'Europe/Berlin', currency: 'EUR', locale: 'en', version: '', quota: {}, makeNow: false },
      }),
    );
    await noteDeletion(tx, caller, instanceId, { what: 'customer', key: { name: mark } });
    const tables = tx.tables<HostingTables>();
    const tenant = { tenant_id: tx.tenantId };
    const of = { ...tenant, instance_id: instanceId };
    const hash = 'a'.repeat(64);
    await tables
      .insertInto('hosting_operation')
      .values({
        ...{ ...of, id: instanceId, verb: 'backup', input: '{}' },
        ...{ state: 'failed', attempts: 1, answer: null, refusal: null, fault: mark },
        ...{ asked_by: 'x', asked_name: mark, asked_at: caller.now, ended_at: caller.now },
      })
      .execute();
    await tables
      .insertInto('hosting_step')
      .values({ ...tenant, operation_id: instanceId, name: 'tenant', facts: '{}', done_at: caller.now })
      .execute();
    await tables
      .insertInto('hosted_thing')
      .values({
        ...{ ...of, server: '', kind: 'backup-file', name: mark },
        ...{ operation_id: instanceId, claimed_at: caller.now },
      })
      .execute();
    await tables
      .insertInto('hosting_server')
      .values({
        ...{ ...tenant, id: instanceId, name: 'zirbe', address: 'https://zirbe.example:8443' },
        ...{ places: 1, state: 'taking', facts: '{}', made_at: caller.now },
      })
      .execute();
    await tables
      .insertInto('hosted_backup')
      .values({
        ...{ ...of, id: instanceId, operation_id: instanceId, as_of: caller.now, reason: 'asked' },
        ...{ archive: '{}', sealed_bytes: 1n, sealed_sha256: hash, proof: '{}', proven_at: caller.now },
        ...{ places: '[]', removed_at: null },
      })
      .execute();
    await tables
      .insertInto('hosted_copy')
      .values({
        ...{ ...of, id: instanceId, backup_id: instanceId, slug: 'zirbe-copy', url: '', facts: '{}' },
        ...{ made_at: caller.now, until: caller.now, dropped_at: null },
      })
      .execute();
    await tables
      .insertInto('deletion_record')
      .values({ ...of, deleted_at: caller.now, method: mark, counts: '{}', last_backup_sha256: null })
      .execute();
  });
}
