import type { ColumnType, Generated, Selectable } from 'kysely';
import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Minor } from '#domain/kernel/units.ts';
import type { PartList } from '#domain/formats/part-list.ts';
import type { ChosenParameters } from '#domain/product/parameters.ts';
import type { Part } from '#domain/product/parts.ts';
import type { LineKind, OrderState } from './contract.ts';

type Json<T> = ColumnType<T, string, string>;

/** How the codes of a list are understood, as chosen so far. */
export interface StoredReading {
  readonly materials: Readonly<Record<string, string>>;
  readonly edges: Readonly<Record<string, string>>;
  readonly markedEdge: string | null;
  readonly sizes: 'finished' | 'cut';
}

export interface QuotedLine {
  readonly lineNo: number;
  readonly name: string;
  readonly description: string;
  readonly quantity: number;
  /** of the quantity, as written; absent: pieces */
  readonly unit?: string;
  /** says something and sells nothing */
  readonly text?: true;
  readonly unitNet: string;
  readonly net: string;
  readonly taxPercent: string;
}

export interface QuotedTotals {
  readonly net: string;
  readonly taxes: readonly { readonly percent: string; readonly tax: string }[];
  readonly gross: string;
}

export interface OrderTables {
  order_settings: {
    tenant_id: Id;
    overhead_percent: number;
    margin_percent: number;
    tax_percent: string;
    valid_days: number;
    first_number: Generated<number>;
    quote_opening: Generated<string>;
    quote_closing: Generated<string>;
    confirmation_closing: Generated<string>;
    payment_terms: Generated<string>;
  };
  sales_order: {
    tenant_id: Id;
    id: Id;
    number: number;
    customer_id: Id;
    state: OrderState;
    reference: string;
    currency: string;
    wanted_on: Day | null;
    promised_on: Day | null;
    due_on: Day | null;
    valid_until: Day | null;
    revision: number;
    copied_from: Id | null;
    created_at: Instant;
    accepted_at: Instant | null;
    finished_at: Instant | null;
    delivered_at: Instant | null;
    invoiced_at: Instant | null;
    paid_at: Instant | null;
  };
  sales_order_line: {
    tenant_id: Id;
    sales_order_id: Id;
    line_no: number;
    kind: LineKind;
    name: string;
    product_id: Id | null;
    product_version: number | null;
    parameters: Json<ChosenParameters>;
    parts: ColumnType<Part[] | null, string | null, string | null>;
    quantity: number;
    unit_net_minor: Minor;
    calculated_minor: Minor;
    tax_category: 'S' | 'Z';
    tax_percent: string;
    boards_minor: Minor;
    edges_minor: Minor;
    hardware_minor: Minor;
    labour_minor: Minor;
    pieces: number;
    grams: bigint;
    labour_ms: bigint;
    warnings: Json<string[]>;
    note: Generated<string>;
    unit: Generated<string>;
    other_minor: Generated<Minor>;
  };
  order_document: { tenant_id: Id; sales_order_id: Id; document_id: Id; number: string };
  part_list_import: {
    tenant_id: Id;
    id: Id;
    sales_order_id: Id;
    file_name: string;
    list: Json<PartList>;
    reading: Json<StoredReading>;
    line_no: number | null;
    read_at: Instant;
  };
  code_mapping: {
    tenant_id: Id;
    customer_id: Id;
    kind: 'material' | 'edge' | 'marked';
    theirs: string;
    ours: string;
  };
  sales_quote: {
    tenant_id: Id;
    sales_order_id: Id;
    revision: number;
    quoted_on: Day;
    valid_until: Day;
    promised_on: Day | null;
    lines: Json<QuotedLine[]>;
    totals: Json<QuotedTotals>;
  };
}

export type OrderRow = OrderTables['sales_order'];
export type LineRow = Selectable<OrderTables['sales_order_line']>;

export function orderNumber(number: number): string {
  return `K-${number}`;
}
