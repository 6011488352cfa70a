import { addDays, dayIn, instantAt } from '#domain/kernel/days.ts';
import { ok, refuse, type Refused, type Result } from '#domain/kernel/result.ts';
import { lastAuditCheck, listAudit } from '#platform/audit/audit.ts';
import type { Caller } from '#platform/http/caller.ts';
import { keepUpload } from '#platform/files/masking/keep-upload.ts';
import { handle, handlePrepared, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { isOperator } from '../installation.ts';
import { valuesInForce } from '../record.ts';
import {
  addProcessor,
  changeProcessor,
  confirmContract,
  handInContract,
  resumeProcessor,
  stopProcessor,
} from './change-processor.ts';
import * as contract from './contract.ts';
import { countEgress, listEgress } from './egress-log.ts';
import { standingOf } from './rules.ts';
import { loadProcessors } from './store.ts';

const TRAFFIC_DAYS = 30;
const LINES = 100;

/** The register is the operator's: whoever has the role in another tenant finds nothing here. */
async function ofOperator(tx: Tx): Promise<Refused<{ code: 'address_unknown'; status: number }> | null> {
  return (await isOperator(tx, tx.tenantId)) ? null : refuse({ code: 'address_unknown', status: 404 });
}

async function view(tx: Tx, caller: Caller, id?: string): Promise<contract.ProcessorView[]> {
  const values = await valuesInForce(tx, caller.now);
  const zone = values['operator.zone'];
  const today = dayIn(zone, caller.now);
  const counts = await countEgress(tx, instantAt(zone, addDays(today, -TRAFFIC_DAYS)));
  return (await loadProcessors(tx, id)).map((processor) => {
    const { state, daysLeft } = standingOf(values, processor, today);
    const { connected, refused, failed, bytesOut } = counts.find(
      ({ recipient }) => recipient === `processor:${processor.id}`,
    ) ?? { connected: 0, refused: 0, failed: 0, bytesOut: 0 };
    return {
      ...processor,
      contracts: [...processor.contracts],
      state,
      daysLeft,
      traffic: { connected, refused, failed, bytesOut },
    };
  });
}

/** Does one change for the operator and answers with the processor as it is then. */
async function change(
  tx: Tx,
  caller: Caller,
  processorId: string,
  work: () => Promise<Result<null>>,
): Promise<Result<contract.ProcessorView>> {
  const foreign = await ofOperator(tx);
  if (foreign) return foreign;
  const done = await work();
  if (!done.ok) return done;
  const [processor] = await view(tx, caller, processorId);
  return processor ? ok(processor) : refuse({ code: 'processor_unknown' });
}

export const processorHandlers: readonly Handler<AppContext>[] = [
  handle(
    contract.listProcessors,
    async ({ tx, caller }) => (await ofOperator(tx)) ?? ok({ processors: await view(tx, caller) }),
  ),
  handle(contract.addProcessor, ({ tx, caller, input }) =>
    change(tx, caller, input.body.id, () => addProcessor(tx, caller, input.body)),
  ),
  handle(contract.changeProcessor, ({ tx, caller, input }) => {
    const { processorId } = input.params;
    return change(tx, caller, processorId, () => changeProcessor(tx, caller, processorId, input.body));
  }),
  handlePrepared(
    contract.uploadContract,
    async ({ caller, context, upload }) => {
      if (!upload) return refuse({ code: 'upload_not_bytes', status: 415 });
      if (!(await isOperator(context.db, caller.tenantId)))
        return refuse({ code: 'address_unknown', status: 404 });
      if (!upload.bytes.subarray(0, 5).equals(Buffer.from('%PDF-')))
        return refuse({ code: 'contract_no_pdf', status: 422 });
      const { files } = context;
      const stored = await keepUpload(
        files,
        caller.tenantId,
        upload.bytes,
        contract.CONTRACT_BYTES_MAX,
        upload.tellMasked,
      );
      return stored.ok ? ok({ fileHash: stored.value.sha256, fileName: upload.name.slice(0, 200) }) : stored;
    },
    async ({ tx, input, prepared }) => {
      const [processor] = await loadProcessors(tx, input.params.processorId);
      return processor ? ok(prepared) : refuse({ code: 'processor_unknown' });
    },
  ),
  handle(contract.handInContract, ({ tx, caller, context, input }) => {
    const { processorId } = input.params;
    return change(tx, caller, processorId, async () => {
      if (!(await context.files.read(caller.tenantId, input.body.fileHash)))
        return refuse({ code: 'contract_file_missing', field: 'fileHash' });
      return handInContract(tx, caller, processorId, input.body);
    });
  }),
  handle(contract.confirmContract, ({ tx, caller, input }) => {
    const { processorId, contractId } = input.params;
    return change(tx, caller, processorId, () => confirmContract(tx, caller, processorId, contractId));
  }),
  handle(contract.stopProcessor, ({ tx, caller, input }) => {
    const { processorId } = input.params;
    return change(tx, caller, processorId, () => stopProcessor(tx, caller, processorId, input.body));
  }),
  handle(contract.resumeProcessor, ({ tx, caller, input }) => {
    const { processorId } = input.params;
    return change(tx, caller, processorId, () => resumeProcessor(tx, caller, processorId, input.body.reason));
  }),
  handle(
    contract.listEgressLog,
    async ({ tx }) => (await ofOperator(tx)) ?? ok({ calls: await listEgress(tx, LINES) }),
  ),
  handle(contract.listOperatorAudit, async ({ tx, input }) => {
    const foreign = await ofOperator(tx);
    if (foreign) return foreign;
    const { before } = input.query;
    const entries = await listAudit(tx, { limit: LINES, ...(before === undefined ? {} : { before }) });
    const checked = await lastAuditCheck(tx);
    return ok({ entries, checked });
  }),
];
