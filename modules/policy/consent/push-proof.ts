import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { loadInstallation } from '../installation.ts';
import type { ConsentTables, ProofTable } from './store.ts';

/**
 * Brings a copy of a proof to the operator, who is the controller and must be able to show it. Nobody reads across
 * tenants: the tenant's own job takes its row there. Safe to run twice: the copy keeps the proof's id.
 */
export const pushProof: Job<{ table: ProofTable; id: Id }, AppContext> = {
  name: 'policy.push-proof',
  attempts: 20,
  timeoutSeconds: 60,
  behindClosedDoor: true,
  async run({ context, tenantId }, { table, id }) {
    const installation = await loadInstallation(context.db, context.clock.now());
    if (!installation || installation.operatorTenantId === tenantId) return;
    const row = await context.db.inTenant(tenantId, (tx) =>
      tx
        .tables<ConsentTables>()
        .selectFrom(table)
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .executeTakeFirst(),
    );
    if (!row) return;
    const told = 'told' in row ? { told: sql`${JSON.stringify(row.told)}::jsonb` } : {};
    await context.db.inTenant(installation.operatorTenantId, (tx) =>
      tx
        .tables<Record<ProofTable, Record<string, unknown>>>()
        .insertInto(table)
        .values({ ...row, ...told, tenant_id: installation.operatorTenantId })
        .onConflict((c) => c.columns(['tenant_id', 'id']).doNothing())
        .execute(),
    );
  },
};

export async function queueProof(tx: Tx, table: ProofTable, id: Id): Promise<void> {
  await queueJob(tx, pushProof, { table, id });
}
