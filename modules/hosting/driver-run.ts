import type { Id } from '#domain/kernel/ids.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { DriverRun, InstanceFacts, StepFacts, Thing } from './driver.ts';
import { json, type HostingTables } from './store.ts';

/** What a driver is handed for one operation: steps that are done once, and claims that are written before their things. */
export function openRun(
  { db, clock }: Pick<AppContext, 'db' | 'clock'>,
  instance: InstanceFacts,
  operationId: Id,
  signal: AbortSignal,
): DriverRun {
  const tenantId = instance.operatorTenantId;
  const server = instance.server?.id ?? '';
  const now = () => clock.now();
  return {
    instance,
    operationId,
    signal,
    now,
    async step(name, work) {
      signal.throwIfAborted();
      const kept = await db.inTenant(tenantId, (tx) =>
        tx
          .tables<HostingTables>()
          .selectFrom('hosting_step')
          .select('facts')
          .where('tenant_id', '=', tenantId)
          .where('operation_id', '=', operationId)
          .where('name', '=', name)
          .executeTakeFirst(),
      );
      if (kept) return kept.facts as Awaited<ReturnType<typeof work>>;
      const facts = await work();
      await keepStep(facts);
      return facts;

      async function keepStep(done: StepFacts): Promise<void> {
        await db.inTenant(tenantId, (tx) =>
          tx
            .tables<HostingTables>()
            .insertInto('hosting_step')
            .values({
              ...{ tenant_id: tenantId, operation_id: operationId, name },
              ...{ facts: json(done), done_at: now() },
            })
            .onConflict((c) => c.doNothing())
            .execute(),
        );
      }
    },
    async claim({ kind, name }) {
      const owner = await db.inTenant(tenantId, async (tx) => {
        const tables = tx.tables<HostingTables>();
        await tables
          .insertInto('hosted_thing')
          .values({
            ...{ tenant_id: tenantId, server, kind, name },
            ...{ instance_id: instance.id, operation_id: operationId, claimed_at: now() },
          })
          .onConflict((c) => c.doNothing())
          .execute();
        return tables
          .selectFrom('hosted_thing')
          .select('instance_id')
          .where('tenant_id', '=', tenantId)
          .where('server', '=', server)
          .where('kind', '=', kind)
          .where('name', '=', name)
          .executeTakeFirstOrThrow();
      });
      if (owner.instance_id !== instance.id)
        throw new Error(`${kind} ${name} belongs to instance ${owner.instance_id}, not to ${instance.id}`);
    },
    async release({ kind, name }) {
      await db.inTenant(tenantId, (tx) =>
        tx
          .tables<HostingTables>()
          .deleteFrom('hosted_thing')
          .where('tenant_id', '=', tenantId)
          .where('server', '=', server)
          .where('kind', '=', kind)
          .where('name', '=', name)
          .where('instance_id', '=', instance.id)
          .execute(),
      );
    },
    claimed: () =>
      db.inTenant(tenantId, (tx) =>
        tx
          .tables<HostingTables>()
          .selectFrom('hosted_thing')
          .select(['kind', 'name'])
          .where('tenant_id', '=', tenantId)
          .where('instance_id', '=', instance.id)
          .orderBy('claimed_at')
          .execute(),
      ) as Promise<readonly Thing[]>,
  };
}
