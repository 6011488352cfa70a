import type { Id } from '#domain/kernel/ids.ts';
import { refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { onlyOwnerOf } from '#modules/accounts/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { loadCase, takeCaseStep } from '../cases.ts';
import { identify } from './identify.ts';

/**
 * Takes a step of a case by hand. Whoever is the only owner of a business is not erased: nobody could open it any more. The
 * refusal names the businesses; the request stays open until somebody else owns them.
 *
 * @see P-rights (erasure)
 */
export async function takeStepWithCare(
  tx: Tx,
  context: AppContext,
  caller: Caller,
  caseId: Id,
  step: Parameters<typeof takeCaseStep>[3],
): Promise<Result<null, Refusal>> {
  const found = step.kind === 'asked-for' ? await loadCase(tx, caller, caseId) : undefined;
  if (found?.row.asks === 'erasure') {
    const { tenant_id: operator, person_email: mail, login_id: loginId } = found.row;
    const { logins } = await identify(context, operator, { mail, loginId });
    const companies = (await Promise.all(logins.map((login) => onlyOwnerOf(context, login)))).flat();
    if (companies.length > 0)
      return refuse({ code: 'only_owner', status: 409, companies: companies.join(', ') });
  }
  return takeCaseStep(tx, caller, caseId, step);
}
