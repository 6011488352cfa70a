import { createWriteStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMinutes } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';

import { loadInstallation, valuesInForce } from '#modules/policy/api.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import { listMails, queueMail } from '#platform/mail/outbox.ts';
import { asOwner } from '#platform/postgres/connect.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { AppContext } from '#platform/module/context.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { queueJob } from '#platform/jobs/job.ts';
import { MANIFEST, rowsEntry } from '#platform/tenant-data/archive.ts';
import { openArchive } from '#platform/tenant-data/read-archive.ts';
import { tryArchive } from '#platform/tenant-data/restore.ts';
import { writeArchive } from '#platform/tenant-data/write-archive.ts';
import { ZipWriter } from '#platform/tenant-data/zip-writer.ts';
import type { Client } from '#platform/http/client.ts';
import type { AnyRoute } from '#platform/http/contract.ts';
import { modules } from '#apps/server/modules.ts';
import * as doors from './api.ts';
import { askOperation } from './ask-operation.ts';
import { CARE } from './change-life.ts';
import { operate } from './operate.ts';
import type { HostingTables, InstanceRow, OperationRow } from './store.ts';
import { admitWorkspace } from './workspace/door.ts';

const declared: readonly AnyRoute[] = modules.flatMap((one) =>
  (one.handlers ?? []).map(({ route }) => route),
);

let t: TestApp;
let operatorId: Id;
const PROVISION = {
  owner: { email: 'owner@birch.example', name: 'Owner of Birch', locale: 'en' },
  ...{ zone: 'Europe/Berlin', currency: 'EUR', locale: 'en', version: '', quota: {} },
};

beforeAll(async () => {
  t = await openTestApp();
  operatorId = (await loadInstallation(t.app.context.db, t.clock.now()))!.operatorTenantId;
});
afterAll(() => t.close());

const operator = (): Promise<Caller> => t.caller('operator', operatorId);
const asOperator = async <T>(work: (tx: Tx, caller: Caller) => Promise<T>): Promise<T> => {
  const caller = await operator();
  return t.app.context.db.inTenant(operatorId, (tx) => work(tx, caller));
};
const order = (slug: string, makeNow = true): Promise<Id> =>
  asOperator(async (tx, caller) => {
    const ordered = await doors.orderInstance(tx, caller, {
      ...PROVISION,
      ...{ kind: 'workspace', slug, title: `Works ${slug}`, customerId: null, subscriptionId: null, makeNow },
    });
    return must(ordered).instanceId;
  });
const rows = <K extends keyof HostingTables>(table: K, instanceId: Id): Promise<HostingTables[K][]> =>
  asOperator(
    async (tx) =>
      (
        await sql<
          HostingTables[K]
        >`select * from ${sql.table(table)} where tenant_id = ${operatorId} and instance_id = ${instanceId}`.execute(
          tx.tables(),
        )
      ).rows,
  );
const instance = async (id: Id): Promise<InstanceRow> =>
  (await asOperator((tx) =>
    tx
      .tables<HostingTables>()
      .selectFrom('hosted_instance')
      .selectAll()
      .where('tenant_id', '=', operatorId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow(),
  )) as InstanceRow;
const tenantOf = async (id: Id): Promise<Id> => (await instance(id)).facts['tenantId' as never] as Id;
const operations = (id: Id) => rows('hosting_operation', id) as Promise<OperationRow[]>;

describe('a workspace', () => {
  let id: Id;
  beforeAll(async () => {
    id = await order('birch');
    await t.app.runDueJobs();
  });

  test('is open when its log-in was tried, with its tenant claimed', async () => {
    const row = await instance(id);
    expect(row, JSON.stringify(await operations(id))).toMatchObject({ state: 'open', number: 1 });
    expect(row.login_check).toMatch(/session of the owner/);
    expect(row.handed_over_at).not.toBeNull();
    const mails = await asOwner(t.ownerUrl, async (query) => {
      await query(`set local app.tenant_id = '${operatorId}'`);
      return query('select kind, recipient from outgoing_mail where tenant_id = $1 and subject_id = $2', [
        operatorId,
        id,
      ]);
    });
    expect(mails).toEqual([{ kind: 'hosting.handover', recipient: 'owner@birch.example' }]);
    const things = (await rows('hosted_thing', id)).filter(({ kind }) => kind === 'tenant');
    expect(things).toMatchObject([{ name: await tenantOf(id) }]);
  });

  describe('an archive whose checksums are right', () => {
    /** The archive of the workspace with other rows in one table, written as if they had always been so. */
    async function forged(table: string, change: (rows: string[]) => string[]): Promise<string> {
      const { db, files, hostingDir } = t.app.context;
      const [from, to] = ['whole', 'forged'].map((name) => join(hostingDir, `${name}.zip`)) as [
        string,
        string,
      ];
      const out = createWriteStream(from);
      const now = t.clock.now();
      await writeArchive({ db, files }, await tenantOf(id), out, { version: '1', now, purpose: 'backup' });
      await new Promise<void>((done) => out.end(done));
      const archive = await openArchive(from);
      const target = createWriteStream(to);
      const zip = new ZipWriter(target);
      const manifest = structuredClone(archive.manifest) as {
        counts: Record<string, number>;
        entries: Record<string, { bytes: number; sha256: string }>;
      };
      for (const name of Object.keys(manifest.entries)) {
        let text = '';
        for await (const piece of archive.read(name)) text += Buffer.from(piece).toString();
        if (name === rowsEntry(table)) {
          const rows = change(text.trimEnd().split('\n'));
          manifest.counts[table] = rows.length;
          text = `${rows.join('\n')}\n`;
        }
        manifest.entries[name] = await zip.add(name, Buffer.from(text));
      }
      await zip.add(MANIFEST, Buffer.from(JSON.stringify(manifest)));
      await zip.finish();
      archive.close();
      await new Promise<void>((done) => target.end(done));
      return to;
    }
    const set = (column: string, value: unknown) => (rows: string[]) =>
      rows.map((row, at) => (at === 0 ? JSON.stringify({ ...JSON.parse(row), [column]: value }) : row));
    const tried = async (path: string) =>
      tryArchive(t.app.context.db, path, { tenantId: await tenantOf(id), now: t.clock.now() });

    test('is good when every row fits, and leaves nothing behind', async () => {
      const { counts, users, constraints } = await tried(await forged('hardware_item', (rows) => rows));
      expect([users, counts['product']! > 0, constraints > 20]).toEqual([1, true, true]);
      const left = await asOwner(t.ownerUrl, (query) =>
        query(`select relname from pg_class where relpersistence = 't' and relname = 'product'`),
      );
      expect(left).toEqual([]);
    });

    test.each([
      ['a row that others refer to is missing', 'product', (rows: string[]) => rows.slice(1)],
      ['a row is there twice', 'hardware_item', (rows: string[]) => [rows[0]!, ...rows]],
      ['what must be said is not', 'hardware_item', set('name', null)],
      ['a value is none', 'hardware_item', set('id', 'x')],
      ['a value is beyond its bounds', 'product_version', set('version', -1)],
    ])('is refused where %s', async (_name, table, change) => {
      await expect(tried(await forged(table, change))).rejects.toMatchObject({ fault: 'row_unfit' });
    });
  });

  test('a second one of the same name is refused', async () => {
    await expect(order('birch')).rejects.toThrow('hosting_slug_taken');
  });
});

describe('doors, backups and ends', () => {
  let id: Id;
  let home: Id;
  const change = async (work: (tx: Tx, caller: Caller) => Promise<unknown>): Promise<void> => {
    await asOperator(work);
    await t.app.runDueJobs();
  };
  const door = async () =>
    (
      await admitWorkspace(
        t.app.context.db,
        { tenantId: home },
        { method: 'POST', path: '/api/orders', may: 'signed-in' },
      )
    )?.['reason'] ?? 'open';

  /** Asks for work that finds nothing to do, and leaves the queue when it is done. */
  const askForWork = (of: Id): Promise<void> =>
    t.app.context.db.inTenant(of, (tx) =>
      queueJob(
        tx,
        { name: 'orders.print-quote', attempts: 1 },
        { orderId: of, revision: 1 },
        { key: 'work' },
      ),
    );
  const work = (of: Id) =>
    asOwner(t.ownerUrl, (query) =>
      query(
        `select j.attempts, j.max_attempts as most, j.key, j.run_at > now() as later from graphile_worker._private_jobs j
         where j.payload ->> 'tenantId' = $1 and j.payload #>> '{payload,orderId}' = $1`,
        [of],
      ),
    );

  beforeAll(async () => {
    id = await order('larix');
    await t.app.runDueJobs();
    home = await tenantOf(id);
  });

  test('a hold closes it for whoever asks, and it opens with the last one', async () => {
    await change((tx, caller) => doors.holdInstance(tx, caller, id, 'unpaid'));
    expect(await door()).toBe('unpaid');
    await change((tx, caller) => doors.holdInstance(tx, caller, id, 'abuse'));
    await change((tx, caller) => doors.liftHold(tx, caller, id, 'unpaid'));
    expect(await door()).toBe('abuse');
    await change((tx, caller) => doors.liftHold(tx, caller, id, 'abuse'));
    expect(await door()).toBe('open');
  });

  test('behind a closed door work waits and goes on when it opens; mail that people are owed does not wait', async () => {
    await change((tx, caller) => doors.holdInstance(tx, caller, id, 'unpaid'));
    await askForWork(home);
    const owed = await mailIn(home);
    await t.app.runDueJobs();
    expect(await work(home)).toEqual([{ attempts: 0, most: 1, key: `${home}:work`, later: true }]);
    // Nobody relays mail here: a mail that is tried at all says so.
    expect(await owed()).toBe('failed');
    await change((tx, caller) => doors.liftHold(tx, caller, id, 'unpaid'));
    await asOwner(t.ownerUrl, (query) =>
      query(
        `update graphile_worker._private_jobs set run_at = now() where payload ->> 'tenantId' = $1 and key = $2`,
        [home, `${home}:work`],
      ),
    );
    await t.app.runDueJobs();
    expect(await work(home)).toEqual([]);
  });

  test('behind a closed door people are told why, and can still see who they are', async () => {
    await t.app.context.db
      .global<HostingTables>()
      .insertInto('workspace_door')
      .values({ tenant_id: t.tenantId, reason: 'unpaid', since: t.clock.now() })
      .execute();
    const office = await t.client('office');
    await expect.poll(() => code(office, '/api/customers'), { timeout: 5000 }).toBe('workspace_closed');
    expect(await code(office, '/api/me')).toBe('');
    await t.app.context.db
      .global<HostingTables>()
      .deleteFrom('workspace_door')
      .where('tenant_id', '=', t.tenantId)
      .execute();
    await expect.poll(() => code(office, '/api/customers'), { timeout: 5000 }).toBe('');
  });

  test('a backup is there only with its proof, and comes back beside the workspace without what was deleted', async () => {
    await change((tx, caller) => doors.askBackup(tx, caller, id, 'asked'));
    const [backup] = await rows('hosted_backup', id);
    expect(backup, JSON.stringify(await operations(id))).toBeDefined();
    expect(backup!.proof).toMatchObject({ users: 1, counts: (backup!.archive as { counts: object }).counts });
    const deleted = await asOwner(t.ownerUrl, async (query) => {
      await query(`set local app.tenant_id = '${home}'`);
      return query('select id from hardware_item where tenant_id = $1 order by id limit 1', [home]);
    });
    const key = { id: String(deleted[0]!['id']) };
    await change(async (tx, caller) => {
      await doors.noteDeletion(tx, caller, id, { what: 'hardware_item', key });
      await askOperation(tx, caller, id, 'copy', { backupId: backup!.id });
    });
    const [copy] = await rows('hosted_copy', id);
    expect(copy, JSON.stringify(await operations(id))).toBeDefined();
    const copied = (copy!.facts as { tenantId: Id }).tenantId;
    const counts = (of: Id) =>
      asOwner(t.ownerUrl, async (query) => {
        await query(`set local app.tenant_id = '${of}'`);
        return query(
          'select (select count(*)::int from hardware_item where tenant_id = $1) as items, (select count(*)::int from product where tenant_id = $1) as products',
          [of],
        );
      });
    const [[original], [beside]] = [await counts(home), await counts(copied)];
    expect(beside).toEqual({ ...original, items: Number(original!['items']) - 1 });
    const never = await mailIn(copied);
    await t.app.runDueJobs();
    expect(await never()).toBe('waiting');
    await change((tx, caller) => askOperation(tx, caller, id, 'drop-copy', { copyId: copy!.id }));
    expect((await counts(copied))[0]).toEqual({ items: 0, products: 0 });
    expect((await rows('hosted_thing', id)).map(({ kind }) => kind).sort()).toEqual([
      'backup-file',
      'tenant',
    ]);
    expect(readdirSync(join(t.app.context.hostingDir, 'work'))).toEqual([]);
  });

  test('it ends at the promised instant, never before, and its data goes after the grace with a record', async () => {
    const lying = (what: 'backups' | 'exports'): number => {
      const folder = join(t.app.context.hostingDir, what, id);
      return existsSync(folder) ? readdirSync(folder).length : 0;
    };
    await change((tx, caller) => askOperation(tx, caller, id, 'export'));
    const endsAt = addMinutes(t.clock.now(), 60);
    const keptUntil = addMinutes(endsAt, 30 * 24 * 60);
    await change((tx, caller) => doors.planInstanceEnd(tx, caller, id, { endsAt, keptUntil }));
    await change((tx, caller) => askOperation(tx, caller, id, 'end'));
    expect(await door()).toBe('open');
    t.clock.advance({ minutes: 60 });
    await change((tx) => queueJob(tx, CARE, {}));
    expect([(await instance(id)).state, await door()]).toEqual(['ended', 'ended']);
    await change((tx, caller) => askOperation(tx, caller, id, 'delete'));
    expect([(await instance(id)).state, lying('exports')]).toEqual(['ended', 1]);
    // What nobody fetched is over; in the days of grace it can be asked for again.
    t.clock.advance({ minutes: 7 * 24 * 60 });
    await change((tx) => queueJob(tx, CARE, {}));
    expect(lying('exports')).toBe(0);
    await change((tx, caller) => askOperation(tx, caller, id, 'export'));
    expect(lying('exports')).toBe(1);
    t.clock.advance({ minutes: 23 * 24 * 60 });
    await change((tx) => queueJob(tx, CARE, {}));
    expect((await instance(id)).state, JSON.stringify(await operations(id))).toBe('deleted');
    const [record] = await rows('deletion_record', id);
    const [backup] = await rows('hosted_backup', id);
    expect(record).toMatchObject({ last_backup_sha256: backup!.sealed_sha256 });
    expect((record!.counts as Record<string, number>)['product']).toBeGreaterThan(0);
    expect((await rows('hosted_thing', id)).map(({ kind }) => kind)).toEqual(['backup-file']);
    expect([lying('exports'), lying('backups')]).toEqual([0, 1]);
    const { db } = t.app.context;
    const days = (await valuesInForce(db, t.clock.now()))['cancel.backupExpiryDays'];
    t.clock.advance({ minutes: days * 24 * 60 });
    await change((tx) => queueJob(tx, CARE, {}));
    expect([lying('backups'), await rows('hosted_thing', id)]).toEqual([0, []]);
    expect((await rows('hosted_backup', id))[0]!.removed_at).not.toBeNull();
  });
});

describe('a kill at each step', () => {
  /** The process goes between two statements: nothing after that is done by this attempt. */
  class Killed extends Error {}

  /** The application's context with a database that is gone after so many transactions. */
  const dyingAfter = (transactions: number): AppContext => {
    const { context } = t.app;
    let left = transactions;
    const die = (): void => {
      if (left-- <= 0) throw new Killed('killed');
    };
    const db = new Proxy(context.db, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        const dies = name === 'inTenant' || name === 'snapshot' || name === 'global' || name === 'inGlobal';
        return (...given: unknown[]) => {
          if (dies) die();
          return (value as (...all: unknown[]) => unknown).apply(target, given);
        };
      },
    });
    return { ...context, db };
  };
  const attempt = async (context: AppContext, operationId: Id): Promise<'done' | 'killed'> => {
    const signal = new AbortController().signal;
    try {
      await operate.run({ context, tenantId: operatorId, signal, attempt: 1 }, { operationId });
      return 'done';
    } catch (error) {
      // Deeper errors carry it as their cause; the undone work is what counts.
      if (!/killed/.test(String(error))) throw error;
      return 'killed';
    }
  };

  test('nothing half-made is shown as ready, nothing is left without an owner', async () => {
    const id = await order('abies', false);
    for (const verb of ['provision', 'backup'] as const) {
      const operationId = await asOperator((tx, caller) => askOperation(tx, caller, id, verb));
      let kills = 0;
      while ((await attempt(dyingAfter(kills), operationId)) === 'killed') {
        kills += 1;
        const row = await instance(id);
        if (verb === 'provision') expect(row.state === 'open' ? row.login_check : 'x').toBeTruthy();
        expect(await rows('hosted_backup', id)).toEqual([]);
        const claimed = new Set((await rows('hosted_thing', id)).map(({ name }) => name));
        const tenants = await t.app.context.db
          .global<{ tenant: { id: Id; slug: string } }>()
          .selectFrom('tenant')
          .select('id')
          .where('slug', '=', 'abies')
          .execute();
        for (const one of tenants) expect(claimed).toContain(one.id);
        expect(tenants.length).toBeLessThanOrEqual(1);
        const folder = join(t.app.context.hostingDir, 'backups', id);
        for (const file of existsSync(folder) ? readdirSync(folder) : [])
          expect(claimed).toContain(join(folder, file));
      }
      expect(kills).toBeGreaterThan(4);
    }
    expect((await instance(id)).state).toBe('open');
    expect(await rows('hosted_backup', id)).toHaveLength(1);
  });
});

/** Queues a mail in a workspace. @returns what became of it */
async function mailIn(of: Id): Promise<() => Promise<unknown>> {
  const { db, clock, tenantFacts } = t.app.context;
  const caller = systemCaller(await tenantFacts(of), clock, 'system');
  const subjectId = idAt(clock.now());
  await db.inTenant(of, (tx) =>
    queueMail(tx, caller, {
      ...{ kind: 'support.relay-test', subjectId, recipient: 'owner@birch.example', locale: 'en' },
      ...{ subject: 'x', headline: 'x', blocks: [], documentIds: [] },
    }),
  );
  return async () => (await db.inTenant(of, (tx) => listMails(tx, subjectId)))[0]?.state;
}

async function code(client: Client, path: string): Promise<string> {
  const route = declared.find((one) => one.path === path && one.method === 'GET')!;
  try {
    await client.call(route, {} as never);
    return '';
  } catch (error) {
    return String((error as { problem?: { code: string } }).problem?.code ?? error);
  }
}
