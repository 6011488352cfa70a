import type { TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { noteDeletion, orderInstance } from '#modules/hosting/api.ts';
import type { HostingTables } from '#modules/hosting/store.ts';

/** An instance that waits for its payment, an operation, and something deleted in it: rows as an operator has them. */
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
    await tx
      .tables<HostingTables>()
      .insertInto('hosting_operation')
      .values({
        ...{ tenant_id: tx.tenantId, id: instanceId, instance_id: instanceId, verb: 'backup', input: '{}' },
        ...{ state: 'failed', attempts: 1, answer: null, refusal: null, fault: mark },
        ...{ asked_by: 'x', asked_name: mark, asked_at: caller.now, ended_at: caller.now },
      })
      .execute();
  });
}
