import { randomBytes } from 'node:crypto';
import { dayIn, instantAt, type Instant } from '#domain/kernel/days.ts';
import { ok, type Result } from '#domain/kernel/result.ts';
import { toDecimalText } from '#domain/money/fraction.ts';
import type { ParameterValues } from '#domain/policy/parameters.ts';
import { countBusinesses } from '#domain/policy/release/metrics.ts';
import { chanceFrom, type Chance } from '#domain/policy/release/noise.ts';
import { periodBefore } from '#domain/policy/release/period.ts';
import { decideRelease, drawRelease, type ReleaseRefusal } from '#domain/policy/release/release.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { PolicyTables } from '../store.ts';
import { isDrawn } from './gather-marks.ts';
import type { ReleaseTables } from './store.ts';

const WORD_BYTES = 4;
const BUFFER_WORDS = 256;

/** Chance of the operating system's cryptographic source. */
function systemChance(): Chance {
  let buffer = Buffer.alloc(0);
  let at = 0;
  return chanceFrom(() => {
    if (at >= buffer.length) {
      buffer = randomBytes(BUFFER_WORDS * WORD_BYTES);
      at = 0;
    }
    const word = buffer.readUInt32LE(at);
    at += WORD_BYTES;
    return word;
  });
}

/**
 * Draws the period that is over, once: its numbers get their noise, what they cost goes into the ledger, and the marks
 * they were counted from are deleted, all in this transaction. Whoever comes second finds it drawn.
 *
 * @param tx of the operator's tenant
 * @returns the period that was drawn; null when there is none to draw; refused when the year's budget is spent
 * @see clause P-data.analytics
 */
export async function drawPeriod(
  tx: Tx,
  values: ParameterValues,
  now: Instant,
  chance: Chance = systemChance(),
): Promise<Result<string | null, ReleaseRefusal>> {
  const zone = values['operator.zone'];
  const period = periodBefore(values['analytics.period'], dayIn(zone, now));
  const tables = tx.tables<ReleaseTables & PolicyTables>();
  // Nothing was promised, and nothing counted, before the first policy was published.
  const before = await tables
    .selectFrom('policy_version')
    .select('number')
    .where('published_at', '<', instantAt(zone, period.until))
    .limit(1)
    .executeTakeFirst();
  if (!before || (await isDrawn(tx, period.name))) return ok(null);
  const cost = decideRelease(values, period.year, await spentIn(tx, period.year));
  if (!cost.ok) return cost;
  // The number keeps its row locked: two draws follow one another, and the second sees what the first has spent.
  const number = await nextNumber(tx, 'anonymous-release');
  const again = decideRelease(values, period.year, await spentIn(tx, period.year));
  if (!again.ok) return again;
  const marks = await tables
    .selectFrom('usage_mark')
    .select(['metric', 'business'])
    .where('tenant_id', '=', tx.tenantId)
    .where('period', '=', period.name)
    .execute();
  await tables
    .insertInto('anonymous_release')
    .values({
      tenant_id: tx.tenantId,
      period: period.name,
      number,
      year: period.year,
      epsilon: toDecimalText(cost.value.release),
      floor: values['analytics.floor'],
      drawn_at: now,
    })
    .execute();
  await tables
    .insertInto('anonymous_number')
    .values(
      drawRelease(chance, countBusinesses(marks), cost.value).map(({ metric, noisy }) => ({
        ...{ tenant_id: tx.tenantId, period: period.name, metric, noisy },
      })),
    )
    .execute();
  await forgetMarks(tx, period.name);
  return ok(period.name);
}

async function spentIn(tx: Tx, year: number): Promise<string[]> {
  const rows = await tx
    .tables<ReleaseTables>()
    .selectFrom('anonymous_release')
    .select('epsilon')
    .where('tenant_id', '=', tx.tenantId)
    .where('year', '=', year)
    .execute();
  return rows.map(({ epsilon }) => epsilon);
}

/** Nobody is to count them again. */
async function forgetMarks(tx: Tx, period: string): Promise<void> {
  await tx
    .tables<ReleaseTables>()
    .deleteFrom('usage_mark')
    .where('tenant_id', '=', tx.tenantId)
    .where('period', '=', period)
    .execute();
}
