import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';

export type ApprovalRefusal =
  | { readonly code: 'approval_by_another'; readonly others: number }
  | { readonly code: 'second_person_needed'; readonly from: Instant }
  | { readonly code: 'sign_in_again'; readonly after: Instant };

/**
 * Whether somebody may approve a draft: a second person at once. Only where the operator is one person, the author after
 * `operator.soloWaitHours` from handing it in and a proof of who they are after that: colleagues who are not at work
 * today are colleagues all the same.
 *
 * @param approver `provenAt` is null where nobody signed in
 * @param others how many people besides the approver could approve
 * @returns whether it was one person, which is recorded by author and approver being the same
 */
export function decideApproval(
  draft: { readonly author: string; readonly submittedAt: Instant },
  approver: { readonly actor: string; readonly provenAt: Instant | null },
  now: Instant,
  soloWaitHours: number,
  others: number,
): Result<{ readonly solo: boolean }, ApprovalRefusal> {
  if (approver.actor !== draft.author) return ok({ solo: false });
  if (others > 0) return refuse({ code: 'approval_by_another', others });
  const from = addMinutes(draft.submittedAt, soloWaitHours * 60);
  if (now < from) return refuse({ code: 'second_person_needed', from });
  if (approver.provenAt === null || approver.provenAt < from)
    return refuse({ code: 'sign_in_again', after: from });
  return ok({ solo: true });
}
