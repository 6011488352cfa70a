import { dayIn, type Day, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must, ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { CaseEvent, Checked } from '#domain/policy/cancellation/machine/events.ts';
import { transition } from '#domain/policy/cancellation/machine/transition.ts';
import { loadCustomer } from '#modules/accounts/api.ts';
import { servicesOf } from '#modules/billing/api.ts';
import { valuesInForce } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import { applyEvent, saveMove } from './apply-event.ts';
import { loadService } from './case-facts.ts';
import { toJson } from './event-json.ts';
import { settleNow } from './settle-now.ts';
import {
  findCases,
  lockRequests,
  OPEN_STATES,
  type CancellationTables,
  type CaseRow,
  type Channel,
  type Desk,
} from './store.ts';

/** How the sender of a request was judged, at the moment it arrived. */
export type Judged =
  /** a contact of this customer that may cancel, as whom the message was proven to come */
  | { readonly as: 'contact'; readonly customerId: Id }
  /** somebody else, or not proven; `customerId` where an account could be matched from the text */
  | { readonly as: 'unverified'; readonly customerId: Id | null; readonly why: string }
  /** no rule says whether it is a cancellation: a person decides, the day of arrival stays */
  | { readonly as: 'undecided'; readonly customerId: Id | null; readonly why: string };

/** A request from anywhere. Text has passed the card-number mask before it comes here. */
export interface CaseRequest {
  readonly channel: Channel;
  /** of the mail; null for what came otherwise */
  readonly messageId: string | null;
  readonly mailId: Id | null;
  readonly sender: string;
  readonly locale: string;
  readonly said: string;
  readonly receivedAt: Instant;
  /** last day of service that it names */
  readonly askedOn: Day | null;
  readonly judged: Judged;
  /** which it means: named ones, all that run, or not said */
  readonly subscriptions: readonly Id[] | 'all' | 'not-said';
  readonly reason?: string;
}

export interface Opened {
  readonly caseIds: readonly Id[];
  /** nothing new was opened: it was known, or joined what is open */
  readonly joined: boolean;
}

const SAID_MAX = 2000;

/**
 * Takes a request: a case for each subscription that it means, or it joins the one that is open. The same message twice is
 * one request. Nothing is ever refused for its form; what is unclear keeps its day of arrival and waits for an answer.
 * @see clause C-1
 */
export async function openCase(desk: Desk, request: CaseRequest): Promise<Result<Opened, Refusal>> {
  const { tx } = desk;
  if (request.messageId !== null) {
    await lockRequests(tx, request.messageId);
    const known = await findCases(tx, { messageId: request.messageId });
    if (known.length > 0) return ok({ caseIds: known.map(({ id }) => id), joined: true });
  }
  const { judged } = request;
  if (judged.as === 'undecided') {
    const row = await newCase(desk, request, {
      customerId: judged.customerId,
      known: false,
      subscriptionId: null,
    });
    return settled(desk, [row.id]);
  }
  if (judged.as === 'unverified') {
    const row = await newCase(desk, request, {
      customerId: judged.customerId,
      known: false,
      subscriptionId: null,
    });
    must(
      await check(
        desk,
        row.id,
        { verdict: 'unauthorised', accountKnown: judged.customerId !== null },
        request,
      ),
    );
    return settled(desk, [row.id]);
  }
  return openFor(desk, request, judged.customerId);
}

async function openFor(desk: Desk, request: CaseRequest, customerId: Id): Promise<Result<Opened, Refusal>> {
  const { tx } = desk;
  const all = await servicesOf(tx, customerId);
  const running = all.filter(({ state }) => state !== 'ended').map(({ id }) => id);
  const { subscriptions } = request;
  const named = Array.isArray(subscriptions) ? (subscriptions as readonly Id[]) : null;
  if (named?.some((id) => !all.some((one) => one.id === id))) return refuse({ code: 'subscription_unknown' });
  const meant = named ?? (subscriptions === 'all' || running.length === 1 ? running : null);
  const waiting = (await findCases(tx, { customerIds: [customerId], names: ['unverified'] }))[0];
  if (meant === null && running.length > 1) {
    if (waiting) return joinUnverified(desk, waiting, request, null);
    const row = await newCase(desk, request, { customerId, known: true, subscriptionId: null });
    must(await check(desk, row.id, { verdict: 'unclear' }, request));
    return settled(desk, [row.id]);
  }
  const wanted = (meant ?? []).filter((id) => running.includes(id));
  if (wanted.length === 0) {
    const ended = meant?.[0] ?? all.at(-1)?.id ?? null;
    const row = await newCase(desk, request, { customerId, known: true, subscriptionId: null });
    const more = ended ? { subscription_id: ended } : {};
    must(await check(desk, row.id, { verdict: 'already_ended' }, request, more));
    return settled(desk, [row.id]);
  }
  const caseIds: Id[] = [];
  let joined = true;
  for (const subscriptionId of [...wanted].sort()) {
    const one = await openOne(desk, request, {
      customerId,
      subscriptionId,
      waiting: caseIds.length === 0 ? waiting : undefined,
    });
    if (!one.ok) return one;
    caseIds.push(one.value.caseId);
    joined &&= one.value.joined;
  }
  return ok({ caseIds, joined });
}

/** A case for one subscription, whoever asks at the same time: the lock lets the second find the first. */
async function openOne(
  desk: Desk,
  request: CaseRequest,
  of: { readonly customerId: Id; readonly subscriptionId: Id; readonly waiting: CaseRow | undefined },
): Promise<Result<{ caseId: Id; joined: boolean }, Refusal>> {
  const { tx, caller } = desk;
  const { customerId, subscriptionId, waiting } = of;
  await lockRequests(tx, subscriptionId);
  const [open] = await findCases(tx, { subscriptionId, names: OPEN_STATES });
  if (open) {
    const at = request.receivedAt;
    const event: CaseEvent =
      request.askedOn === null ? { kind: 'duplicate', at } : { kind: 'amended', at, on: request.askedOn };
    const applied = await applyEvent(desk, open.id, event, request.reason);
    // A date that comes too late to be set is a request that has been heard all the same.
    const heard =
      applied.ok || event.kind === 'duplicate'
        ? applied
        : await applyEvent(desk, open.id, { kind: 'duplicate', at });
    if (!heard.ok) return heard;
    await settleNow(desk, open.id);
    return ok({ caseId: open.id, joined: true });
  }
  if (waiting) {
    const joined = await joinUnverified(desk, waiting, request, subscriptionId);
    if (joined.ok) return ok({ caseId: waiting.id, joined: true });
  }
  const service = await loadService(tx, caller, subscriptionId);
  if (!service.ok) return service;
  const { facts, basis } = service.value;
  const row = await newCase(desk, request, { customerId, known: true, subscriptionId: null });
  must(
    await check(desk, row.id, { verdict: 'clear', basis }, request, {
      subscription_id: subscriptionId,
      policy_version: facts.policyVersion,
      currency: facts.currency,
    }),
  );
  await settleNow(desk, row.id);
  return ok({ caseId: row.id, joined: false });
}

/** One more case with the same arrival for each of these subscriptions. @see clause C-1 ("all" or several) */
export async function openOthers(
  desk: Desk,
  row: CaseRow,
  subscriptionIds: readonly Id[],
): Promise<Result<null, Refusal>> {
  const customerId = row.customer_id;
  if (!customerId) return refuse({ code: 'subscription_unclear', status: 422 });
  const request: CaseRequest = {
    ...{ channel: row.channel, messageId: row.message_id, mailId: row.mail_id, sender: row.sender },
    ...{ locale: row.sender_locale, said: row.said, receivedAt: row.received_at },
    askedOn: row.state.askedOn,
    judged: { as: 'contact', customerId },
    subscriptions: subscriptionIds,
  };
  for (const subscriptionId of [...subscriptionIds].sort()) {
    const opened = await openOne(desk, request, { customerId, subscriptionId, waiting: undefined });
    if (!opened.ok) return opened;
  }
  return ok(null);
}

/** The owner's own request while somebody else's waits to be confirmed: the first arrival counts. */
async function joinUnverified(
  desk: Desk,
  waiting: CaseRow,
  request: CaseRequest,
  subscriptionId: Id | null,
): Promise<Result<Opened, Refusal>> {
  const service = subscriptionId ? await loadService(desk.tx, desk.caller, subscriptionId) : null;
  if (service && !service.ok) return service;
  const { receivedAt: at, askedOn } = request;
  const basis = service?.ok ? service.value.basis : null;
  const own = await applyEvent(
    desk,
    waiting.id,
    { kind: 'own_request', at, askedOn, basis },
    request.reason,
    {
      ...(subscriptionId ? { subscription_id: subscriptionId } : {}),
      ...(service?.ok
        ? { policy_version: service.value.facts.policyVersion, currency: service.value.facts.currency }
        : {}),
    },
  );
  if (!own.ok) return own;
  return settled(desk, [waiting.id], true);
}

async function settled(desk: Desk, caseIds: readonly Id[], joined = false): Promise<Result<Opened>> {
  for (const id of caseIds) await settleNow(desk, id);
  return ok({ caseIds, joined });
}

const check = (
  desk: Desk,
  caseId: Id,
  checked: Checked,
  { reason = '' }: CaseRequest,
  more: Parameters<typeof applyEvent>[4] = {},
) => applyEvent(desk, caseId, { kind: 'checked', ...checked }, reason, more);

async function newCase(
  desk: Desk,
  request: CaseRequest,
  of: { readonly customerId: Id | null; readonly known: boolean; readonly subscriptionId: null },
): Promise<CaseRow> {
  const { tx, caller, publicUrl } = desk;
  const { customerId, known } = of;
  const values = await valuesInForce(tx, caller.now);
  const zone = values['operator.zone'];
  const id = idAt(caller.now);
  const { receivedAt, askedOn, judged } = request;
  const event: CaseEvent = {
    ...{ kind: 'arrived', at: receivedAt, zone, values, askedOn },
    sender: known ? 'known' : 'unknown',
  };
  const moved = must(transition(null, event, caller.now));
  const customer = customerId ? await loadCustomer(tx, customerId) : null;
  const row: CaseRow = {
    tenant_id: tx.tenantId,
    id,
    number: await nextNumber(tx, 'cancellation'),
    customer_id: customerId,
    subscription_id: null,
    channel: request.channel,
    // What came without a mail gets a root of its own, so that all mails about it are one thread.
    message_id: request.messageId ?? `<cancellation.${id}@${new URL(publicUrl).hostname}>`,
    mail_id: request.mailId,
    sender: request.sender.trim().toLowerCase(),
    sender_locale: request.locale || (customer?.ok ? customer.value.locale : caller.locale),
    judged: judged.as === 'contact' ? 'contact' : judged.why,
    said: request.said.slice(0, SAID_MAX),
    received_at: receivedAt,
    received_on: dayIn(zone, receivedAt),
    policy_version: null,
    name: moved.state.name,
    state: moved.state,
    currency: caller.currency,
    last_on: null,
    ends_at: null,
    eligible: null,
    events: 0,
    opened_at: caller.now,
  };
  await tx
    .tables<CancellationTables>()
    .insertInto('cancellation_case')
    .values({ ...row, state: toJson(moved.state) })
    .execute();
  return saveMove(desk, row, event, moved, request.reason ?? '');
}
