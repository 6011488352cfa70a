import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { handle, type Given, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { vault } from '#platform/secrets/vault.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { runCandidates } from './candidates.ts';
import { composeDebitRun } from './compose-run.ts';
import * as contract from './contract.ts';
import { mandatesOf, revokeMandate, saveMandate, saveSepaSettings, sepaSettings } from './mandates.ts';
import { composePayouts } from './payouts.ts';
import { listRuns, runView } from './queries.ts';
import { approveRun, cancelRun, findRun, handOverRun, releaseItem, stateOf } from './run-steps.ts';
import { runFileAt, runNumber } from './store.ts';

async function then(
  tx: Tx,
  done: Result<{ runId: Id }, Refusal>,
): Promise<Result<contract.RunView, Refusal>> {
  return done.ok ? runView(tx, done.value.runId) : done;
}

export const sepaHandlers: readonly Handler<AppContext>[] = [
  handle(contract.getSepaSettings, async ({ tx }) => ok(await sepaSettings(tx))),
  handle(contract.setSepaSettings, ({ tx, input }) => saveSepaSettings(tx, input.body)),
  handle(contract.listMandates, ({ tx, caller, input }) =>
    mandatesOf(tx, caller.today, input.params.customerId),
  ),
  handle(contract.recordMandate, async ({ tx, caller, input }) => {
    const { customerId } = input.params;
    const saved = await saveMandate(tx, caller, customerId, input.body);
    return saved.ok ? mandatesOf(tx, caller.today, customerId) : saved;
  }),
  handle(contract.revokeMandate, async ({ tx, caller, input }) => {
    const revoked = await revokeMandate(tx, caller, input.params.mandateId, input.body.reason);
    return revoked.ok ? mandatesOf(tx, caller.today, revoked.value.customerId) : revoked;
  }),
  handle(contract.listCandidates, async ({ tx, caller }) => ok(await runCandidates(tx, caller))),
  handle(contract.listRuns, async ({ tx }) => ok({ runs: await listRuns(tx) })),
  handle(contract.getRun, ({ tx, input }) => runView(tx, input.params.runId)),
  handle(contract.composeDebits, async ({ tx, caller, input }) =>
    then(tx, await composeDebitRun(tx, caller, input.body)),
  ),
  handle(contract.composeTransfers, async ({ tx, caller, input }) =>
    then(tx, await composePayouts(tx, caller, input.body)),
  ),
  handle(contract.approveRun, async ({ tx, caller, input }) =>
    then(tx, await approveRun(tx, caller, input.params.runId)),
  ),
  handle(contract.handOverRun, async ({ tx, caller, input }) =>
    then(tx, await handOverRun(tx, caller, input.params.runId)),
  ),
  handle(contract.cancelRun, async ({ tx, caller, input }) =>
    then(tx, await cancelRun(tx, caller, input.params.runId, input.body.reason)),
  ),
  handle(contract.releaseRunItem, async ({ tx, caller, input }) =>
    then(tx, await releaseItem(tx, caller, input.params.runId, input.body)),
  ),
  handle(contract.runFile, async ({ tx, input }: Given<typeof contract.runFile, AppContext>) => {
    const found = await findRun(tx, input.params.runId);
    if (!found) return refuse({ code: 'payment_run_unknown' });
    if (stateOf(found.steps) !== 'handed_over') return refuse({ code: 'run_not_handed_over' });
    const file = vault().open(found.run.file_sealed, runFileAt(tx.tenantId, found.run.id));
    return {
      contentType: 'application/xml',
      bytes: Buffer.from(file, 'utf8'),
      name: `${runNumber(found.run)}.xml`,
      download: true,
    };
  }),
];
