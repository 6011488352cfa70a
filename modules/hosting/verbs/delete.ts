import { rm } from 'node:fs/promises';
import { must, ok, refuse } from '#domain/kernel/result.ts';
import { dueNow, nextLife } from '../lifecycle.ts';
import type { Deleted } from '../driver.ts';
import { json, lifeOf, saveLife, type HostingTables } from '../store.ts';
import type { VerbWork } from './verb.ts';

/** Deletes an instance after its grace and leaves the record of it. */
export const erase: VerbWork = {
  async begin(_tx, caller, row) {
    const life = lifeOf(row);
    return dueNow(life, caller.now) === 'delete'
      ? ok(null)
      : refuse({ code: 'instance_too_early', until: life.keptUntil });
  },
  async work({ driver, run }) {
    for (const thing of await run.claimed())
      if (thing.kind === 'export-file') {
        await rm(thing.name, { force: true });
        await run.release(thing);
      }
    const deleted = await driver.terminate(run);
    return deleted.ok ? ok({ ...deleted.value }) : deleted;
  },
  async finish(tx, caller, row, _operation, answer) {
    const { counts, method } = answer as unknown as Deleted;
    await saveLife(tx, row.id, must(nextLife(lifeOf(row), { kind: 'delete', now: caller.now })));
    const tables = tx.tables<HostingTables>();
    const last = await tables
      .selectFrom('hosted_backup')
      .select('sealed_sha256')
      .where('tenant_id', '=', tx.tenantId)
      .where('instance_id', '=', row.id)
      .orderBy('as_of', 'desc')
      .limit(1)
      .executeTakeFirst();
    await tables
      .insertInto('deletion_record')
      .values({
        ...{ tenant_id: tx.tenantId, instance_id: row.id, deleted_at: caller.now, method },
        ...{ counts: json(counts), last_backup_sha256: last?.sealed_sha256 ?? null },
      })
      .onConflict((c) => c.doNothing())
      .execute();
  },
};
