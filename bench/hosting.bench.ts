import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import * as doors from '#modules/hosting/api.ts';
import { askOperation } from '#modules/hosting/ask-operation.ts';
import type { StepFacts } from '#modules/hosting/driver.ts';
import { operate } from '#modules/hosting/operate.ts';
import type { HostingTables, Verb } from '#modules/hosting/store.ts';
import { admitWorkspace } from '#modules/hosting/workspace/door.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import { asOwner } from '#platform/postgres/connect.ts';
import { startEmbedded } from '#platform/postgres/embedded/embedded.ts';
import type { Bench } from './run.ts';

const ORDERS = 10_000;
const LINES = 5;
const IDLE = 20;

/** Until memory no longer grows by the work itself. */
const WARM_UP = 20;

/** Memory that the process holds once what nobody needs is collected. */
async function resident(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let again = 0; again < 3; again++) {
    collect();
    await setTimeout(50);
  }
  return process.memoryUsage().rss;
}

class Operator {
  readonly #t: TestApp;
  readonly #tenantId: Id;

  constructor(t: TestApp, tenantId: Id) {
    this.#t = t;
    this.#tenantId = tenantId;
  }

  async order(slug: string): Promise<Id> {
    const caller = await this.#t.caller('operator', this.#tenantId);
    const { instanceId } = must(
      await this.#t.app.context.db.inTenant(this.#tenantId, (tx) =>
        doors.orderInstance(tx, caller, {
          ...{ kind: 'workspace', slug, title: slug, customerId: null, subscriptionId: null, makeNow: false },
          owner: { email: `owner@${slug}.example`, name: slug, locale: 'en' },
          ...{ zone: 'Europe/Berlin', currency: 'EUR', locale: 'en', version: '', quota: {} },
        }),
      ),
    );
    return instanceId;
  }

  /** Carries an operation out as its job does. @returns seconds of the clock on the wall */
  async seconds(instanceId: Id, verb: Verb, input: StepFacts = {}): Promise<number> {
    const { context } = this.#t.app;
    const caller = await this.#t.caller('operator', this.#tenantId);
    const operationId = await context.db.inTenant(this.#tenantId, (tx) =>
      askOperation(tx, caller, instanceId, verb, input),
    );
    const signal = new AbortController().signal;
    const began = performance.now();
    await operate.run({ context, tenantId: this.#tenantId, signal, attempt: 1 }, { operationId });
    const took = (performance.now() - began) / 1000;
    const { state } = await context.db.inTenant(this.#tenantId, (tx) =>
      tx
        .tables<HostingTables>()
        .selectFrom('hosting_operation')
        .select('state')
        .where('tenant_id', '=', this.#tenantId)
        .where('id', '=', operationId)
        .executeTakeFirstOrThrow(),
    );
    if (state !== 'done') throw new Error(`${verb} is ${state}`);
    return took;
  }

  async hold(instanceId: Id): Promise<void> {
    const caller = await this.#t.caller('operator', this.#tenantId);
    await this.#t.app.context.db.inTenant(this.#tenantId, async (tx) =>
      must(await doors.holdInstance(tx, caller, instanceId, 'operator')),
    );
  }

  async tenantOf(instanceId: Id): Promise<Id> {
    const { facts } = await this.#t.app.context.db.inTenant(this.#tenantId, (tx) =>
      tx
        .tables<HostingTables>()
        .selectFrom('hosted_instance')
        .select('facts')
        .where('tenant_id', '=', this.#tenantId)
        .where('id', '=', instanceId)
        .executeTakeFirstOrThrow(),
    );
    return (facts as { tenantId: Id }).tenantId;
  }
}

/** Orders with their lines and what happened to them, as wide as real ones; made at once, because only their number counts here. */
async function fill(ownerUrl: string, tenantId: Id): Promise<void> {
  await asOwner(ownerUrl, async (query) => {
    await query(`set local app.tenant_id = '${tenantId}'`);
    await query(
      `insert into customer (tenant_id, id, number, name, email, country, locale, created_at)
       select $1, gen_random_uuid(), n, 'House ' || n, 'house' || n || '@example.com', 'DE', 'en', now() from generate_series(1, 500) n`,
      [tenantId],
    );
    await query(
      `insert into sales_order (tenant_id, id, number, customer_id, state, reference, currency, created_at)
       select $1, gen_random_uuid(), 1000 + n, c.id, 'draft', 'Kitchen ' || n, 'EUR', now() - n * interval '1 hour'
       from generate_series(1, ${ORDERS}) n join customer c on c.tenant_id = $1 and c.number = 1 + n % 500`,
      [tenantId],
    );
    await query(
      `insert into sales_order_line (tenant_id, sales_order_id, line_no, kind, name, product_id, product_version, parameters, quantity, unit_net_minor,
         calculated_minor, tax_category, tax_percent, boards_minor, edges_minor, hardware_minor, labour_minor, pieces, grams, labour_ms)
       select $1, o.id, l, 'product', 'Base cabinet ' || l, p.product_id, p.version, '{"width":"600","height":"720","depth":"560","decor":"W18"}', l, 12900 + l,
         12900, 'S', '19', 4100, 800, 2300, 3100, 9, 24500, 1800000
       from sales_order o cross join generate_series(1, ${LINES}) l
       cross join (select product_id, version from product_version where tenant_id = $1 limit 1) p where o.tenant_id = $1`,
      [tenantId],
    );
    await query(
      `insert into event (tenant_id, id, aggregate, aggregate_id, seq, name, payload, actor, actor_name, at)
       select $1, gen_random_uuid(), 'order', o.id, s, 'order.changed', '{"line": 1}', 'system', 'Office', now()
       from sales_order o cross join generate_series(1, 3) s where o.tenant_id = $1`,
      [tenantId],
    );
  });
}

async function measure(t: TestApp): Promise<Record<string, number>> {
  const { db } = t.app.context;
  const operator = new Operator(t, (await loadInstallation(db, t.clock.now()))!.operatorTenantId);
  const database = async (): Promise<number> =>
    asOwner(t.ownerUrl, async (query) => {
      const [row] = await query('select pg_database_size(current_database())::float8 as n');
      return Number(row!['n']);
    });
  // The first make every statement known, and the process as large as its work makes it.
  for (let n = 0; n < WARM_UP; n++) await operator.seconds(await operator.order(`warm-up-${n}`), 'provision');
  const [memory, heap, disk] = [await resident(), process.memoryUsage().heapUsed, await database()];
  const provisions: number[] = [];
  for (let n = 0; n < IDLE; n++)
    provisions.push(await operator.seconds(await operator.order(`idle-${n}`), 'provision'));
  const idleBytes = ((await resident()) - memory) / IDLE;
  const heapBytes = (process.memoryUsage().heapUsed - heap) / IDLE;
  const diskBytes = ((await database()) - disk) / IDLE;

  const id = await operator.order('large');
  await operator.seconds(id, 'provision');
  const tenantId = await operator.tenantOf(id);
  await fill(t.ownerUrl, tenantId);
  const backupSeconds = await operator.seconds(id, 'backup', { reason: 'asked' });
  const exportSeconds = await operator.seconds(id, 'export');
  const newest = await db.inTenant((await loadInstallation(db, t.clock.now()))!.operatorTenantId, (tx) =>
    doors.newestBackup(tx, id),
  );
  const restoreSeconds = await operator.seconds(id, 'copy', { backupId: newest!.id });
  const asked = { method: 'POST', path: '/api/orders', may: 'signed-in' } as const;
  const began = performance.now();
  await operator.hold(id);
  await operator.seconds(id, 'suspend');
  if (!(await admitWorkspace(db, { tenantId }, asked))) throw new Error('the door is still open');
  const suspendSeconds = (performance.now() - began) / 1000;
  provisions.sort((a, b) => a - b);
  const round = (value: number): number => Number(value.toFixed(3));
  return {
    loadBefore: round(loadavg()[0]!),
    orders: ORDERS,
    provisionSeconds: round(provisions[IDLE >> 1]!),
    provisionSecondsMost: round(provisions.at(-1)!),
    suspendSeconds: round(suspendSeconds),
    backupSeconds: round(backupSeconds),
    backupMb: round((newest?.bytes ?? 0) / 1e6),
    exportSeconds: round(exportSeconds),
    restoreSeconds: round(restoreSeconds),
    idleMbPerTenant: round(Math.max(0, idleBytes) / 1e6),
    idleHeapMbPerTenant: round(heapBytes / 1e6),
    idleDiskMbPerTenant: round(diskBytes / 1e6),
  };
}

/**
 * Workspaces as a host sees them: making one, closing one until its door refuses, and of one with 10,000 orders of five lines:
 * a backup (written, encrypted, read again, put back for a try), the export for people, and a copy put back for good. Seconds
 * are of the clock on the wall. Without TENON_TEST_DATABASE_URL a database is made for the run.
 */
export default {
  name: 'hosting',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'tenon-hosting-bench-'));
    const given = process.env['TENON_TEST_DATABASE_URL'];
    const own = given ? undefined : await startEmbedded({ dataDir: join(folder, 'postgres') });
    if (own) process.env['TENON_TEST_DATABASE_URL'] = own.ownerUrl;
    try {
      const t = await openTestApp();
      try {
        return await measure(t);
      } finally {
        await t.close();
      }
    } finally {
      await own?.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;
