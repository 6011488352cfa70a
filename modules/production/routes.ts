import { ok, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { renderPdf } from '#platform/documents/render.ts';
import { handle, handlePrepared, type FileAnswer, type Given, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { asLocale } from '#platform/words/words.ts';
import { addToBatch, createBatch } from './batches.ts';
import * as contract from './contract.ts';
import { listBatches, listWaiting, loadBatch } from './cutting-queries.ts';
import { askForPlan, cancelPlan } from './plan-cutting.ts';
import { loadPlanPage } from './plan-page.ts';
import * as labels from './label-contract.ts';
import { offcutLabels, partLabels } from './labels.ts';
import * as moves from './move-contract.ts';
import { dropMove, moveOperation, undoMove, whatIf } from './move-operation.ts';
import { answerHelp } from './help-calls.ts';
import { loadWork } from './progress.ts';
import { loadSawFile } from './load-saw-file.ts';
import { queueSchedule } from './queue-schedule.ts';
import { releasePlan } from './release-plan.ts';
import { runStationCommand, runStationCommands } from './run-station-command.ts';
import { dropPin, loadSchedule, setPin } from './schedule-queries.ts';
import type { StationAnswer } from './station-answer.ts';
import { listStations, loadStation } from './station-queries.ts';
import { sentenceOf } from './words.ts';

export const handlers: readonly Handler<AppContext>[] = [
  handle(contract.listCutting, async ({ tx, caller }) =>
    ok({ materials: await listWaiting(tx), batches: await listBatches(tx, caller) }),
  ),
  handle(contract.createBatch, ({ tx, caller, input }) => createBatch(tx, caller, input.body)),
  handle(contract.addToBatch, ({ tx, caller, input }) =>
    addToBatch(tx, caller, input.params.batchId, input.body.orderIds),
  ),
  handle(contract.getBatch, ({ tx, caller, input }) => loadBatch(tx, caller, input.params.batchId)),
  handle(contract.askForPlan, ({ tx, caller, input }) =>
    askForPlan(tx, caller, input.params.batchId, input.body),
  ),
  handle(contract.cancelRun, ({ tx, caller, input }) => cancelPlan(tx, caller, input.params.runId)),
  handle(contract.getPlan, ({ tx, caller, input }) => loadPlanPage(tx, caller, input.params.planId)),
  handle(
    contract.getSawFile,
    async ({ tx, caller, input }: Given<typeof contract.getSawFile, AppContext>) => {
      const file = await loadSawFile(
        tx,
        caller,
        input.params.planId,
        input.params.sawFile,
        input.query.pattern,
      );
      return file.ok ? file.value : file;
    },
  ),
  handle(contract.releasePlan, ({ tx, caller, input }) => releasePlan(tx, caller, input.params.planId)),

  handle(contract.getSchedule, async ({ tx, caller }) => ok(await loadSchedule(tx, caller))),
  handle(contract.planScheduleNow, async ({ tx }) => {
    await queueSchedule(tx, 'asked');
    return ok({});
  }),
  handle(contract.setPin, ({ tx, caller, input }) => setPin(tx, caller, input.body)),
  handle(contract.dropPin, ({ tx, caller, input }) => dropPin(tx, caller, input.params.pinId)),
  handle(moves.whatIf, async ({ tx, caller, input }) => ok(await whatIf(tx, caller, input.query))),
  handle(moves.moveOperation, ({ tx, caller, input }) => moveOperation(tx, caller, input.body)),
  handle(moves.undoMove, ({ tx, caller, input }) => undoMove(tx, caller, input.params.pinId)),
  handle(moves.dropMove, ({ tx, caller, input }) => dropMove(tx, caller, input.params.pinId)),

  handle(contract.getWork, ({ tx, caller, input }) => loadWork(tx, caller, input.params.orderId)),

  handlePrepared(
    labels.printPartLabels,
    ({ caller, context, input }) =>
      printed(context.db.inTenant(caller.tenantId, (tx) => partLabels(tx, caller, input.query))),
    ({ prepared }) => Promise.resolve(prepared),
  ),
  handlePrepared(
    labels.printOffcutLabels,
    ({ caller, context, input }) =>
      printed(context.db.inTenant(caller.tenantId, (tx) => offcutLabels(tx, caller, input.query))),
    ({ prepared }) => Promise.resolve(prepared),
  ),

  handle(contract.listStations, async ({ tx }) => ok({ stations: await listStations(tx) })),
  handle(contract.getStation, ({ tx, caller, input }) => loadStation(tx, caller, input.params.centre)),
  handle(contract.answerHelp, ({ tx, caller, input }) =>
    answerHelp(tx, caller, input.params.callId, input.body.answer),
  ),
  handle(contract.sendCommand, async ({ tx, caller, input }) => {
    const answer = await runStationCommand(tx, caller, { ...input.body, centre: input.params.centre });
    return ok(toldTo(caller, answer));
  }),
  handle(contract.sendCommands, async ({ tx, caller, input }) => {
    const begin = Date.parse(caller.now);
    // Each a moment of its own, in the order of the taps: what is taken back later is found by it.
    const taps = input.body.commands.map((message, i) => ({
      caller: { ...caller, now: new Date(begin + i).toISOString() },
      message,
    }));
    return ok({ answers: (await runStationCommands(tx, taps)).map((answer) => toldTo(caller, answer)) });
  }),
];

/** Drawn outside of the transaction that read it. */
async function printed(loading: ReturnType<typeof partLabels>): Promise<Result<FileAnswer>> {
  const loaded = await loading;
  if (!loaded.ok) return loaded;
  const { name, pdf } = loaded.value;
  return ok({ contentType: 'application/pdf', bytes: await renderPdf(pdf), name });
}

/** An answer with its sentence in the worker's language. */
function toldTo(caller: Caller, answer: StationAnswer): contract.StationAnswerView {
  return {
    ...answer,
    choices: [...answer.choices],
    offcuts: [...answer.offcuts],
    facts: { ...answer.facts },
    sentence: sentenceOf(answer, asLocale(caller.locale)),
  };
}
