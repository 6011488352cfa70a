import { sql } from 'kysely';
import type { Day, Instant } from '#domain/kernel/days.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { isOperator, valuesInForce } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { answerTime, type AnswerTime } from './answer-time.ts';
import type { SupportTables } from './store.ts';

export interface Holiday {
  readonly day: Day;
  readonly name: string;
}

/** Days on which nobody answers here, in order. */
export async function listHolidays(tx: Tx): Promise<Holiday[]> {
  return tx
    .tables<SupportTables>()
    .selectFrom('support_holiday')
    .select([sql<Day>`day::text`.as('day'), 'name'])
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('support_holiday.day')
    .execute();
}

export async function addHoliday(tx: Tx, given: Holiday): Promise<void> {
  await tx
    .tables<SupportTables>()
    .insertInto('support_holiday')
    .values({ tenant_id: tx.tenantId, ...given })
    .onConflict((c) => c.columns(['tenant_id', 'day']).doUpdateSet({ name: given.name }))
    .execute();
}

export async function removeHoliday(tx: Tx, day: Day): Promise<Result<true, { code: 'holiday_unknown' }>> {
  const gone = await tx
    .tables<SupportTables>()
    .deleteFrom('support_holiday')
    .where('tenant_id', '=', tx.tenantId)
    .where('day', '=', day)
    .returning('day')
    .executeTakeFirst();
  return gone ? ok(true) : refuse({ code: 'holiday_unknown' });
}

/**
 * Until when mails of this tenant are answered, by the days that the policy in force promises. The operator's days are
 * those of `operator.zone`; other tenants use their own zone.
 */
export async function answerTimes(
  tx: Tx,
  caller: Pick<Caller, 'tenantId' | 'zone' | 'now'>,
): Promise<(receivedAt: Instant) => AnswerTime> {
  const values = await valuesInForce(tx, caller.now);
  const zone = (await isOperator(tx, caller.tenantId)) ? values['operator.zone'] : caller.zone;
  const holidays = new Set((await listHolidays(tx)).map(({ day }) => day));
  return (receivedAt) => answerTime(values, receivedAt, { zone, holidays });
}
