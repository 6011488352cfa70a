import type { Tx } from '#platform/postgres/tx.ts';
import type { PriceRule } from './rules.ts';
import type { OrderTables } from './store.ts';

export interface OrderSettings extends PriceRule {
  /** decimal text */
  readonly taxPercent: string;
  readonly validDays: number;
}

/** German standard rate; overhead and margin of an ordinary panel workshop. */
const USUAL: OrderSettings = { overheadPercent: 15, marginPercent: 25, taxPercent: '19', validDays: 30 };

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
  };
}

/** Applies to lines and quotes made from now on; what is priced stays priced. */
export async function saveSettings(tx: Tx, settings: OrderSettings): Promise<OrderSettings> {
  const row = {
    overhead_percent: settings.overheadPercent,
    margin_percent: settings.marginPercent,
    tax_percent: settings.taxPercent,
    valid_days: settings.validDays,
  };
  await tx
    .tables<OrderTables>()
    .insertInto('order_settings')
    .values({ tenant_id: tx.tenantId, ...row })
    .onConflict((c) => c.column('tenant_id').doUpdateSet(row))
    .execute();
  loaded.delete(tx);
  return settings;
}
