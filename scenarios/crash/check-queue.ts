import { setTimeout as sleep } from 'node:timers/promises';
import { modules } from '#apps/server/modules.ts';
import type { AnyReader } from '#platform/outbox/readers.ts';
import type { Findings } from './check.ts';
import type { Installation } from './installation.ts';
import type { Ledger } from './ledger.ts';
import { tally } from './tally.ts';

type Query = Installation['query'];

const ANNOUNCED = {
  customer: 'customer.created',
  boards: 'board.received',
  order: 'order.created',
  line: 'order.changed',
  quote: 'order.quoted',
  accept: 'order.accepted',
} as const;

/** Events of a stream are numbered without a gap, and each thing that was done was announced exactly once. */
export async function checkEvents(query: Query, ledger: Ledger): Promise<Findings> {
  const torn = await query<{
    aggregate: string;
    aggregate_id: string;
    n: number;
    last: number;
    last_seq: number | null;
  }>(
    `select e.aggregate, e.aggregate_id, count(*)::int as n, max(e.seq) as last, s.last_seq from event e
     left join event_stream s on s.tenant_id = e.tenant_id and s.aggregate = e.aggregate and s.aggregate_id = e.aggregate_id
     group by e.aggregate, e.aggregate_id, s.last_seq having count(*) <> max(e.seq) or s.last_seq is distinct from max(e.seq)`,
  );
  const faults = torn.map(
    (row) =>
      `stream ${row.aggregate} ${row.aggregate_id} has ${row.n} events up to ${row.last}, the stream says ${String(row.last_seq)}`,
  );
  const rows = await query<{ name: string; aggregate_id: string; n: number }>(
    'select name, aggregate_id, count(*)::int as n from event group by 1, 2',
  );
  const announced = new Map(rows.map((row) => [`${row.name} ${row.aggregate_id}`, row.n]));
  const due = new Map<string, { sure: number; most: number }>();
  for (const deed of ledger.deeds) {
    const of = String(deed.facts['orderId'] ?? deed.id);
    if (!of || deed.kind === 'boards') continue;
    const key = `${ANNOUNCED[deed.kind]} ${of}`;
    const { sure, most } = due.get(key) ?? { sure: 0, most: 0 };
    due.set(key, { sure: sure + (deed.state === 'done' ? 1 : 0), most: most + 1 });
  }
  // Receipts of one material and size share a rack, hence a stream: they are counted together.
  const receipts = rows.filter(({ name }) => name === 'board.received').reduce((sum, { n }) => sum + n, 0);
  const moved = (
    await query<{ n: number }>(`select count(*)::int as n from stock_movement where kind = 'received'`)
  )[0]!.n;
  if (receipts !== moved) faults.push(`${moved} receipts were announced ${receipts} times`);
  for (const [key, { sure, most }] of due) {
    const n = announced.get(key) ?? 0;
    if (n < sure || n > most)
      faults.push(
        `${key} was announced ${n} times instead of ${sure === most ? sure : `${sure} to ${most}`}`,
      );
  }
  return { faults, checked: { event: rows.reduce((sum, { n }) => sum + n, 0) } };
}

/** Each reader's cursor stands at the last event it wants; the tally has one row per event, and its job came through. */
export async function checkReaders(query: Query): Promise<Findings> {
  const readers: AnyReader[] = [...modules, tally].flatMap((module) => module.readers ?? []);
  const faults: string[] = [];
  let streams = 0;
  for (const reader of new Set(readers)) {
    const behind = await query<{
      aggregate: string;
      aggregate_id: string;
      last: number;
      done: number | null;
      streams: number;
    }>(
      `select e.aggregate, e.aggregate_id, max(e.seq) as last, c.done_seq as done from event e
       left join event_cursor c on c.tenant_id = e.tenant_id and c.reader = $1 and c.aggregate = e.aggregate and c.aggregate_id = e.aggregate_id
       where e.name = any($2) group by e.aggregate, e.aggregate_id, c.done_seq`,
      [reader.name, reader.on],
    );
    streams += behind.length;
    for (const row of behind)
      if (row.last !== row.done)
        faults.push(
          `reader ${reader.name} has read ${row.aggregate} ${row.aggregate_id} up to ${String(row.done)} of ${row.last}`,
        );
  }
  const counted = await query<{ name: string; id: string; n: number; echoes: number }>(
    `select e.name, e.id, (select count(*)::int from crash_tally t where t.tenant_id = e.tenant_id and t.event_id = e.id) as n,
       (select count(*)::int from crash_echo t where t.tenant_id = e.tenant_id and t.event_id = e.id) as echoes
     from event e where e.name = any($1)`,
    [tally.readers![0]!.on],
  );
  for (const row of counted) {
    if (row.n !== 1) faults.push(`${row.name} ${row.id} was read ${row.n} times`);
    if (row.echoes !== 1) faults.push(`the job of ${row.name} ${row.id} was lost`);
  }
  return { faults, checked: { stream: streams, reading: counted.length } };
}

interface WaitingJob {
  name: string;
  attempts: number;
  held: boolean;
  over: boolean;
  due: boolean;
  keyed: boolean;
  last_error: string | null;
}

/** Each queues its own next run hours or a day ahead: these wait, and that is right. */
const RECURRING = [
  'policy.self-check',
  'policy.check-processors',
  'policy.daily-care',
  'site.look-outside',
  'secrets.reseal',
  'billing.care-for-all-subscriptions',
  'hosting.care-again',
  'cancellation.care-again',
  'privacy.daily-care',
];
const waitsForItsTime = (job: WaitingJob): boolean =>
  RECURRING.includes(job.name) && job.attempts === 0 && !job.due && !job.held;

/**
 * Jobs queued under a key: a newer one that comes while the old one runs takes its key and its work. When the old one
 * is then killed or cancelled it stays behind, used up and without the key, and nobody misses it: those that recur are
 * queued anew by each start. One that is used up and still has its key was lost.
 */
const REPLACED_BY_NEWER = new Set(['production.plan-schedule', ...RECURRING]);
const isReplaced = (job: WaitingJob): boolean =>
  REPLACED_BY_NEWER.has(job.name) && job.over && !job.held && !job.keyed;

const JOBS = `
  select t.identifier as name, j.attempts, (j.locked_at is not null or q.locked_at is not null) as held, j.attempts >= j.max_attempts as over, j.run_at <= now() as due,
    j.key is not null as keyed, j.last_error
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
  left join graphile_worker._private_job_queues q on q.id = j.job_queue_id`;

/** Papers wait for a relay that this installation does not have; everything else must be through. */
export async function checkJobs(query: Query): Promise<Findings> {
  const rows = await query<WaitingJob>(JOBS);
  const held = await query<{ queue_name: string; locked_by: string }>(
    'select queue_name, locked_by from graphile_worker._private_job_queues where locked_at is not null',
  );
  const faults = rows
    .filter((row) => !isReplaced(row) && !waitsForItsTime(row))
    .map(
      (row) =>
        `job ${row.name} is still there${row.held ? ', held by a worker' : ''} after ${row.attempts} attempts${row.last_error ? `: ${row.last_error}` : ''}`,
    );
  return {
    faults: [...faults, ...held.map((row) => `queue ${row.queue_name} is held by ${row.locked_by}`)],
    checked: {},
  };
}

/** Two channels each in server and worker: whoever lost the database listens again once, not once per attempt. */
const LISTENERS_MOST = 4;

export async function checkListeners(query: Query): Promise<Findings> {
  const [row] = await query<{ n: number }>(
    "select count(*)::int as n from pg_stat_activity where application_name = 'tenon-listen'",
  );
  const faults = row!.n > LISTENERS_MOST ? [`${row!.n} connections listen, ${LISTENERS_MOST} would do`] : [];
  return { faults, checked: {} };
}

/** Lets the queue run dry. What failed waits for its next attempt; that wait is cut short, nothing else is helped. */
export async function settled({ query }: Pick<Installation, 'query'>, withinMs: number): Promise<string[]> {
  for (const until = performance.now() + withinMs; performance.now() < until; await sleep(200)) {
    const rows = await query<WaitingJob>(JOBS);
    if (rows.every((row) => row.over || waitsForItsTime(row))) return [];
    await query(
      'update graphile_worker._private_jobs set run_at = now() where run_at > now() and locked_at is null and attempts < max_attempts and (attempts > 0 or task_id not in (select id from graphile_worker._private_tasks where identifier = any($1)))',
      [RECURRING],
    );
  }
  return [`the queue did not run dry within ${withinMs / 1000} s`];
}
