import { dayIn, type Day, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { CaseEvent } from '#domain/policy/cancellation/machine/events.ts';
import { servicesOf } from '#modules/billing/api.ts';
import { applyEvent } from './apply-event.ts';
import { duesOfCase, loadService, sumOf } from './case-facts.ts';
import { openOthers } from './open-case.ts';
import { settleNow } from './settle-now.ts';
import { findCases, loadCase, lockRequests, OPEN_STATES, type CaseRow, type Desk } from './store.ts';

type Done = Result<CaseRow, Refusal>;

async function happen(
  desk: Desk,
  caseId: Id,
  event: CaseEvent,
  reason: string,
  more: Parameters<typeof applyEvent>[4] = {},
): Promise<Done> {
  const applied = await applyEvent(desk, caseId, event, reason, more);
  if (!applied.ok) return applied;
  if ('others' in event && event.others) {
    const opened = await openOthers(desk, applied.value, event.others as readonly Id[]);
    if (!opened.ok) return opened;
  }
  await settleNow(desk, caseId);
  return loadCase(desk.tx, caseId);
}

/** An owner says yes to a request that came from somebody else: as if it had been authorised, counted from its arrival. @see clause C-1 */
export async function confirmCase(
  desk: Desk,
  caseId: Id,
  given: { readonly at: Instant; readonly reason?: string },
): Promise<Done> {
  const found = await loadCase(desk.tx, caseId);
  if (!found.ok) return found;
  const { customer_id: customerId } = found.value;
  const running = customerId
    ? (await servicesOf(desk.tx, customerId)).filter(({ state }) => state !== 'ended')
    : [];
  const { at, reason = '' } = given;
  if (running.length !== 1) return happen(desk, caseId, { kind: 'confirmed', at, basis: null }, reason);
  const cleared = await clear(desk, running[0]!.id);
  if (!cleared.ok) return cleared;
  const { basis, more } = cleared.value;
  return happen(desk, caseId, { kind: 'confirmed', at, basis }, reason, more);
}

/** Which subscriptions a request meant; there is a case for each of them, all with the same arrival. */
export async function answerCase(
  desk: Desk,
  caseId: Id,
  given: { readonly at: Instant; readonly subscriptionIds: readonly Id[]; readonly reason?: string },
): Promise<Done> {
  const found = await loadCase(desk.tx, caseId);
  if (!found.ok) return found;
  const { customer_id: customerId } = found.value;
  const running = customerId
    ? (await servicesOf(desk.tx, customerId)).filter(({ state }) => state !== 'ended')
    : [];
  const [first, ...others] = [...new Set(given.subscriptionIds)];
  const unknown = given.subscriptionIds.find((id) => !running.some((one) => one.id === id));
  if (!first || unknown)
    return refuse({ code: 'subscription_unclear', status: 422, field: 'subscriptionIds' });
  const cleared = await clear(desk, first);
  if (!cleared.ok) return cleared;
  const { basis, more } = cleared.value;
  const { at, reason = '' } = given;
  const event: CaseEvent = { kind: 'answered', at, basis, ...(others.length > 0 ? { others } : {}) };
  return happen(desk, caseId, event, reason, more);
}

/** The facts of a subscription that gets a case now; refused where it has one. */
async function clear(desk: Desk, subscriptionId: Id) {
  await lockRequests(desk.tx, subscriptionId);
  const [open] = await findCases(desk.tx, { subscriptionId, names: OPEN_STATES });
  if (open) return refuse({ code: 'cancellation_open_already' as const, number: open.number });
  const service = await loadService(desk.tx, desk.caller, subscriptionId);
  if (!service.ok) return service;
  const { facts, basis } = service.value;
  const { policyVersion, currency } = facts;
  return ok({ basis, more: { subscription_id: subscriptionId, policy_version: policyVersion, currency } });
}

/** Another last day. `at` is the arrival of the message that asks for it, also where it was read later. @see clause C-1 (amendment) */
export const amendCase = (
  desk: Desk,
  caseId: Id,
  given: { readonly at: Instant; readonly on: Day; readonly reason?: string },
): Promise<Done> => happen(desk, caseId, { kind: 'amended', at: given.at, on: given.on }, given.reason ?? '');

/** The request is taken back, or nobody there had made it. @see clause C-1 (withdrawal) */
export const withdrawCase = (
  desk: Desk,
  caseId: Id,
  given: { readonly at: Instant; readonly notUs?: boolean; readonly reason?: string },
): Promise<Done> =>
  happen(desk, caseId, { kind: given.notUs ? 'not_us' : 'withdrawn', at: given.at }, given.reason ?? '');

/** The customer agrees that what it owes is taken from the refund. @see clause C-4 (set-off) */
export async function acceptSetOff(
  desk: Desk,
  caseId: Id,
  given: { readonly at: Instant; readonly reason?: string },
): Promise<Done> {
  const found = await loadCase(desk.tx, caseId);
  if (!found.ok) return found;
  const on = dayIn(found.value.state.zone, given.at);
  const owedMinor = sumOf(await duesOfCase(desk.tx, found.value, on));
  return happen(desk, caseId, { kind: 'set_off', on, owedMinor }, given.reason ?? '');
}

/** What a person decides about a message that no rule could read. */
export type Decision =
  | { readonly verdict: 'cancels'; readonly subscriptionIds: readonly Id[]; readonly reason: string }
  | { readonly verdict: 'which'; readonly customerId: Id; readonly reason: string }
  | { readonly verdict: 'not-authorised'; readonly customerId: Id | null; readonly reason: string }
  | { readonly verdict: 'no-cancellation'; readonly reason: string };

/**
 * A person decides what rules could not. The day of arrival stays what it was.
 * @see clause C-1 (recognition)
 */
export async function decideCase(desk: Desk, caseId: Id, decision: Decision): Promise<Done> {
  const found = await loadCase(desk.tx, caseId);
  if (!found.ok) return found;
  const { reason } = decision;
  switch (decision.verdict) {
    case 'no-cancellation':
      return happen(desk, caseId, { kind: 'checked', verdict: 'no_cancellation' }, reason);
    case 'which':
      return happen(desk, caseId, { kind: 'checked', verdict: 'unclear' }, reason, {
        customer_id: decision.customerId,
      });
    case 'not-authorised': {
      const accountKnown = decision.customerId !== null;
      return happen(desk, caseId, { kind: 'checked', verdict: 'unauthorised', accountKnown }, reason, {
        customer_id: decision.customerId,
      });
    }
    case 'cancels': {
      const [first, ...others] = [...new Set(decision.subscriptionIds)];
      const cleared = await clear(desk, first!);
      if (!cleared.ok) return cleared;
      const { basis, more } = cleared.value;
      const service = await loadService(desk.tx, desk.caller, first!);
      const customer = service.ok ? { customer_id: service.value.facts.customerId } : {};
      const event: CaseEvent = {
        ...{ kind: 'checked', verdict: 'clear', basis },
        ...(others.length > 0 ? { others } : {}),
      };
      return happen(desk, caseId, event, reason, { ...more, ...customer });
    }
  }
}
