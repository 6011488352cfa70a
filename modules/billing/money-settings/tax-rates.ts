import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { RateClass, TaxRate } from '#domain/money/tax-rates.ts';
import type { Tx } from '#platform/postgres/tx.ts';

interface RateTables {
  tax_rate: { tenant_id: Id; country: string; class: RateClass; valid_from: Day; percent: string };
}

/** The tenant's own rates of tax; those that the product knows come besides. */
export async function ownRates(tx: Tx): Promise<TaxRate[]> {
  const rows = await tx
    .tables<RateTables>()
    .selectFrom('tax_rate')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .execute();
  return rows.map((row) => ({
    country: row.country,
    class: row.class,
    from: row.valid_from,
    percent: row.percent,
  }));
}

/** Adds a rate from a day on, or corrects the one of that day. Documents that were issued keep theirs (clause M-9). */
export async function saveRate(tx: Tx, rate: TaxRate): Promise<void> {
  await tx
    .tables<RateTables>()
    .insertInto('tax_rate')
    .values({
      tenant_id: tx.tenantId,
      country: rate.country,
      class: rate.class,
      valid_from: rate.from,
      percent: rate.percent,
    })
    .onConflict((c) =>
      c.columns(['tenant_id', 'country', 'class', 'valid_from']).doUpdateSet({ percent: rate.percent }),
    )
    .execute();
}
