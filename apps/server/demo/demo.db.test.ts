import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { listInvoices, type InvoiceView } from '#modules/billing/contract.ts';
import { listNotes } from '#modules/delivery/contract.ts';
import { listOrders } from '#modules/orders/contract.ts';
import { getSchedule, getWork, listCutting } from '#modules/production/contract.ts';
import { listOffcuts, listStock } from '#modules/stock/contract.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Client } from '#platform/http/client.ts';
import type { ResponseOf } from '#platform/http/contract.ts';
import { asOwner, quoted } from '#platform/postgres/connect.ts';
import { addMember, createTenant } from '#modules/accounts/module.ts';
import { importWorkspace } from '#modules/hosting/module.ts';
import { writeArchive } from '#platform/tenant-data/write-archive.ts';
import { openDemo, remakeDemo, type DemoHome } from './demo.ts';
import { setAside } from './erase.ts';
import { DEMO_TENANT } from './people.ts';
import { differences } from './testing/same-archive.ts';
import { factsOf, hesitant } from './testing/same-demo.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Six weeks of history are made several times; a busy machine may take its time. */
const PATIENCE_MS = 600_000;

describe('the demo factory', () => {
  let t: TestApp;
  let home: DemoHome;
  let owner: Client;
  let orders: ResponseOf<typeof listOrders>['orders'];
  let invoices: readonly InvoiceView[];

  beforeAll(async () => {
    t = await openTestApp({ demo: false });
    home = { context: t.app.context, ownerUrl: t.ownerUrl };
    // A server that was ended in the middle: the first day is there, the rest is not.
    const cutShort = openDemo(home);
    await cutShort.ready;
    await cutShort.stop();
    await expect(cutShort.finished).rejects.toThrow(/abort/i);
    const half = await demoTenant();
    expect(await rowsOf(half)).not.toEqual({});

    const again = openDemo(home);
    await again.finished;
    expect(await demoTenant()).not.toBe(half);
    expect(await rowsOf(half)).toEqual({});
    await look();
  }, PATIENCE_MS);
  afterAll(() => t.close());

  async function look(): Promise<void> {
    owner = await t.client('owner');
    orders = (await owner.call(listOrders, { query: { limit: 200 } })).orders;
    invoices = (await owner.call(listInvoices, { query: {} })).invoices;
  }

  async function demoTenant(): Promise<Id> {
    return asOwner(t.ownerUrl, async (query) => {
      const tenants = await query(`select id from tenant where demo and slug <> 'operator'`);
      expect(tenants).toHaveLength(1);
      return tenants[0]!['id'] as Id;
    });
  }

  /** How many rows of every table belong to a tenant; tables without any are left out. */
  async function rowsOf(tenantId: Id): Promise<Record<string, number>> {
    return asOwner(t.ownerUrl, async (query) => {
      await query(`set local app.tenant_id = '${tenantId}'`);
      const tables = await query(
        `select table_name as name from information_schema.columns where table_schema = 'tenon' and column_name = 'tenant_id'`,
      );
      expect(tables.length).toBeGreaterThan(25);
      const counts: Record<string, number> = {};
      for (const { name } of tables) {
        const [row] = await query(
          `select count(*)::int as count from ${quoted(String(name))} where tenant_id = $1`,
          [tenantId],
        );
        if (row!['count'] !== 0) counts[String(name)] = Number(row!['count']);
      }
      return counts;
    });
  }

  test('48 orders are delivered and invoiced, and eleven stand in every state there is', () => {
    expect(orders).toHaveLength(59);
    expect(new Set(orders.map((order) => order.number)).size).toBe(59);
    const current = orders.filter(
      (order) => !invoices.some((invoice) => invoice.orderNumber === order.number),
    );
    expect(invoices).toHaveLength(48);
    expect(current.map((order) => order.step).sort()).toEqual(
      [
        'quote', // a draft
        'accept', // quoted
        'optimise', // waits for the saw
        'optimise', // its plan is solved and not released
        'cut', // released
        'cut', // half cut
        'assemble', // at the edge bander and the drill
        'assemble', // assembled and not packed
        'deliver', // packed
        'deliver', // loaded
        'invoice', // delivered
      ].sort(),
    );
  });

  test('two orders are late', () => {
    expect(orders.filter((order) => order.late).map((order) => order.reference)).toEqual([
      'Practice, upper floor',
      'Suites 401–406',
    ]);
  });

  test('history ends today and began six weeks ago', () => {
    const now = Date.parse(t.clock.now());
    const ages = orders.map((order) => (now - Date.parse(order.createdAt)) / DAY_MS);
    expect(Math.min(...ages)).toBeGreaterThan(0);
    expect(Math.max(...ages)).toBeGreaterThan(38);
    expect(Math.max(...ages)).toBeLessThan(46);
  });

  test('three invoices are overdue, one is paid in part, most are paid', () => {
    const state = (wanted: string) => invoices.filter((invoice) => invoice.state === wanted).length;
    expect(state('overdue')).toBe(3);
    expect(invoices.filter(({ open, gross }) => open !== '0.00' && open !== gross)).toHaveLength(1);
    expect(state('paid')).toBeGreaterThan(30);
  });

  test('the edge bander has stopped for glue, and the schedule goes around it', async () => {
    const schedule = await owner.call(getSchedule, {});
    expect(schedule.machines.filter((machine) => machine.stopped)).toMatchObject([
      { id: 'EDGE-1', stopped: { reason: 'glue' } },
    ]);
    expect(schedule.rows.length).toBeGreaterThan(20);
  });

  test('the racks hold whole boards and the offcuts that the plans left, and one board runs low', async () => {
    const stock = await owner.call(listStock, {});
    expect(stock.totals.sheets).toBeGreaterThan(50);
    expect(stock.totals.sheets).toBeLessThan(80);
    expect(stock.totals.short).toBe(1);
    const { offcuts } = await owner.call(listOffcuts, { query: {} });
    expect(offcuts.length).toBeGreaterThan(20);
    expect(offcuts.length).toBeLessThan(45);
    // Each comes from a sheet of a plan: none was entered by hand.
    expect(offcuts.filter((offcut) => offcut.sheetNo === null)).toEqual([]);
  });

  test('a batch waits to be released, one is half cut, and a material still has no batch', async () => {
    const { batches, materials } = await owner.call(listCutting, {});
    expect(materials.length).toBeGreaterThan(0);
    expect(batches.length).toBeGreaterThan(5);
  });

  test('parts were made again, and a customer’s own list is on the floor', async () => {
    const accepted = orders.filter((order) => order.step !== 'quote' && order.step !== 'accept');
    let remakes = 0;
    for (const order of accepted)
      remakes += (await owner.call(getWork, { params: { orderId: order.id as Id } })).remakes.length;
    expect(remakes).toBe(4);
    const island = orders.find((order) => order.reference === 'Kitchen with island')!;
    const work = await owner.call(getWork, { params: { orderId: island.id as Id } });
    // 66 pieces stand in the list.
    expect(work.parts.filter((part) => part.unitName.includes('list'))).toHaveLength(66);
  });

  test(
    'the whole factory goes out as one file and comes in again without a difference',
    async () => {
      const { context } = home;
      const [out, back] = ['out.zip', 'back.zip'].map((name) => join(t.filesDir, name)) as [string, string];
      const take = async (tenantId: Id, path: string): Promise<void> => {
        const file = createWriteStream(path);
        const options = { version: '1', now: t.clock.now(), purpose: 'people' } as const;
        await writeArchive(context, tenantId, file, options);
        await finished(file.end());
      };
      await take(await demoTenant(), out);
      const imported = must(await importWorkspace(context, out, 'came-again'));
      expect(imported.rows).toBeGreaterThan(10_000);
      await take(imported.tenantId, back);
      expect(await differences(out, back)).toEqual([]);
      await context.eraseTenant(imported.tenantId);
    },
    PATIENCE_MS,
  );

  test(
    'the demo made again on the same day is the same, leaves nothing of the old one and touches no other tenant',
    async () => {
      const story = async () => ({
        orders: orders.map(({ id: _, ...order }) => order),
        invoices: invoices.map(({ number, orderNumber, gross, open, state, issuedOn }) => ({
          number,
          orderNumber,
          gross,
          open,
          state,
          issuedOn,
        })),
        notes: (await owner.call(listNotes, { query: {} })).notes.map((note) => note.number),
        offcuts: (await owner.call(listOffcuts, { query: {} })).offcuts.map(
          ({ code, materialCode, length, width, rack }) => ({ code, materialCode, length, width, rack }),
        ),
        stock: (await owner.call(listStock, {})).totals,
        late: (await owner.call(getSchedule, {})).orders.map(({ number, lateMinutes }) => ({
          number,
          lateMinutes,
        })),
      });
      const before = await story();
      const old = await demoTenant();
      const oldFacts = await factsOf(t.ownerUrl, old);
      const others = await rowsOf(t.tenantId);
      expect(others['membership']).toBe(5);

      // Now this, now that side of the factory is slow.
      await remakeDemo({ ...home, context: { ...home.context, db: hesitant(home.context.db) } });
      // What was erased is room for the next demo: a hundred resets leave tables no larger than two.
      const [room] = await asOwner(t.ownerUrl, (query) =>
        query(`select vacuum_count::int as count from pg_stat_user_tables where relname = 'operation'`),
      );
      expect(room!['count']).toBeGreaterThan(0);

      const next = await demoTenant();
      expect(next).not.toBe(old);
      expect(await rowsOf(old)).toEqual({});
      expect(await rowsOf(t.tenantId)).toEqual(others);
      await look();
      expect(await story()).toEqual(before);
      const newFacts = await factsOf(t.ownerUrl, next);
      expect(oldFacts.get('operation')!.length).toBeGreaterThan(5000);
      expect([...newFacts.keys()]).toEqual([...oldFacts.keys()]);
      const changed = [...oldFacts].flatMap(([table, rows]) => {
        const row = rows.findIndex((one, i) => one !== newFacts.get(table)![i]);
        return row < 0 ? [] : [{ table, before: rows[row], after: newFacts.get(table)![row] }];
      });
      expect(changed).toEqual([]);
    },
    PATIENCE_MS,
  );

  test('a demo that is complete is left alone; one that was set aside and not erased is erased by the next start', async () => {
    const before = await demoTenant();
    const { tenantId: left } = await openTenantAside();
    await openDemo(home).finished;
    expect(await demoTenant()).toBe(before);
    expect(await rowsOf(left)).toEqual({});
  });

  /** As left by a process that ended between the two. */
  async function openTenantAside(): Promise<{ tenantId: Id }> {
    const now = t.clock.now();
    const tenantId = await createTenant(home.context.db, now, {
      ...DEMO_TENANT,
      slug: 'half-erased',
    });
    const member = { email: 'left@half-erased.example', name: 'Left', locale: 'en', password: null };
    await addMember(home.context.db, now, tenantId, { ...member, role: 'owner' });
    await setAside(home.ownerUrl, tenantId);
    return { tenantId };
  }
});
