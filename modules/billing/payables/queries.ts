import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { isLeftToBuyer } from '#domain/money/ledger/self-assessed.ts';
import { findDocument } from '#platform/documents/stored.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { said } from '../before-issue/check-issue.ts';
import type { SupplierInvoiceListed, SupplierInvoiceView } from './contract.ts';
import { CHART, linesOf } from '../ledger.ts';
import { fromStoredTax } from '../store.ts';
import { EXPENSE_ACCOUNTS, ownPercent } from './decide-invoice.ts';
import { matchOutgoing, payableState, type PayableItem, type PayableState } from './rules.ts';
import { owedOn, SUPPLIER_FILE, type PayableTables, type SupplierInvoiceRow } from './store.ts';
import { claimsOn } from '../sepa/store.ts';
import { openLines, type BankLine } from '../match-lines.ts';

const LIST_MAX = 500;
const LINES_MAX = 200;
const PROPOSALS_MAX = 5;

const OWED_BY_US: readonly string[] = [CHART.roles['output-tax-reverse'], CHART.roles['output-tax-acquired']];

type Decision = PayableTables['supplier_invoice_decision'];

interface Known {
  readonly names: ReadonlyMap<Id, { readonly name: string; readonly vat_number: string }>;
  readonly decisions: ReadonlyMap<Id, Decision>;
  readonly owed: ReadonlyMap<Id, bigint>;
  readonly claims: ReadonlyMap<Id, Id>;
}

async function known(tx: Tx, rows: readonly SupplierInvoiceRow[]): Promise<Known> {
  const tables = tx.tables<PayableTables>();
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return { names: new Map(), decisions: new Map(), owed: new Map(), claims: new Map() };
  const suppliers = await tables
    .selectFrom('supplier')
    .select(['id', 'name', 'vat_number'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', 'in', [...new Set(rows.map((row) => row.supplier_id))])
    .execute();
  const decisions = await tables
    .selectFrom('supplier_invoice_decision')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('invoice_id', 'in', ids)
    .execute();
  return {
    names: new Map(suppliers.map((row) => [row.id, row])),
    decisions: new Map(decisions.map((row) => [row.invoice_id, row])),
    owed: await owedOn(tx, ids),
    claims: await claimsOn(tx, ids),
  };
}

/** What is open of an invoice, or of a credit note in our favour, above zero. */
function openOn(row: SupplierInvoiceRow, all: Known): bigint {
  const owed = all.owed.get(row.id) ?? 0n;
  return row.kind === 'credit-note' ? -owed : owed;
}

function listed(row: SupplierInvoiceRow, all: Known, today: Day): SupplierInvoiceListed {
  const faulty = row.findings.some(({ severity }) => severity === 'fatal') || row.prepaid_minor !== 0n;
  const open = openOn(row, all);
  return {
    id: row.id,
    kind: row.kind,
    number: row.number,
    supplierId: row.supplier_id,
    supplierName: all.names.get(row.supplier_id)?.name ?? '',
    currency: row.currency,
    issuedOn: row.issued_on,
    dueOn: row.due_on,
    gross: formatAmount(row.gross_minor, row.currency),
    open: formatAmount(minor(open), row.currency),
    state: payableState(
      { faulty, dueOn: row.due_on },
      all.decisions.get(row.id)?.outcome ?? null,
      open,
      today,
    ),
    runId: all.claims.get(row.id) ?? null,
  };
}

const ORDER: readonly PayableState[] = ['parked', 'waiting', 'overdue', 'approved', 'paid', 'refused'];

/** Suppliers' invoices: what somebody has to decide first, then by the day they are due. Sums are in the tenant's currency. */
export async function listSupplierInvoices(tx: Tx, caller: Caller, state?: PayableState) {
  const rows = await tx
    .tables<PayableTables>()
    .selectFrom('supplier_invoice')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('received_on', 'desc')
    .orderBy('id', 'desc')
    .limit(LIST_MAX)
    .execute();
  const all = await known(tx, rows);
  const views = rows.map((row) => listed(row, all, caller.today));
  const own = rows.filter((row) => row.currency === caller.currency && row.kind === 'invoice');
  const sum = (some: readonly SupplierInvoiceRow[]): string =>
    formatAmount(
      minor(some.reduce((total, row) => total + (all.owed.get(row.id) ?? 0n), 0n)),
      caller.currency,
    );
  return {
    invoices: views
      .filter((view) => !state || view.state === state)
      .sort(
        (a, b) =>
          ORDER.indexOf(a.state) - ORDER.indexOf(b.state) ||
          (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0),
      ),
    suppliers: [...all.names].map(([id, { name }]) => ({ id, name })),
    waiting: views.filter((view) => view.state === 'waiting' || view.state === 'parked').length,
    open: sum(own),
    overdue: sum(own.filter((row) => row.due_on < caller.today)),
  };
}

export async function supplierInvoice(
  tx: Tx,
  caller: Caller,
  invoiceId: Id,
): Promise<Result<SupplierInvoiceView, { code: 'supplier_invoice_unknown' }>> {
  const tables = tx.tables<PayableTables>();
  const row = await tables
    .selectFrom('supplier_invoice')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', invoiceId)
    .executeTakeFirst();
  if (!row) return refuse({ code: 'supplier_invoice_unknown' });
  const all = await known(tx, [row]);
  const payments = await tables
    .selectFrom('supplier_payment')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('invoice_id', '=', invoiceId)
    .orderBy('recorded_at')
    .execute();
  const decision = all.decisions.get(invoiceId);
  const money = (value: bigint | string): string => formatAmount(minor(BigInt(value)), row.currency);
  const file = await findDocument(tx, SUPPLIER_FILE, invoiceId);
  return ok({
    ...listed(row, all, caller.today),
    receivedOn: row.received_on,
    vatNumber: all.names.get(row.supplier_id)?.vat_number ?? '',
    reference: row.reference,
    source: row.source,
    lines: row.lines.map(({ netMinor, ...line }) => ({ ...line, net: money(netMinor) })),
    taxes: row.taxes.map((tax) => ({
      tax: tax.category === 'S' ? `${tax.percent} %` : tax.category,
      net: money(tax.netMinor),
      amount: money(tax.taxMinor),
    })),
    net: money(row.net_minor),
    tax: money(row.tax_minor),
    payable: money(row.payable_minor),
    account: row.iban_shown,
    findings: row.findings.map((finding) => said(finding, caller.locale)),
    notices: [...row.notices],
    extras: [...row.extras],
    decision: decision
      ? {
          outcome: decision.outcome,
          by: decision.actor_name,
          at: decision.at,
          reason: decision.reason,
          expenseAccount: decision.expense_account,
        }
      : null,
    selfAssessed: await selfAssessedOf(tx, caller, row, decision !== undefined),
    payments: payments.map((payment) => ({
      id: payment.id,
      amount: money(payment.amount_minor),
      paidOn: payment.paid_on,
      reference: payment.reference,
    })),
    file: file ? `/api/supplier-invoices/${invoiceId}/file` : null,
    recordedBy: row.recorded_by,
    expenseAccounts: EXPENSE_ACCOUNTS.map(({ number, name }) => ({ number, name })),
  });
}

/** What the supplier left to us: our rate while nobody has decided, the booked tax afterwards. */
async function selfAssessedOf(
  tx: Tx,
  caller: Caller,
  row: SupplierInvoiceRow,
  decided: boolean,
): Promise<SupplierInvoiceView['selfAssessed']> {
  if (!row.taxes.map(fromStoredTax).some(isLeftToBuyer)) return null;
  if (!decided) return { percent: (await ownPercent(tx, caller, row.issued_on)) ?? '', tax: null };
  const kind = row.kind === 'invoice' ? 'supplier-invoice' : 'supplier-credit-note';
  const own = (await linesOf(tx, kind, row.id)).filter(({ account }) => OWED_BY_US.includes(account));
  if (own.length === 0) return null;
  const sum = own.reduce((all, line) => all + line.amountMinor, 0n);
  const percents = new Set(own.map(({ tax = '' }) => tax.split(' ')[1] ?? ''));
  const owed = row.kind === 'invoice' ? -sum : sum;
  return { percent: [...percents].join(', '), tax: formatAmount(minor(owed), row.currency) };
}

/** Approved invoices of which something is open, with their suppliers. */
export async function openPayables(
  tx: Tx,
): Promise<(PayableItem & { readonly id: Id; readonly row: SupplierInvoiceRow })[]> {
  const { rows } = await sql<SupplierInvoiceRow>`
    select i.* from supplier_invoice i
    join supplier_invoice_decision d on d.tenant_id = i.tenant_id and d.invoice_id = i.id and d.outcome = 'approved'
    where i.tenant_id = ${tx.tenantId} and d.tenant_id = ${tx.tenantId} and i.kind = 'invoice'
    order by i.due_on, i.id`.execute(tx.tables());
  const all = await known(tx, rows);
  return rows
    .map((row) => ({
      id: row.id,
      number: row.number,
      supplierName: all.names.get(row.supplier_id)?.name ?? '',
      accountMark: row.iban_mark,
      currency: row.currency,
      openMinor: all.owed.get(row.id) ?? 0n,
      row,
    }))
    .filter(({ openMinor }) => openMinor > 0n);
}

/** Movements out of the account that wait, each with what it may have paid. */
export async function outgoingProposals(tx: Tx) {
  return proposalsFor(tx, await openLines(tx, LINES_MAX));
}

/** What those of some movements that went out may have paid. */
export async function proposalsFor(tx: Tx, some: readonly BankLine[]) {
  const lines = some.filter((line) => line.amount_minor < 0n && line.return_reason === '');
  const items = lines.length === 0 ? [] : await openPayables(tx);
  return lines.map((line) => {
    const matches = matchOutgoing(
      {
        currency: line.currency,
        amountMinor: -line.amount_minor,
        text: `${line.remittance} ${line.creditor_reference} ${line.end_to_end_id}`,
        accountMark: line.payer_mark,
      },
      items,
    );
    return {
      line,
      certain: matches.find(({ certain }) => certain)?.item ?? null,
      proposals: matches.slice(0, PROPOSALS_MAX).map(({ item }) => item),
    };
  });
}
