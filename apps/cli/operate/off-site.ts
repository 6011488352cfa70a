import { readdir } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { declaredStore } from '#apps/server/declared.ts';
import { declareProcessors, keepEgress, processorGuard } from '#modules/policy/module.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { createEgress, type Egress, EgressFailed, EgressRefused } from '#platform/egress/egress.ts';
import { createLog } from '#platform/log/log.ts';
import {
  createObjectStore,
  readStoreUrl,
  StoreRefused,
  type StorePlace,
} from '#platform/object-store/object-store.ts';
import { BackupProblem } from '#platform/postgres/backup/backup.ts';
import { Database } from '#platform/postgres/database.ts';

const PURPOSE = 'backup.store';

export interface OffSite {
  /** signs in as the application: the register of processors decides, as for everything that leaves */
  readonly appUrl: string;
  /** `TENON_BACKUP_STORE` */
  readonly store: string;
  /** a finished backup */
  readonly folder: string;
  /** hosts that the configuration says are machines of our own; others need a signed contract */
  readonly ownMachines?: readonly string[] | undefined;
}

/**
 * Copies a finished backup into the object store, its manifest last: what has no manifest there is no backup. The store
 * stands in the register of processors; unless it is a machine of our own, it gets nothing without a contract there.
 * @returns how many files went
 * @throws BackupProblem when the store refused, did not answer, or may get nothing; the backup in its folder stays
 */
export async function sendOffSite({ appUrl, store, folder, ownMachines = [] }: OffSite): Promise<number> {
  const place = readStoreUrl(store);
  if (!place)
    throw new BackupProblem(
      'TENON_BACKUP_STORE must be https://ACCESS:SECRET@host/BUCKET/PREFIX?region=REGION; the backup lies in its folder only.',
    );
  const log = createLog({ level: 'silent' });
  const db = new Database({ url: appUrl, connections: 2, onConnectionError: () => undefined });
  const kept = keepEgress({ db, clock: systemClock, log });
  let [made, told] = [0, 0];
  try {
    const id = await declare(db, place, ownMachines);
    const door = createEgress({
      guard: processorGuard({ db, clock: systemClock }),
      record: (entry) => {
        told += 1;
        kept.record(entry);
      },
    });
    const egress: Egress = {
      ...door,
      fetch: (url, options) => {
        made += 1;
        return door.fetch(url, options);
      },
    };
    const given = {
      purpose: PURPOSE,
      recipient: { kind: 'processor', id },
      categories: ['backup'],
    } as const;
    const target = createObjectStore(egress, place, given, () => new Date());
    const paths = await filesOf(folder);
    for (const path of paths) await target.putFile(`${basename(folder)}/${path}`, join(folder, path));
    return paths.length;
  } catch (error) {
    if (!(error instanceof EgressRefused || error instanceof EgressFailed || error instanceof StoreRefused))
      throw error;
    throw new BackupProblem(
      `the object store did not get the backup (${error.message}). It lies in ${folder}.`,
      { cause: error },
    );
  } finally {
    // A call is told when its connection has closed, a moment after its answer.
    for (let waited = 0; told < made && waited < 100; waited += 1) await sleep(10);
    await kept.settled();
    await db.close();
  }
}

async function declare(db: Database, place: StorePlace, ownMachines: readonly string[]): Promise<string> {
  const declared = declaredStore(place, ownMachines);
  await declareProcessors(db, systemClock, [declared]);
  return declared.id;
}

/** Every file of a backup, `manifest.json` last. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  return [...paths.filter((path) => path !== 'manifest.json'), 'manifest.json'];
}
