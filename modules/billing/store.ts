import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Minor } from '#domain/kernel/units.ts';

/** Minor units as decimal text, because JSON has no exact whole numbers of this size. */
export interface StoredLine {
  readonly lineNo: number;
  readonly name: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitNetMinor: string;
  readonly netMinor: string;
  readonly taxCategory: string;
  readonly taxPercent: string;
}

export interface StoredTax {
  readonly category: string;
  readonly percent: string;
  readonly netMinor: string;
  readonly taxMinor: string;
}

export interface Recipient {
  readonly name: string;
  readonly lines: readonly string[];
  readonly email: string;
  readonly vatNumber: string;
  readonly customerNumber: string;
  readonly locale: string;
}

export interface BillingTables {
  invoice: {
    tenant_id: Id;
    id: Id;
    year: number;
    number: number;
    order_id: Id;
    customer_id: Id;
    recipient: Recipient;
    currency: string;
    lines: readonly StoredLine[];
    taxes: readonly StoredTax[];
    net_minor: Minor;
    tax_minor: Minor;
    gross_minor: Minor;
    issued_on: Day;
    due_on: Day;
    delivered_on: Day;
    issued_at: Instant;
  };
  invoiced_line: { tenant_id: Id; invoice_id: Id; order_id: Id; line_no: number; quantity: number };
  payment: {
    tenant_id: Id;
    id: Id;
    invoice_id: Id;
    amount_minor: Minor;
    currency: string;
    received_on: Day;
    method: 'bank' | 'cash' | 'card';
    reference: string;
    recorded_at: Instant;
  };
}

/** `INV-2026-0001`: the year, then the gapless number. */
export function invoiceNumber(row: { year: number; number: number }): string {
  return `INV-${row.year}-${String(row.number).padStart(4, '0')}`;
}
