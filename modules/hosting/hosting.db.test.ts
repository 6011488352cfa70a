import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMinutes } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';

import { loadInstallation } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { asOwner } from '#platform/postgres/connect.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import * as doors from './api.ts';
import type { HostingTables, InstanceRow, OperationRow } from './store.ts';
import { admitWorkspace } from './workspace/door.ts';

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
    (tx) =>
      tx
        .tables<HostingTables>()
        .selectFrom(table)
        .selectAll()
        .where('tenant_id' as never, '=', operatorId as never)
        .where('instance_id' as never, '=', instanceId as never)
        .execute() as unknown as Promise<HostingTables[K][]>,
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
    expect(await rows('hosted_thing', id)).toMatchObject([{ kind: 'tenant', name: await tenantOf(id) }]);
  });

  test('a second one of the same name is refused', async () => {
    await expect(order('birch')).rejects.toThrow('hosting_slug_taken');
  });
});
