import { PassThrough } from 'node:stream';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { contactsOf, proofMissing } from '#modules/accounts/api.ts';
import { forPurpose } from '#modules/policy/api.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, handleOpen, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { writeArchive } from '#platform/tenant-data/write-archive.ts';
import { askOperation } from './ask-operation.ts';
import { askBackup, holdInstance, liftHold } from './change-life.ts';
import * as contract from './contract.ts';
import type { StepFacts } from './driver.ts';
import { ofOperator } from './of-operator.ts';
import { listOffers } from './ordering/offers.ts';
import { placeOrder, policiesInForce } from './ordering/place-order.ts';
import { orderingHandlers } from './ordering/routes.ts';
import { listInstances, wholeInstance } from './queries.ts';
import { lockInstance, type HostingTables, type OperationRow } from './store.ts';
import { PROGRAM_VERSION } from './version.ts';
import { closedDoor } from './workspace/door.ts';

/** Does one thing to an instance of the operator and answers with the instance as it is then. */
async function then(
  tx: Tx,
  instanceId: Id,
  work: () => Promise<Result<unknown, Refusal>>,
): Promise<Result<contract.WholeInstance, Refusal>> {
  const own = await ofOperator(tx);
  if (!own.ok) return own;
  const locked = await lockInstance(tx, instanceId);
  if (!locked.ok) return locked;
  const done = await work();
  return done.ok ? wholeInstance(tx, instanceId) : done;
}

/** One that is of this instance and still there; its id alone would let in what belongs to another. */
async function known(
  tx: Tx,
  table: 'hosted_backup' | 'hosted_copy',
  instanceId: Id,
  id: Id,
): Promise<Result<null, { code: 'backup_unknown' | 'copy_unknown' }>> {
  const row = await tx
    .tables<HostingTables>()
    .selectFrom(table)
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .where(table === 'hosted_backup' ? 'removed_at' : ('dropped_at' as never), 'is', null)
    .executeTakeFirst();
  if (row) return ok(null);
  return refuse({ code: table === 'hosted_backup' ? 'backup_unknown' : 'copy_unknown' });
}

async function order(
  tx: Tx,
  caller: Caller,
  body: (typeof contract.orderForCustomer)['body']['_output'],
): Promise<Result<contract.WholeInstance, Refusal>> {
  const own = await ofOperator(tx);
  if (!own.ok) return own;
  const { slug, title, customerId, planId, addons, works, terms, makeNow } = body;
  const offer = (await listOffers(tx)).find(({ plan }) => plan.id === planId);
  if (!offer) return refuse({ code: 'hosting_plan_not_offered', field: 'planId' });
  const contacts = await forPurpose(tx, 'account').read('contact', () => contactsOf(tx, customerId));
  if (!contacts.ok) return contacts;
  const owner = contacts.value.find((one) => one.owner);
  if (!owner) return refuse({ code: 'hosting_owner_missing', field: 'customerId' });
  const policies = await policiesInForce(tx, caller);
  const placed = await placeOrder(tx, caller, {
    ...{ source: 'staff', wish: { plan: offer.plan.code, slug, title, addons, works }, customerId, policies },
    ...{ contact: owner, acceptedBy: terms.acceptedBy, act: terms.act, makeNow },
  });
  return placed.ok ? wholeInstance(tx, placed.value.instanceId) : placed;
}

async function retry(tx: Tx, caller: Caller, instanceId: Id, operationId: Id): Promise<Result<Id, Refusal>> {
  const row = (await tx
    .tables<HostingTables>()
    .selectFrom('hosting_operation')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('instance_id', '=', instanceId)
    .where('id', '=', operationId)
    .executeTakeFirst()) as OperationRow | undefined;
  if (!row) return refuse({ code: 'operation_unknown' });
  if (row.state !== 'failed' && row.state !== 'refused') return refuse({ code: 'operation_not_over' });
  return ok(await askOperation(tx, caller, instanceId, row.verb, row.input as StepFacts));
}

/** Streams all of a workspace; that it was taken stands in the audit log before the first byte goes. */
function stream(context: AppContext, tenantId: Id): PassThrough {
  const out = new PassThrough();
  writeArchive(context, tenantId, out, {
    ...{ version: PROGRAM_VERSION, now: context.clock.now(), purpose: 'people' },
  }).then(
    () => out.end(),
    // A file that is cut short has no list of entries and does not open; nobody takes it for whole.
    (error: unknown) => out.destroy(error as Error),
  );
  return out;
}

export const hostingHandlers: readonly Handler<AppContext>[] = [
  ...orderingHandlers,
  handle(contract.listInstances, async ({ tx }) => {
    const own = await ofOperator(tx);
    return own.ok ? ok({ instances: await listInstances(tx) }) : own;
  }),
  handle(contract.getInstance, ({ tx, input }) =>
    then(tx, input.params.hostedInstanceId, () => Promise.resolve(ok(null))),
  ),
  handle(contract.orderForCustomer, ({ tx, caller, input }) => order(tx, caller, input.body)),
  handle(contract.holdInstance, ({ tx, caller, input }) => {
    const { hostedInstanceId } = input.params;
    const change = input.body.on ? holdInstance : liftHold;
    return then(tx, hostedInstanceId, () => change(tx, caller, hostedInstanceId, input.body.hold));
  }),
  handle(contract.askForBackup, ({ tx, caller, input }) => {
    const { hostedInstanceId } = input.params;
    return then(tx, hostedInstanceId, async () => ok(await askBackup(tx, caller, hostedInstanceId, 'asked')));
  }),
  handle(contract.restoreCopy, ({ tx, caller, input }) => {
    const { hostedInstanceId } = input.params;
    const { backupId } = input.body;
    return then(tx, hostedInstanceId, async () => {
      const there = await known(tx, 'hosted_backup', hostedInstanceId, backupId);
      return there.ok ? ok(await askOperation(tx, caller, hostedInstanceId, 'copy', { backupId })) : there;
    });
  }),
  handle(contract.dropCopy, ({ tx, caller, input }) => {
    const { hostedInstanceId } = input.params;
    const { copyId } = input.body;
    return then(tx, hostedInstanceId, async () => {
      const there = await known(tx, 'hosted_copy', hostedInstanceId, copyId);
      return there.ok ? ok(await askOperation(tx, caller, hostedInstanceId, 'drop-copy', { copyId })) : there;
    });
  }),
  handle(contract.retryOperation, ({ tx, caller, input }) => {
    const { hostedInstanceId } = input.params;
    return then(tx, hostedInstanceId, () => retry(tx, caller, hostedInstanceId, input.body.operationId));
  }),
  handleOpen(contract.describeDoor, async ({ caller, context }) =>
    ok({ closed: caller ? await closedDoor(context.db, caller.tenantId) : null }),
  ),
  handle(contract.takeData, async ({ tx, caller, context }) => {
    const unproven = proofMissing(caller);
    if (unproven) return unproven;
    await appendAudit(tx, {
      actor: caller,
      action: 'workspace.data-taken',
      subject: `tenant:${tx.tenantId}`,
    });
    const name = `${caller.tenantName} ${caller.today}.zip`;
    return { contentType: 'application/zip', bytes: stream(context, tx.tenantId), name, download: true };
  }),
];
