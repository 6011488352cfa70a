import type { Id } from '#domain/kernel/ids.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { json } from '../store.ts';

/** What is asked of who pays late, and what is too little to ask for. Amounts are minor units of the tenant's currency. */
export interface MoneySettings {
  readonly differenceMinor: Minor;
  /** fee of each level of reminder, 1 to 3; without tax, being damages and no supply */
  readonly feesMinor: readonly [Minor, Minor, Minor];
  /** the base rate of § 247 BGB, which the Bundesbank announces twice a year */
  readonly basePercent: string;
  /** points above it: 9 between businesses, 5 where a consumer takes part (§ 288 BGB) */
  readonly overBasePercent: string;
  /** level of reminder from which interest is asked for; 4: never */
  readonly interestFromLevel: number;
}

interface SettingsTables {
  money_settings: {
    tenant_id: Id;
    difference_minor: Minor;
    fees_minor: readonly string[];
    base_percent: string;
    over_base_percent: string;
    interest_from_level: number;
  };
}

/**
 * Where nobody has set anything: a cent-sized difference, no fee, no interest asked for; the rates are those of the law
 * between businesses (§ 288 (2) BGB: nine points above the base rate, 1.27 % since 1 July 2025).
 */
const DEFAULTS: MoneySettings = {
  differenceMinor: minor(50n),
  feesMinor: [minor(0n), minor(0n), minor(0n)],
  basePercent: '1.27',
  overBasePercent: '9',
  interestFromLevel: 4,
};

export async function loadMoneySettings(tx: Tx): Promise<MoneySettings> {
  const row = await tx
    .tables<SettingsTables>()
    .selectFrom('money_settings')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirst();
  if (!row) return DEFAULTS;
  const fee = (level: number): Minor => minor(BigInt(row.fees_minor[level - 1] ?? '0'));
  return {
    differenceMinor: row.difference_minor,
    feesMinor: [fee(1), fee(2), fee(3)],
    basePercent: row.base_percent,
    overBasePercent: row.over_base_percent,
    interestFromLevel: row.interest_from_level,
  };
}

/** What may be left of an invoice at most, to be given up with its payment. */
export async function differenceMost(tx: Tx): Promise<Minor> {
  return (await loadMoneySettings(tx)).differenceMinor;
}

export async function saveMoneySettings(tx: Tx, given: MoneySettings): Promise<void> {
  const row = {
    difference_minor: given.differenceMinor,
    fees_minor: json(given.feesMinor.map((fee) => `${fee}`)),
    base_percent: given.basePercent,
    over_base_percent: given.overBasePercent,
    interest_from_level: given.interestFromLevel,
  };
  await tx
    .tables<SettingsTables>()
    .insertInto('money_settings')
    .values({ tenant_id: tx.tenantId, ...row })
    .onConflict((c) => c.column('tenant_id').doUpdateSet(row))
    .execute();
}
