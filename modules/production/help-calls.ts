import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { already, done, type StationAnswer } from './station-answer.ts';
import type { ProductionTables } from './store.ts';

/** A station goes on showing what the office answered for so long. */
const ANSWER_SHOWN_MINUTES = 30;

/** A call nobody has answered yet. */
export interface OpenHelpCall {
  readonly id: Id;
  readonly centre: string;
  readonly text: string;
  readonly calledAt: Instant;
  readonly calledBy: string;
}

/** Somebody at a station needs somebody: the office sees it on its first page at once. */
export async function callHelp(tx: Tx, caller: Caller, centre: string, text: string): Promise<StationAnswer> {
  const id = idAt(caller.now);
  await tx
    .tables<ProductionTables>()
    .insertInto('help_call')
    .values({
      tenant_id: tx.tenantId,
      id,
      centre,
      text,
      called_at: caller.now,
      called_by: caller.name,
      answer: null,
      answered_at: null,
      answered_by: null,
      withdrawn_at: null,
    })
    .execute();
  await publish(tx, caller, 'help.called', id, { centre, text });
  return done('help_called', { centre });
}

/** The call was a slip: nobody needs to come. One that was answered stays. */
export async function withdrawHelp(
  tx: Tx,
  caller: Caller,
  call: { readonly centre: string; readonly at: Instant },
): Promise<StationAnswer> {
  const row = await tx
    .tables<ProductionTables>()
    .updateTable('help_call')
    .set({ withdrawn_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('centre', '=', call.centre)
    .where('called_at', '=', call.at)
    .where('answered_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!row) return already('undo_nothing');
  await publish(tx, caller, 'help.withdrawn', row.id, { centre: call.centre });
  return done('undo_done');
}

/** Calls that wait for somebody, the oldest first. */
export async function openHelpCalls(tx: Tx): Promise<OpenHelpCall[]> {
  const rows = await tx
    .tables<ProductionTables>()
    .selectFrom('help_call')
    .select(['id', 'centre', 'text', 'called_at', 'called_by'])
    .where('tenant_id', '=', tx.tenantId)
    .where('answered_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .orderBy('called_at')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    centre: row.centre,
    text: row.text,
    calledAt: row.called_at,
    calledBy: row.called_by,
  }));
}

export type AnswerHelpRefusal =
  { readonly code: 'help_call_unknown' } | { readonly code: 'help_call_over'; readonly by: string };

/** The office answers: the station shows it within a second. The first answer counts. */
export async function answerHelp(
  tx: Tx,
  caller: Caller,
  callId: Id,
  answer: string,
): Promise<Result<Record<string, never>, AnswerHelpRefusal>> {
  const tables = tx.tables<ProductionTables>();
  const row = await tables
    .updateTable('help_call')
    .set({ answer, answered_at: caller.now, answered_by: caller.name })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', callId)
    .where('answered_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returning('centre')
    .executeTakeFirst();
  if (!row) {
    const known = await tables
      .selectFrom('help_call')
      .select('answered_by')
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', callId)
      .executeTakeFirst();
    return known
      ? refuse({ code: 'help_call_over', by: known.answered_by ?? '' })
      : refuse({ code: 'help_call_unknown' });
  }
  await publish(tx, caller, 'help.answered', callId, { centre: row.centre, answer });
  return ok({});
}

/** The newest call of a station, for the station itself: waiting, or answered a short while ago. */
export async function helpAt(
  tx: Tx,
  centre: string,
  now: Instant,
): Promise<{
  readonly calledAt: Instant;
  readonly answer: string | null;
  readonly by: string | null;
} | null> {
  const row = await tx
    .tables<ProductionTables>()
    .selectFrom('help_call')
    .select(['called_at', 'answer', 'answered_by', 'answered_at'])
    .where('tenant_id', '=', tx.tenantId)
    .where('centre', '=', centre)
    .where('withdrawn_at', 'is', null)
    .orderBy('called_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  if (row.answered_at !== null && row.answered_at < addMinutes(now, -ANSWER_SHOWN_MINUTES)) return null;
  return { calledAt: row.called_at, answer: row.answer, by: row.answered_by };
}
