import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import type { TaxCategory } from '#domain/money/tax.ts';
import { sql } from 'kysely';
import type { TaxAmounts } from '#domain/money/ledger/posting.ts';

/** Minor units as decimal text, because JSON has no exact whole numbers of this size. */
export interface StoredLine {
  readonly lineNo: number;
  readonly name: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitNetMinor: string;
  readonly netMinor: string;
  readonly taxCategory: TaxCategory;
  readonly taxPercent: string;
  /** days of a service paid in advance, both included; absent where goods were delivered */
  readonly service?: Service;
}

/** First and last day of a service. */
export interface Service {
  readonly from: Day;
  readonly until: Day;
}

export interface StoredTax {
  readonly category: TaxCategory;
  readonly percent: string;
  readonly netMinor: string;
  readonly taxMinor: string;
}

/** A deposit or progress invoice that is taken off: what of it had not been credited. */
export interface StoredDeduction {
  readonly id: Id;
  readonly number: string;
  readonly issuedOn: Day;
  readonly taxes: readonly StoredTax[];
}

/** What may be kept by who pays until a day. */
export interface StoredDiscount {
  readonly percent: string;
  readonly until: Day;
  readonly amountMinor: string;
}

export interface Recipient {
  readonly name: string;
  readonly lines: readonly string[];
  readonly email: string;
  readonly vatNumber: string;
  readonly customerNumber: string;
  readonly locale: string;
  /** BT-10, where the customer asks for one */
  readonly buyerReference?: string;
  /** absent on documents of an earlier release */
  readonly address?: {
    readonly street: string;
    readonly postcode: string;
    readonly city: string;
    readonly country: string;
  };
}

export type DocumentKind = 'invoice' | 'deposit' | 'progress';
/** How money comes in or goes out. */
export type Way = 'bank' | 'cash' | 'card';

/** An invoice as a reminder lists it. */
export interface StoredReminderItem {
  readonly invoiceId: Id;
  readonly number: string;
  readonly issuedOn: Day;
  readonly dueOn: Day;
  readonly openMinor: string;
  readonly level: number;
}

export interface BillingTables {
  invoice: {
    tenant_id: Id;
    id: Id;
    kind: DocumentKind;
    year: number;
    number: number;
    order_id: Id | null;
    customer_id: Id;
    recipient: Recipient;
    currency: string;
    lines: readonly StoredLine[];
    taxes: readonly StoredTax[];
    net_minor: Minor;
    tax_minor: Minor;
    gross_minor: Minor;
    deducted: readonly StoredDeduction[];
    payable_minor: Minor | null;
    discount: StoredDiscount | null;
    issued_on: Day;
    due_on: Day;
    delivered_on: Day;
    issued_at: Instant;
  };
  invoiced_line: { tenant_id: Id; invoice_id: Id; order_id: Id; line_no: number; quantity: number };
  deducted_invoice: { tenant_id: Id; deposit_id: Id; invoice_id: Id };
  credit_note: {
    tenant_id: Id;
    id: Id;
    year: number;
    number: number;
    invoice_id: Id;
    customer_id: Id;
    recipient: Recipient;
    currency: string;
    lines: readonly StoredLine[];
    taxes: readonly StoredTax[];
    net_minor: Minor;
    tax_minor: Minor;
    gross_minor: Minor;
    rounding_minor: Minor;
    reason: string;
    issued_on: Day;
    issued_at: Instant;
  };
  credited_line: { tenant_id: Id; credit_note_id: Id; order_id: Id; line_no: number; quantity: number };
  payment: {
    tenant_id: Id;
    id: Id;
    /** null: on account, of `customer_id` */
    invoice_id: Id | null;
    customer_id: Id | null;
    amount_minor: Minor;
    discount_minor: Minor;
    currency: string;
    received_on: Day;
    method: Way;
    reference: string;
    recorded_at: Instant;
  };
  charge_back: {
    tenant_id: Id;
    id: Id;
    payment_id: Id;
    booked_on: Day;
    fee_minor: Minor;
    /** of a part; null: of the whole payment */
    amount_minor: Minor | null;
    reason: string;
    recorded_at: Instant;
  };
  refund: {
    tenant_id: Id;
    id: Id;
    customer_id: Id;
    item_id: Id;
    payment_id: Id | null;
    amount_minor: Minor;
    currency: string;
    method: Way;
    paid_on: Day;
    reference: string;
    recorded_at: Instant;
  };
  settlement: {
    tenant_id: Id;
    id: Id;
    customer_id: Id;
    credit_id: Id;
    invoice_id: Id;
    amount_minor: Minor;
    currency: string;
    settled_on: Day;
    recorded_at: Instant;
  };
  reminder: {
    tenant_id: Id;
    id: Id;
    year: number;
    number: number;
    customer_id: Id;
    level: number;
    recipient: Recipient;
    currency: string;
    items: readonly StoredReminderItem[];
    total_minor: Minor;
    fee_minor: Minor;
    interest_minor: Minor;
    pay_until: Day;
    issued_on: Day;
    issued_at: Instant;
  };
  reminded_invoice: { tenant_id: Id; reminder_id: Id; invoice_id: Id; level: number; issued_on: Day };
  dispute_step: {
    tenant_id: Id;
    id: Id;
    invoice_id: Id;
    step: 'opened' | 'settled';
    reason: string;
    actor_name: string;
    at: Instant;
  };
  billing_terms: { tenant_id: Id; customer_id: Id; discount_percent: string; discount_days: number };
}

type Numbered = { readonly year: number; readonly number: number };

/** `REM-2026-0001`: the kind, the year, then the gapless number. */
export function numberOf(kind: 'INV' | 'CN' | 'REM' | 'SA', row: Numbered): string {
  return `${kind}-${row.year}-${String(row.number).padStart(4, '0')}`;
}

/** `INV-2026-0001`. Deposit and progress invoices are invoices. */
export function invoiceNumber(row: Numbered): string {
  return numberOf('INV', row);
}

/** `CN-2026-0001` */
export function creditNoteNumber(row: Numbered): string {
  return numberOf('CN', row);
}

export function toStoredTax(row: TaxAmounts & { readonly percent: string }): StoredTax {
  return {
    category: row.category,
    percent: row.percent,
    netMinor: `${row.netMinor}`,
    taxMinor: `${row.taxMinor}`,
  };
}

export function fromStoredTax(row: StoredTax): TaxAmounts & { readonly percent: string } {
  return {
    category: row.category,
    percent: row.percent,
    netMinor: minor(BigInt(row.netMinor)),
    taxMinor: minor(BigInt(row.taxMinor)),
  };
}

/** What the customer was asked to pay. */
export function payableOf(row: { readonly payable_minor: Minor | null; readonly gross_minor: Minor }): Minor {
  return row.payable_minor ?? row.gross_minor;
}

/** What an event of an invoice says of its order. A deposit does not invoice the order, nor does its payment pay it. */
export function orderFacts(row: { readonly kind: DocumentKind; readonly order_id: Id | null }): {
  orderId?: Id;
} {
  return row.kind === 'invoice' && row.order_id ? { orderId: row.order_id } : {};
}

/** First and last day of the services on some lines; null where there is none. */
export function serviceOf(lines: readonly StoredLine[]): Service | null {
  const spans = lines.flatMap(({ service }) => service ?? []);
  if (spans.length === 0) return null;
  return {
    from: spans.map(({ from }) => from).sort()[0]!,
    until: spans
      .map(({ until }) => until)
      .sort()
      .at(-1)!,
  };
}

/** The driver would write an array as an SQL array; jsonb wants its text. */
export function json<T>(value: T): ReturnType<typeof sql<T>> {
  return sql<T>`${JSON.stringify(value)}::jsonb`;
}
