import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { askBackup, instancesOf } from '#modules/hosting/api.ts';
import type { CaseRow, Desk } from './store.ts';

/** Has a backup made and proven now, whatever is owed, until the service ends. @see clause C-5 */
export async function askForBackup({ tx, caller }: Desk, row: CaseRow): Promise<Result<null, Refusal>> {
  const { state, subscription_id: subscriptionId } = row;
  if (!subscriptionId || state.access === 'ended')
    return refuse({ code: 'cancellation_state', status: 409, state: state.name });
  for (const { id, state: how } of await instancesOf(tx, subscriptionId))
    if (how === 'open' || how === 'closed') await askBackup(tx, caller, id, 'asked');
  return ok(null);
}
