import type { Id } from '#domain/kernel/ids.ts';
import { refuse, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import type { TaxAmounts } from '#domain/money/ledger/posting.ts';
import { totalsOfNets } from '#domain/money/tax.ts';
import { loadOrder } from '#modules/orders/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { checkIssued, type IssueRefusedByRules } from './before-issue/check-issue.ts';
import { customerOf, taxesFor } from './issue-invoice.ts';
import { decideDeposit, priced } from './rules.ts';
import { saveInvoice, takeInvoiceNumber } from './save-invoice.ts';
import {
  fromStoredTax,
  invoiceNumber,
  toStoredTax,
  type BillingTables,
  type StoredDeduction,
  type StoredTax,
} from './store.ts';

/** What is left of a deposit or progress invoice after its credit notes. */
interface Deposit {
  readonly number: string;
  readonly taxes: readonly (TaxAmounts & { readonly percent: string })[];
  readonly stored: StoredDeduction;
}

type Row = Pick<BillingTables['invoice'], 'id' | 'year' | 'number' | 'issued_on' | 'taxes'> & {
  readonly credited: readonly StoredTax[];
};

/** Deposit and progress invoices of an order that no invoice has taken off yet, oldest first. */
export async function depositsOf(tx: Tx, orderId: Id): Promise<Deposit[]> {
  return toDeposits(await rowsOf(tx, orderId, true)).filter(({ taxes }) =>
    taxes.some((row) => row.netMinor > 0n),
  );
}

async function rowsOf(tx: Tx, orderId: Id, free: boolean): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select i.id, i.year, i.number, i.issued_on, i.taxes,
      coalesce((select jsonb_agg(t.row) from credit_note c cross join lateral jsonb_array_elements(c.taxes) t(row)
        where c.tenant_id = ${tx.tenantId} and c.invoice_id = i.id), '[]') as credited
    from invoice i
    where i.tenant_id = ${tx.tenantId} and i.order_id = ${orderId} and i.kind <> 'invoice'
      and not (${free} and exists (select from deducted_invoice d where d.tenant_id = ${tx.tenantId} and d.deposit_id = i.id))
    order by i.year, i.number`.execute(tx.tables());
  return rows;
}

function toDeposits(rows: readonly Row[]): Deposit[] {
  return rows.map((row) => {
    const taxes = row.taxes.map(fromStoredTax).map((tax) => {
      const off = row.credited
        .map(fromStoredTax)
        .filter((credit) => credit.category === tax.category && credit.percent === tax.percent);
      return {
        ...tax,
        netMinor: minor(tax.netMinor - off.reduce((sum, credit) => sum + credit.netMinor, 0n)),
        taxMinor: minor(tax.taxMinor - off.reduce((sum, credit) => sum + credit.taxMinor, 0n)),
      };
    });
    const number = invoiceNumber(row);
    return {
      number,
      taxes,
      stored: { id: row.id, number, issuedOn: row.issued_on, taxes: taxes.map(toStoredTax) },
    };
  });
}

export type DepositRefusal =
  | IssueRefusedByRules
  | { code: 'order_unknown' }
  | { code: 'order_not_accepted'; state: string }
  | { code: 'reverse_charge_needs_vat_number'; field: 'taxCase' }
  | { code: 'deposit_above_order'; field: 'percent'; leftMinor: string };

/**
 * Invoices a percentage of an accepted order before it is delivered (deposit) or while it is made (progress). The sum is
 * taken off the order's later invoices.
 *
 * @param lineName words of each line, one line per tax of the order, in the customer's language
 */
export async function issueDeposit(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  asked: { readonly kind: 'deposit' | 'progress'; readonly percent: string },
  lineName: (locale: string, order: string) => string,
): Promise<Result<{ invoiceId: Id }, DepositRefusal>> {
  const order = await loadOrder(tx, orderId);
  if (!order.ok) return order;
  if (order.value.state !== 'accepted')
    return refuse({ code: 'order_not_accepted', state: order.value.state });
  const numbered = await takeInvoiceNumber(tx, caller.today);
  const customer = await customerOf(tx, order.value.customerId);
  const taxes = await taxesFor(tx, caller, customer, 'usual');
  const nets = [];
  for (const line of order.value.lines) {
    const tax = taxes(line.tax);
    if (!tax.ok) return tax;
    nets.push({ netMinor: line.netMinor, tax: tax.value });
  }
  const before = toDeposits(await rowsOf(tx, orderId, false));
  const decided = decideDeposit(totalsOfNets(nets).taxes, netOf(before), asked.percent);
  if (!decided.ok) return decided;
  const draft = priced(
    decided.value.map((part, i) => ({
      lineNo: i + 1,
      name: lineName(customer.locale, order.value.number),
      description: '',
      quantity: 1,
      unitNetMinor: part.netMinor,
      tax: part.tax,
    })),
  );
  const invoiceId = await saveInvoice(tx, caller, numbered, {
    kind: asked.kind,
    orderId,
    customer,
    currency: order.value.currency,
    draft,
    deducted: [],
    deliveredOn: caller.today,
  });
  return checkIssued(tx, caller, order.value.customerId, invoiceId);
}

function netOf(deposits: readonly Deposit[]): Minor {
  const rows = deposits.flatMap(({ taxes }) => taxes);
  return minor(rows.reduce((sum, row) => sum + row.netMinor, 0n));
}
