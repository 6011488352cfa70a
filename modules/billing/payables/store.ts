import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Finding } from '#domain/formats/e-invoice/check.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import type { SealedColumn } from '#platform/secrets/reseal.ts';
import type { Place } from '#platform/secrets/vault.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { CHART, type LedgerTables } from '../ledger.ts';
import type { StoredTax, Way } from '../store.ts';
import type { Notice, PayableLine } from './rules.ts';

export interface PayableTables {
  supplier: {
    tenant_id: Id;
    id: Id;
    match_key: string;
    name: string;
    vat_number: string;
    city: string;
    country: string;
    /** where it is written to when an invoice names another account; never from that very invoice */
    email: string;
    created_at: Instant;
  };
  supplier_invoice: {
    tenant_id: Id;
    id: Id;
    supplier_id: Id;
    kind: 'invoice' | 'credit-note';
    number: string;
    currency: string;
    issued_on: Day;
    due_on: Day;
    received_on: Day;
    reference: string;
    lines: readonly PayableLine[];
    taxes: readonly StoredTax[];
    net_minor: Minor;
    tax_minor: Minor;
    gross_minor: Minor;
    prepaid_minor: Minor;
    rounding_minor: Minor;
    payable_minor: Minor;
    account_name: string;
    iban_sealed: string;
    iban_mark: string;
    iban_shown: string;
    bic: string;
    source: 'ubl' | 'cii' | 'hand';
    specification: string;
    findings: readonly Finding[];
    notices: readonly Notice[];
    extras: readonly { readonly path: string; readonly text: string }[];
    recorded_by: string;
    recorded_at: Instant;
  };
  supplier_invoice_number: { tenant_id: Id; supplier_id: Id; number_key: string; invoice_id: Id };
  supplier_invoice_decision: {
    tenant_id: Id;
    invoice_id: Id;
    outcome: 'approved' | 'refused';
    expense_account: string;
    reason: string;
    actor: string;
    actor_name: string;
    at: Instant;
  };
  supplier_payment: {
    tenant_id: Id;
    id: Id;
    invoice_id: Id;
    amount_minor: Minor;
    currency: string;
    paid_on: Day;
    method: Way;
    reference: string;
    bank_line_id: Id | null;
    recorded_at: Instant;
  };
}

export type SupplierInvoiceRow = PayableTables['supplier_invoice'];

/** Kind of the stored file of a supplier's invoice. */
export const SUPPLIER_FILE = 'billing.supplier-invoice';

/** Where the account of a supplier's invoice lies sealed. */
export const supplierIbanAt = (tenantId: Id, invoiceId: Id): Place => ({
  tenantId,
  table: 'supplier_invoice',
  column: 'iban_sealed',
  row: invoiceId,
});

export async function findSupplierInvoice(tx: Tx, id: Id): Promise<SupplierInvoiceRow | undefined> {
  return tx
    .tables<PayableTables>()
    .selectFrom('supplier_invoice')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** One after the other: whoever approves, pays or puts into a run waits for whoever came first with the same invoice. */
export async function lockSupplierInvoice(tx: Tx, id: Id): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 7466))`.execute(tx.tables());
}

/** What we owe on each booked invoice, above zero; a credit note is below. What was never booked is not in the answer. */
export async function owedOn(tx: Tx, invoiceIds: readonly Id[]): Promise<Map<Id, Minor>> {
  if (invoiceIds.length === 0) return new Map();
  const rows = await tx
    .tables<LedgerTables>()
    .selectFrom('journal_line')
    .select((e) => ['item_id', e.cast<bigint>(e.fn.sum('amount_minor'), 'bigint').as('open')])
    .where('tenant_id', '=', tx.tenantId)
    .where('account', '=', CHART.roles.payables)
    .where('item_id', 'in', [...invoiceIds])
    .groupBy('item_id')
    .execute();
  return new Map(rows.map((row) => [row.item_id!, minor(-row.open)]));
}

export const payableSealed: readonly SealedColumn[] = [
  { table: 'supplier_invoice', column: 'iban_sealed', row: 'id' },
];
