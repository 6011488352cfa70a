import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Refusal } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { AnyRoute } from '#platform/http/contract.ts';
import type { Job } from '#platform/jobs/job.ts';
import type { Turn } from '#platform/jobs/runner.ts';
import type { Database } from '#platform/postgres/database.ts';
import type { ClosedNotice, ClosedReason } from '../driver.ts';
import type { HostingTables } from '../store.ts';

/** Every process looks this often which doors are closed; the promise is five seconds. */
const LOOK_MS = 1_000;

/** Open behind a closed door: leaving, seeing who one is and what is agreed, and getting one's data (C-4, C-5). */
const STILL_OPEN = /^\/api\/(session|me|consents|policy|support-session|workspace\/(door|exports))(\/|$)/;

interface Doors {
  readonly lookedAt: number;
  readonly closed: Promise<ReadonlyMap<Id, ClosedNotice>>;
}
const seen = new WeakMap<Database, Doors>();

/** Why the door of a workspace is closed; null for an open one. At most `LOOK_MS` old. */
export async function closedDoor(db: Database, tenantId: Id): Promise<ClosedNotice | null> {
  let doors = seen.get(db);
  if (!doors || performance.now() - doors.lookedAt > LOOK_MS) {
    const closed = listClosed(db);
    doors = { lookedAt: performance.now(), closed };
    seen.set(db, doors);
    // An answer that never came is asked for again by the next.
    closed.catch(() => seen.delete(db));
  }
  return (await doors.closed).get(tenantId) ?? null;
}

async function listClosed(db: Database): Promise<ReadonlyMap<Id, ClosedNotice>> {
  const rows = await db.global<HostingTables>().selectFrom('workspace_door').selectAll().execute();
  return new Map(rows.map(({ tenant_id: id, reason, since }) => [id, { reason, since }]));
}

/** Closes the door of a workspace for everybody; this process sees it at once, others within a second. */
export async function closeDoor(db: Database, tenantId: Id, notice: ClosedNotice): Promise<void> {
  await db
    .global<HostingTables>()
    .insertInto('workspace_door')
    .values({ tenant_id: tenantId, reason: notice.reason, since: notice.since })
    .onConflict((c) => c.column('tenant_id').doUpdateSet({ reason: notice.reason }))
    .execute();
  seen.delete(db);
}

export async function openDoor(db: Database, tenantId: Id): Promise<void> {
  await db.global<HostingTables>().deleteFrom('workspace_door').where('tenant_id', '=', tenantId).execute();
  seen.delete(db);
}

type DoorClosed = Refusal & {
  code: 'workspace_closed';
  reason: ClosedReason;
  since: Instant;
  status: number;
};

/**
 * Whether whoever asks finds the door of the workspace open: people, programs with a key and stations alike. A closed one
 * answers 403 and why; after the end of the service 410.
 */
export async function admitWorkspace(
  db: Database,
  caller: Pick<Caller, 'tenantId'>,
  route: Pick<AnyRoute, 'method' | 'path' | 'may'>,
): Promise<DoorClosed | null> {
  if (route.may === 'public') return null;
  const notice = await closedDoor(db, caller.tenantId);
  if (!notice || STILL_OPEN.test(route.path)) return null;
  if (notice.reason === 'copy' && route.method === 'GET') return null;
  return { code: 'workspace_closed', ...notice, status: notice.reason === 'ended' ? 410 : 403 };
}

/**
 * Whether a job of a workspace is done at present. Behind a closed door work waits, but for what people are still owed; it
 * goes on when the door opens, and goes with the workspace. In a copy nothing is done, ever: it would mail and bill twice.
 * Asked of the database each time, so that no other process works in a copy that has just been made.
 */
export async function turnOfJob(
  db: Database,
  tenantId: Id,
  { behindClosedDoor }: Pick<Job, 'behindClosedDoor'>,
): Promise<Turn> {
  const door = await db
    .global<HostingTables>()
    .selectFrom('workspace_door')
    .select('reason')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  if (!door) return 'now';
  if (door.reason === 'copy') return 'never';
  return behindClosedDoor ? 'now' : 'later';
}
