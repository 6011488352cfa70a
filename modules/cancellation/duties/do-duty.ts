import type { EffectKind } from '#domain/policy/cancellation/machine/effects.ts';
import { findDocument } from '#platform/documents/stored.ts';
import { sendCaseAnswer, sendCaseMail } from '../send-mail.ts';
import { dutiesOf, type CancellationTables, type CaseRow, type Desk, type DutyRow } from '../store.ts';
import { CONFIRMATION_KIND } from './confirmation-paper.ts';
import { creditAndPayOut, reverseCredit } from './money.ts';
import type { Tried } from './tried.ts';
import {
  deleteData,
  endAccess,
  finalBackup,
  finalInvoice,
  planEnd,
  restoreAccess,
  undoPlan,
} from './service.ts';

/** What later duties make void, where it was not done yet: what is taken back is not done any more. */
const VOIDS: Readonly<Partial<Record<EffectKind, readonly (EffectKind | 'E3' | 'E4' | 'E5')[]>>> = {
  plan_end: ['plan_end', 'final_invoice', 'final_backup'],
  undo_plan: ['plan_end', 'final_invoice', 'final_backup', 'E3', 'E4'],
  restore_access: ['end_access', 'E5'],
  reverse_credit: ['credit'],
};

/**
 * Carries out one duty in the running transaction; the case is locked. Everything it does lies in this transaction, so that
 * it is done exactly when its row says so.
 * @throws DutyRefused
 */
export async function doDuty(desk: Desk, row: CaseRow, duty: DutyRow): Promise<Tried> {
  const { effect } = duty;
  await dropVoid(desk, duty);
  switch (effect.kind) {
    case 'mail': {
      // A mail about a plan that was replaced or taken back meanwhile says nothing any more.
      const [, of] = /^E[2-5]:(\d+)/.exec(effect.once) ?? [];
      if (of !== undefined && Number(of) !== row.state.plan?.no) return { done: { skipped: 'replaced' } };
      if (effect.mail === 'E2') {
        const paper = await findDocument(desk.tx, CONFIRMATION_KIND, row.id, duty.seq);
        if (!paper) return { wait: 'paper' };
        return sendCaseMail(desk, row, duty, { documentIds: [paper.id] });
      }
      return sendCaseMail(desk, row, duty);
    }
    case 'answer':
      return sendCaseAnswer(desk, row, duty);
    // The mail stays in the inbox of support, where it waits for a person; its duty is to say so in the timeline.
    case 'ticket':
      return { done: { mailId: row.mail_id } };
    case 'task':
      return { wait: 'person' };
    // The door that took the event opened them in its own transaction.
    case 'open_cases':
      return { done: { subscriptions: effect.subscriptions } };
    case 'plan_end':
      return planEnd(desk, row, effect.quote);
    case 'undo_plan':
      return undoPlan(desk, row);
    case 'final_invoice':
      return finalInvoice(desk, row);
    case 'final_backup':
      return finalBackup(desk, row);
    case 'end_access':
      return endAccess(desk, row, effect.on);
    case 'restore_access':
      return restoreAccess(desk, row);
    case 'credit':
      return creditAndPayOut(desk, row, effect.quote, duty.seq);
    case 'reverse_credit':
      return reverseCredit(desk, row);
    case 'delete_data':
      return deleteData(desk, row);
  }
}

async function dropVoid({ tx, caller }: Desk, duty: DutyRow): Promise<void> {
  const { kind } = duty.effect;
  const voids = VOIDS[kind];
  if (!voids) return;
  for (const one of await dutiesOf(tx, duty.case_id)) {
    if (one.seq >= duty.seq || (one.state !== 'waiting' && one.state !== 'refused')) continue;
    const what = one.effect.kind === 'mail' ? one.effect.mail : one.effect.kind;
    if ((voids as readonly string[]).includes(what))
      await setDuty({ tx }, one, { state: 'dropped', why: kind, done_at: caller.now });
  }
}

/** Writes down what came of an attempt. */
export async function finishDuty(desk: Desk, duty: DutyRow, tried: Tried): Promise<void> {
  const { now } = desk.caller;
  await setDuty(
    desk,
    duty,
    'done' in tried
      ? { state: 'done', why: '', outcome: JSON.stringify(tried.done), tried_at: now, done_at: now }
      : { state: 'waiting', why: tried.wait, tried_at: now },
  );
}

export async function setDuty(
  { tx }: Pick<Desk, 'tx'>,
  { case_id: caseId, seq, no }: DutyRow,
  set: Partial<CancellationTables['case_duty']>,
): Promise<void> {
  await tx
    .tables<CancellationTables>()
    .updateTable('case_duty')
    .set(set)
    .where('tenant_id', '=', tx.tenantId)
    .where('case_id', '=', caseId)
    .where('seq', '=', seq)
    .where('no', '=', no)
    .execute();
}
