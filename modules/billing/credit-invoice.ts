import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { parseAmount } from '#domain/money/currency.ts';
import { postDocument } from '#domain/money/ledger/posting.ts';
import { letGoOfOrder } from '#modules/orders/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { decideCredit, type CreditableLine, type CreditAsk, type CreditDraft } from './credit-rules.ts';
import { book, CHART, lockCustomer } from './ledger.ts';
import { creditNoteNumber, json, orderFacts, toStoredTax, type BillingTables } from './store.ts';

type InvoiceRow = BillingTables['invoice'];
type NoteRow = BillingTables['credit_note'];

export interface CreditInput {
  readonly reason: string;
  /** the delivery was right and the invoice was not: the pieces may be invoiced again */
  readonly again: boolean;
  /** nothing = everything that is left of the invoice */
  readonly lines: readonly (
    | { readonly lineNo: number; readonly quantity: number }
    | {
        readonly lineNo: number;
        /** decimal text in the invoice's currency */
        readonly amount: string;
      }
  )[];
}

/**
 * Corrects an issued invoice by a credit note: in full, some pieces, or an amount off a line. What is still open of the
 * invoice goes down by it; what was paid already is open in the customer's favour, to be given back or set off.
 */
export async function creditInvoice(
  tx: Tx,
  caller: Caller,
  invoiceId: Id,
  input: CreditInput,
): Promise<Result<{ creditNoteId: Id }, Refusal>> {
  const drafted = await draftCredit(tx, invoiceId, input);
  if (!drafted.ok) return drafted;
  const { invoice, draft } = drafted.value;
  const year = Number(caller.today.slice(0, 4));
  const numbered = { year, number: await nextNumber(tx, `credit-note-${year}`) };
  const creditNoteId = idAt(caller.now);
  await saveNote(tx, caller, { id: creditNoteId, ...numbered }, invoice, draft, input.reason);
  if (draft.last && invoice.order_id) await letGoOfOrder(tx, invoice.order_id, invoiceId);
  if (input.again) await setFree(tx, creditNoteId, invoice, draft);
  await publish(tx, caller, 'invoice.credited', invoiceId, {
    ...orderFacts(invoice),
    creditNoteId,
    creditNote: creditNoteNumber(numbered),
    inFull: draft.last,
  });
  await publish(tx, caller, 'credit-note.issued', creditNoteId, { invoiceId });
  return ok({ creditNoteId });
}

/** What a credit note would say, with the customer's documents locked: `creditInvoice` saves exactly this. */
export async function draftCredit(
  tx: Tx,
  invoiceId: Id,
  input: Pick<CreditInput, 'lines'>,
): Promise<Result<{ invoice: InvoiceRow; draft: CreditDraft }, Refusal>> {
  const tables = tx.tables<BillingTables>();
  const invoice = await tables
    .selectFrom('invoice')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', invoiceId)
    .executeTakeFirst();
  if (!invoice) return refuse({ code: 'invoice_unknown' });
  const asks = readAsks(input, invoice.currency);
  if (!asks.ok) return asks;
  await lockCustomer(tx, invoice.customer_id);
  const deducted = await tables
    .selectFrom('deducted_invoice')
    .select('invoice_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('deposit_id', '=', invoiceId)
    .executeTakeFirst();
  if (deducted) return refuse({ code: 'deposit_deducted_already' });
  const notes = await tables
    .selectFrom('credit_note')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('invoice_id', '=', invoiceId)
    .execute();
  const grossLeft = notes.reduce(
    (sum, note) => sum - note.gross_minor - note.rounding_minor,
    invoice.gross_minor as bigint,
  );
  const draft = decideCredit(creditable(invoice, notes), asks.value, minor(grossLeft));
  return draft.ok ? ok({ invoice, draft: draft.value }) : draft;
}

function readAsks(input: Pick<CreditInput, 'lines'>, currency: string): Result<CreditAsk[], Refusal> {
  const asks: CreditAsk[] = [];
  for (const [at, line] of input.lines.entries()) {
    if ('quantity' in line) {
      asks.push(line);
      continue;
    }
    const amount = parseAmount(line.amount, currency);
    if (!amount.ok) return refuse({ ...amount.refusal, field: `lines.${at}.amount` });
    asks.push({ lineNo: line.lineNo, amountMinor: amount.value });
  }
  return ok(asks);
}

/** The invoice's lines with what earlier notes took of them. */
function creditable(invoice: InvoiceRow, notes: readonly NoteRow[]): CreditableLine[] {
  const credited = notes.flatMap((note) => note.lines);
  return invoice.lines.map((line) => {
    const own = credited.filter(({ lineNo }) => lineNo === line.lineNo);
    return {
      lineNo: line.lineNo,
      quantity: line.quantity,
      netMinor: minor(BigInt(line.netMinor)),
      tax: { category: line.taxCategory, percent: line.taxPercent },
      creditedQuantity: own.reduce((sum, { quantity }) => sum + quantity, 0),
      creditedMinor: minor(own.reduce((sum, { netMinor }) => sum + BigInt(netMinor), 0n)),
    };
  });
}

async function saveNote(
  tx: Tx,
  caller: Caller,
  note: { readonly id: Id; readonly year: number; readonly number: number },
  invoice: InvoiceRow,
  draft: CreditDraft,
  reason: string,
): Promise<void> {
  const { totals } = draft;
  const roundingMinor: Minor = draft.roundingMinor;
  await tx
    .tables<BillingTables>()
    .insertInto('credit_note')
    .values({
      tenant_id: tx.tenantId,
      ...note,
      invoice_id: invoice.id,
      customer_id: invoice.customer_id,
      recipient: json(invoice.recipient),
      currency: invoice.currency,
      lines: json(
        draft.lines.map((line) => ({
          ...invoice.lines.find(({ lineNo }) => lineNo === line.lineNo)!,
          quantity: line.quantity,
          netMinor: `${line.netMinor}`,
        })),
      ),
      taxes: json(totals.taxes.map(toStoredTax)),
      net_minor: totals.netMinor,
      tax_minor: totals.taxMinor,
      gross_minor: totals.grossMinor,
      rounding_minor: roundingMinor,
      reason,
      issued_on: caller.today,
      issued_at: caller.now,
    })
    .execute();
  await book(tx, caller, {
    kind: 'credit-note',
    sourceId: note.id,
    bookedOn: caller.today,
    currency: invoice.currency,
    reference: creditNoteNumber(note),
    text: reason,
    lines: postDocument(
      {
        // A deposit invoice is credited on the account of deposits, where it was booked.
        kind: 'credit-note',
        number: note.id,
        on: caller.today,
        party: invoice.customer_id,
        currency: invoice.currency,
        taxes: totals.taxes,
        roundingMinor,
        reduces: invoice.id,
      },
      invoice.kind === 'invoice' ? CHART : DEPOSITS_AS_INCOME,
    ).lines,
  });
}

/** The chart in which income is what was received before delivery: what a deposit invoice was booked on. */
const DEPOSITS_AS_INCOME = {
  ...CHART,
  revenue: Object.fromEntries(
    Object.keys(CHART.revenue).map((tax) => [tax, CHART.roles['deposits-received']]),
  ),
};

async function setFree(tx: Tx, creditNoteId: Id, invoice: InvoiceRow, draft: CreditDraft): Promise<void> {
  const orderId = invoice.order_id;
  const pieces = draft.lines.filter(({ quantity }) => quantity > 0);
  if (orderId === null || invoice.kind !== 'invoice' || pieces.length === 0) return;
  await tx
    .tables<BillingTables>()
    .insertInto('credited_line')
    .values(
      pieces.map(({ lineNo, quantity }) => ({
        tenant_id: tx.tenantId,
        credit_note_id: creditNoteId,
        order_id: orderId,
        line_no: lineNo,
        quantity,
      })),
    )
    .execute();
}
