import type { TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { noteDeletion, orderInstance } from '#modules/hosting/api.ts';
import type { OfferTables } from '#modules/hosting/ordering/offers.ts';
import type { OrderTables } from '#modules/hosting/ordering/orders.ts';
import type { QuotaTables } from '#modules/hosting/quotas/watch.ts';
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
    const { id: planId } = await tx
      .tables<{ service_plan: { tenant_id: Id; id: Id } }>()
      .selectFrom('service_plan')
      .select('id')
      .where('tenant_id', '=', tx.tenantId)
      .executeTakeFirstOrThrow();
    await tx
      .tables<OfferTables>()
      .insertInto('hosting_offer')
      .values({
        ...{ ...tenant, plan_id: planId, kind: 'workspace', version: '', quota: '{}', at_limit: 'tell' },
        ...{ addons: '[]', works: '[]', public: true, changed_name: mark, changed_at: caller.now },
      })
      .execute();
    await tx
      .tables<OrderTables>()
      .insertInto('hosting_order')
      .values({
        ...{ ...of, id: instanceId, source: 'visitor', state: 'asked', plan_id: planId },
        ...{ wish: JSON.stringify({ title: mark }), person: JSON.stringify({ name: mark }) },
        ...{ policies: '{}', locale: 'en', asked_name: mark, asked_at: caller.now, placed_at: null },
        ...{ customer_id: customerId, contact_id: null, subscription_id: null, invoice_id: null },
        agreement_id: null,
      })
      .execute();
    await tx
      .tables<QuotaTables>()
      .insertInto('quota_notice')
      .values({
        ...{ ...of, id: instanceId, what: 'users', level: 80, used: 8n, most: 10n },
        ...{ at: caller.now, cleared_at: null },
      })
      .execute();
    await tx
      .tables<OrderTables>()
      .insertInto('instance_acceptance')
      .values({ ...of, accepted_by: mark, contact_id: null, act: 'letter', actor_name: mark, at: caller.now })
      .execute();
  });
}
