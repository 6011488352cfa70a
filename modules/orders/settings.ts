import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { PriceRule } from './rules.ts';
import type { OrderTables } from './store.ts';

export interface OrderSettings extends PriceRule {
  /** decimal text */
  readonly taxPercent: string;
  readonly validDays: number;
  /** of the first order; later ones follow without a gap */
  readonly firstNumber: number;
  /** own words on the papers; '' = the usual ones in the customer's language */
  readonly quoteOpening: string;
  readonly quoteClosing: string;
  readonly confirmationClosing: string;
  /** printed on quotes and confirmations; '' = nothing */
  readonly paymentTerms: string;
}

/** German standard rate; overhead and margin of an ordinary panel workshop. */
const USUAL: OrderSettings = {
  overheadPercent: 15,
  marginPercent: 25,
  taxPercent: '19',
  validDays: 30,
  firstNumber: 1001,
  quoteOpening: '',
  quoteClosing: '',
  confirmationClosing: '',
  paymentTerms: '',
};

/** Every line of an order asks for them; a transaction reads them once. */
const loaded = new WeakMap<Tx, Promise<OrderSettings>>();

export function loadSettings(tx: Tx): Promise<OrderSettings> {
  const settings = loaded.get(tx) ?? readSettings(tx);
  loaded.set(tx, settings);
  return settings;
}

async function readSettings(tx: Tx): Promise<OrderSettings> {
  const row = await tx
    .tables<OrderTables>()
    .selectFrom('order_settings')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirst();
  if (!row) return USUAL;
  return {
    overheadPercent: row.overhead_percent,
    marginPercent: row.margin_percent,
    taxPercent: row.tax_percent,
    validDays: row.valid_days,
    firstNumber: row.first_number,
    quoteOpening: row.quote_opening,
    quoteClosing: row.quote_closing,
    confirmationClosing: row.confirmation_closing,
    paymentTerms: row.payment_terms,
  };
}

type NumberingBegun = {
  readonly code: 'numbering_begun';
  readonly field: 'firstNumber';
  readonly value: number;
  /** as it stays */
  readonly expected: number;
};

/**
 * Applies to lines, quotes and papers made from now on; what is priced stays priced.  * Numbers follow each other without a gap: where they begin can be chosen until there is an order.
 */
export async function saveSettings(
  tx: Tx,
  changes: { readonly [K in keyof OrderSettings]?: OrderSettings[K] | undefined },
): Promise<Result<OrderSettings, NumberingBegun>> {
  const before = await loadSettings(tx);
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const settings: OrderSettings = { ...before, ...given };
  if (settings.firstNumber !== before.firstNumber && (await anyOrder(tx)))
    return refuse({
      code: 'numbering_begun',
      field: 'firstNumber',
      value: settings.firstNumber,
      expected: before.firstNumber,
    });
  const row = {
    overhead_percent: settings.overheadPercent,
    margin_percent: settings.marginPercent,
    tax_percent: settings.taxPercent,
    valid_days: settings.validDays,
    first_number: settings.firstNumber,
    quote_opening: settings.quoteOpening,
    quote_closing: settings.quoteClosing,
    confirmation_closing: settings.confirmationClosing,
    payment_terms: settings.paymentTerms,
  };
  await tx
    .tables<OrderTables>()
    .insertInto('order_settings')
    .values({ tenant_id: tx.tenantId, ...row })
    .onConflict((c) => c.column('tenant_id').doUpdateSet(row))
    .execute();
  loaded.delete(tx);
  return ok(settings);
}

async function anyOrder(tx: Tx): Promise<boolean> {
  const row = await tx
    .tables<OrderTables>()
    .selectFrom('sales_order')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
