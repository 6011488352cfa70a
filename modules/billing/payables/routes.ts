import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { formatAmount, parseAmount } from '#domain/money/currency.ts';
import { documentAnswer, findDocument, saveDocument } from '#platform/documents/stored.ts';
import { fileKind } from '#platform/files/file-kind.ts';
import { keepUpload } from '#platform/files/masking/keep-upload.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, handlePrepared, type Given, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { runInThread, ThreadFailed } from '#platform/threads/run-in-thread.ts';
import * as contract from './contract.ts';
import { approveInvoice, refuseInvoice } from './decide-invoice.ts';
import { payFromLine, paySupplier } from './pay-supplier.ts';
import { listSupplierInvoices, outgoingProposals, supplierInvoice } from './queries.ts';
import type { ReadFile } from './read-file.ts';
import { enterInvoice, takeReadInvoice } from './take-invoice.ts';
import { tellAccountChanged } from './tell-account-changed.ts';
import { findSupplierInvoice, SUPPLIER_FILE } from './store.ts';

/** What one file may cost: far more than any invoice needs. */
const READ_SECONDS = 30;
const READ_MEGABYTES = 512;
const FILE_BYTES_MAX = 15 * 1024 * 1024;

type View = Promise<Result<contract.SupplierInvoiceView, Refusal>>;

async function then(tx: Tx, caller: Caller, done: Result<{ invoiceId: Id }, Refusal>): View {
  return done.ok ? supplierInvoice(tx, caller, done.value.invoiceId) : done;
}

interface Stored {
  readonly hash: string;
  readonly bytes: number;
  readonly contentType: string;
}

async function store(
  context: AppContext,
  tenantId: Id,
  bytes: Uint8Array,
  contentType: string,
): Promise<Result<Stored, Refusal>> {
  const saved = await keepUpload(context.files, tenantId, bytes, FILE_BYTES_MAX);
  if (!saved.ok) return refuse({ ...saved.refusal, field: 'file' });
  return ok({ hash: saved.value.sha256, bytes: saved.value.bytes, contentType });
}

async function readApart(bytes: Buffer): Promise<Result<ReadFile, Refusal>> {
  try {
    return await runInThread<{ bytes: Uint8Array }, Result<ReadFile, Refusal>>(
      new URL('./read-file.ts', import.meta.url),
      { bytes },
      { deadlineSeconds: READ_SECONDS, graceSeconds: 1, memoryMb: READ_MEGABYTES },
    );
  } catch (error) {
    if (error instanceof ThreadFailed) return refuse({ code: 'supplier_file_too_hard', field: 'file' });
    throw error;
  }
}

const ending = (contentType: string): string => (contentType === 'application/pdf' ? 'pdf' : 'xml');

async function keepFile(tx: Tx, caller: Caller, invoiceId: Id, file: Stored, revision: number) {
  const row = await findSupplierInvoice(tx, invoiceId);
  const number = row!.number.replace(/[^\p{L}\p{N}-]+/gu, '-');
  await saveDocument(tx, caller, {
    kind: SUPPLIER_FILE,
    subjectId: invoiceId,
    revision,
    name: `${number}.${ending(file.contentType)}`,
    ...file,
  });
}

export const payableHandlers: readonly Handler<AppContext>[] = [
  handle(contract.listSupplierInvoices, async ({ tx, caller, input }) =>
    ok(await listSupplierInvoices(tx, caller, input.query.state)),
  ),
  handle(contract.getSupplierInvoice, ({ tx, caller, input }) =>
    supplierInvoice(tx, caller, input.params.supplierInvoiceId),
  ),
  handlePrepared(
    contract.uploadSupplierInvoice,
    async ({ caller, context, upload }) => {
      if (!upload) return refuse({ code: 'upload_not_bytes', status: 415 });
      const read = await readApart(upload.bytes);
      if (!read.ok) return refuse({ ...read.refusal, status: 422 });
      const file = await store(context, caller.tenantId, read.value.bytes, read.value.contentType);
      return file.ok ? ok({ read: read.value, file: file.value, tellMasked: upload.tellMasked }) : file;
    },
    async ({ tx, caller, context, prepared }) => {
      const taken = await takeReadInvoice(tx, caller, prepared.read);
      if (!taken.ok) return taken;
      await tellAccountChanged(tx, caller, context.publicUrl, taken.value.invoiceId);
      prepared.tellMasked(prepared.read.maskedCards);
      await keepFile(tx, caller, taken.value.invoiceId, prepared.file, 1);
      return supplierInvoice(tx, caller, taken.value.invoiceId);
    },
  ),
  handle(
    contract.enterSupplierInvoice,
    async ({ tx, caller, context, input }: Given<typeof contract.enterSupplierInvoice, AppContext>) => {
      const taken = await enterInvoice(tx, caller, input.body);
      if (taken.ok) await tellAccountChanged(tx, caller, context.publicUrl, taken.value.invoiceId);
      return then(tx, caller, taken);
    },
  ),
  handle(contract.approveSupplierInvoice, async ({ tx, caller, input }) =>
    then(tx, caller, await approveInvoice(tx, caller, input.params.supplierInvoiceId, input.body)),
  ),
  handle(contract.refuseSupplierInvoice, async ({ tx, caller, input }) =>
    then(tx, caller, await refuseInvoice(tx, caller, input.params.supplierInvoiceId, input.body.reason)),
  ),
  handle(contract.paySupplierInvoice, async ({ tx, caller, input }) => {
    const { amount, paidOn = caller.today, ...body } = input.body;
    const row = await findSupplierInvoice(tx, input.params.supplierInvoiceId);
    if (!row) return refuse({ code: 'supplier_invoice_unknown' });
    let amountMinor: Minor | undefined;
    if (amount !== undefined) {
      const read = parseAmount(amount, row.currency);
      if (!read.ok) return refuse({ ...read.refusal, field: 'amount' });
      amountMinor = read.value;
    }
    const paid = await paySupplier(tx, caller, row.id, {
      ...body,
      paidOn,
      ...(amountMinor === undefined ? {} : { amountMinor }),
    });
    return then(tx, caller, paid);
  }),
  handlePrepared(
    contract.attachSupplierFile,
    async ({ caller, context, input, upload }) => {
      const { supplierInvoiceId } = input.params;
      const row = await context.db.inTenant(caller.tenantId, (tx) =>
        findSupplierInvoice(tx, supplierInvoiceId),
      );
      if (!row) return refuse({ code: 'supplier_invoice_unknown' });
      if (!upload) return refuse({ code: 'upload_not_bytes', status: 415 });
      const kind = fileKind(upload.bytes);
      if (kind !== 'pdf') return refuse({ code: 'supplier_file_not_pdf', field: 'file', value: kind });
      return store(context, caller.tenantId, upload.bytes, 'application/pdf');
    },
    async ({ tx, caller, input, prepared }) => {
      const { supplierInvoiceId } = input.params;
      // The file of an e-invoice is the invoice: nothing takes its place.
      if (await findDocument(tx, SUPPLIER_FILE, supplierInvoiceId))
        return refuse({ code: 'supplier_file_there' });
      await keepFile(tx, caller, supplierInvoiceId, prepared, 1);
      return supplierInvoice(tx, caller, supplierInvoiceId);
    },
  ),
  handle(
    contract.supplierInvoiceFile,
    async ({ tx, context, input }: Given<typeof contract.supplierInvoiceFile, AppContext>) => {
      const document = await findDocument(tx, SUPPLIER_FILE, input.params.supplierInvoiceId);
      // An XML of a stranger is never opened as a page.
      return document
        ? documentAnswer(context.files, tx.tenantId, document, true)
        : refuse({ code: 'document_unknown' });
    },
  ),
  handle(contract.outgoingLines, async ({ tx }) => {
    const lines = await outgoingProposals(tx);
    return ok({
      lines: lines.map(({ line, proposals }) => ({
        lineId: line.id,
        proposals: proposals.map((item) => ({
          id: item.id,
          number: item.number,
          supplierName: item.supplierName,
          open: formatAmount(minor(item.openMinor), item.currency),
        })),
      })),
    });
  }),
  handle(contract.payFromBankLine, ({ tx, caller, input }) =>
    payFromLine(tx, caller, input.params.bankLineId, input.body.shares),
  ),
];
