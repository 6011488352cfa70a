import { dayIn, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import type { CaseEvent } from '#domain/policy/cancellation/machine/events.ts';
import type { CaseStateName } from '#domain/policy/cancellation/machine/state.ts';
import { allowedIn } from '#domain/policy/cancellation/machine/transition.ts';
import { timersOf } from '#domain/policy/cancellation/machine/timers.ts';
import { quoteOf } from '#domain/policy/cancellation/machine/plan.ts';
import { loadCustomers } from '#modules/accounts/api.ts';
import { accountDues, serviceFacts, servicesOf } from '#modules/billing/api.ts';
import { instancesOf, newestBackup } from '#modules/hosting/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { listMails } from '#platform/mail/outbox.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale } from '#platform/words/words.ts';
import { duesAsked, duesOfCase, loadService, sumOf } from './case-facts.ts';
import type { StaffCase } from './contract.ts';
import { fromJson } from './event-json.ts';
import { wayWords } from './mail-facts.ts';
import { planOf } from './plan-view.ts';
import { askedOf, previewQuote, standingQuote } from './planned-quote.ts';
import {
  caseNumber,
  dutiesOf,
  findCases,
  loadCase,
  payoutsOf,
  type CancellationTables,
  type CaseFilter,
  type CaseRow,
  type DutyRow,
} from './store.ts';
import type { CaseHead, CaseView, PlanView } from './view-contract.ts';

/** The calculator: what a cancellation would do, for the earliest day or a named one. Nothing is started. @see clause C-0 */
export async function previewCancellation(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
  on: Day | null,
): Promise<Result<PlanView, Refusal>> {
  const service = await loadService(tx, caller, subscriptionId);
  if (!service.ok) return service;
  const { facts, basis } = service.value;
  const quote = previewQuote(basis, { receivedAt: caller.now, on });
  const asked = duesAsked({ ...facts, subscriptionId }, caller.now);
  const dues = await accountDues(tx, asked, dayIn(facts.zone, caller.now));
  const of = { ...basis, receivedAt: caller.now, askedOn: on, amendedOn: null };
  return ok(planOf({ quote, facts, of, dues, setOffOn: null, locale: asLocale(caller.locale) }));
}

/** Cases, those that wait for a person first, then by their next moment. */
export async function listCases(tx: Tx, caller: Caller, filter: CaseFilter): Promise<CaseHead[]> {
  const rows = await findCases(tx, filter);
  const heads = await headsOf(tx, caller, rows);
  const place = (head: CaseHead): string => `${head.waits ? 0 : 1} ${head.nextAt ?? '9'}`;
  return heads.sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
}

async function headsOf(tx: Tx, caller: Caller, rows: readonly CaseRow[]): Promise<CaseHead[]> {
  const customers = await loadCustomers(
    tx,
    rows.flatMap((row) => row.customer_id ?? []),
  );
  const waiting = new Set(
    (
      await tx
        .tables<CancellationTables>()
        .selectFrom('case_duty')
        .select('case_id')
        .where('tenant_id', '=', tx.tenantId)
        .where((e) => e.or([e('state', '=', 'refused'), e('why', '=', 'person')]))
        .where('state', 'in', ['waiting', 'refused'])
        .execute()
    ).map((row) => row.case_id),
  );
  const heads: CaseHead[] = [];
  for (const row of rows) {
    const facts = row.subscription_id ? await serviceFacts(tx, caller, row.subscription_id) : null;
    const { state } = row;
    const money = (amount: bigint): string => formatAmount(minor(amount), row.currency);
    heads.push({
      id: row.id,
      number: caseNumber(row),
      customerId: row.customer_id,
      customer: (row.customer_id && customers.get(row.customer_id)?.name) || '',
      subscriptionId: row.subscription_id,
      subscription: facts?.ok ? `${facts.value.name} ${facts.value.number}`.trim() : '',
      channel: row.channel,
      receivedAt: row.received_at,
      receivedOn: row.received_on,
      state: state.name,
      access: state.access,
      data: state.data,
      refund: state.refund,
      askedOn: state.askedOn,
      lastOn: row.last_on,
      endsAt: row.ends_at,
      eligible: row.eligible,
      currency: row.currency,
      refundTotal: money(state.plan ? standingQuote(state).refund.totalMinor : 0n),
      owed: money(state.owedMinor),
      waits: state.name === 'received' || waiting.has(row.id),
      nextAt: timersOf(state)[0]?.dueAt ?? null,
    });
  }
  return heads;
}

/** A case with everything that its customer may know of it: the same numbers as in the mails. @see clause C-0 */
export async function caseView(tx: Tx, caller: Caller, caseId: Id): Promise<Result<CaseView, Refusal>> {
  const found = await loadCase(tx, caseId);
  if (!found.ok) return found;
  const row = found.value;
  const { state } = row;
  const locale = asLocale(caller.locale);
  const [head] = await headsOf(tx, caller, [row]);
  const service = row.subscription_id ? await serviceFacts(tx, caller, row.subscription_id) : null;
  const facts = service?.ok ? service.value : null;
  const dues = await duesOfCase(tx, row, dayIn(state.zone, caller.now));
  const duties = await dutiesOf(tx, caseId);
  const money = (amount: bigint): string => formatAmount(minor(amount), row.currency);
  const instances = row.subscription_id ? await instancesOf(tx, row.subscription_id) : [];
  const newest = [];
  for (const { id } of instances) newest.push(...[(await newestBackup(tx, id)) ?? []].flat());
  const [backup] = newest.sort((a, b) => (a.asOf < b.asOf ? 1 : -1));
  const version = row.policy_version ?? 1;
  return ok({
    ...head!,
    plan:
      state.plan && facts
        ? planOf({
            quote: standingQuote(state),
            facts,
            of: askedOf({ ...state, plan: state.plan }),
            dues,
            setOffOn: state.setOffOn,
            locale,
          })
        : null,
    next: timersOf(state).map(({ name, dueAt }) => ({ what: name, at: dueAt })),
    timeline: await timelineOf(tx, caseId),
    mails: await mailsOf(tx, caseId, duties),
    creditNotes: duties.flatMap(notesIn).map(({ id, number, gross }) => ({
      ...{ id, number, gross: money(BigInt(gross)) },
    })),
    payouts: (await payoutsOf(tx, caseId)).map((payout) => ({
      id: payout.id,
      to: wayWords(facts?.payments.find(({ id }) => id === payout.payment_id) ?? null, state.zone, locale),
      amount: money(payout.amount_minor),
      state: payout.state,
      reference: payout.reference,
    })),
    backup: backup
      ? { asOf: backup.asOf, provenAt: backup.provenAt, bytes: backup.bytes, sha256: backup.sha256 }
      : null,
    instances: instances.map(({ id, title, url, state: how }) => ({ id, title, url, state: how })),
    policy: { version, url: `/policy/cancellation/${version}` },
    choices: await choicesOf(tx, caller, row),
    allowed: allowedNow(row, caller, sumOf(dues) > 0n),
  });
}

interface StoredNote {
  readonly id: string;
  readonly number: string;
  readonly gross: string;
}
const notesIn = ({ outcome, effect }: DutyRow): StoredNote[] =>
  effect.kind === 'credit' ? ((outcome as { notes?: StoredNote[] }).notes ?? []) : [];

async function timelineOf(tx: Tx, caseId: Id): Promise<CaseView['timeline']> {
  const rows = await tx
    .tables<CancellationTables>()
    .selectFrom('case_event')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('case_id', '=', caseId)
    .orderBy('seq')
    .execute();
  return rows.map((row) => {
    const event = fromJson<CaseEvent>(row.event);
    const on =
      'on' in event
        ? event.on
        : event.kind === 'dues'
          ? event.settledOn
          : 'askedOn' in event
            ? event.askedOn
            : null;
    return {
      seq: row.seq,
      at: row.at,
      kind: event.kind,
      detail: event.kind === 'checked' ? event.verdict : event.kind === 'timer' ? event.timer : '',
      on,
      by: row.actor_name,
      reason: row.reason,
      state: row.became,
    };
  });
}

/** Mails of the case by the name of section 6, or of the answer that they are. */
async function mailsOf(tx: Tx, caseId: Id, duties: readonly DutyRow[]): Promise<CaseView['mails']> {
  const names = new Map(
    duties.map(({ seq, no, effect }) => [
      `${seq * 100 + no}`,
      effect.kind === 'mail' ? effect.mail : effect.kind === 'answer' ? effect.what : effect.kind,
    ]),
  );
  return (await listMails(tx, caseId)).map(({ kind, recipient, state, at }) => ({
    mail: names.get(kind.slice(kind.lastIndexOf('.') + 1)) ?? kind,
    ...{ recipient, state, at },
  }));
}

async function choicesOf(tx: Tx, caller: Caller, row: CaseRow): Promise<CaseView['choices']> {
  if (row.state.name !== 'clarifying' || !row.customer_id) return [];
  const running = (await servicesOf(tx, row.customer_id)).filter(({ state }) => state !== 'ended');
  const choices: CaseView['choices'] = [];
  for (const { id } of running) {
    const facts = await serviceFacts(tx, caller, id);
    if (facts.ok) choices.push({ id, name: `${facts.value.name} ${facts.value.number}`.trim() });
  }
  return choices;
}

function allowedNow({ state }: CaseRow, { now }: Caller, owes: boolean): CaseView['allowed'] {
  const takes = allowedIn(state.name);
  const { plan } = state;
  // After the end only what had come before it counts, which is for staff to enter.
  const over =
    state.access === 'ended' || (state.name === 'scheduled' && plan !== null && now >= plan.endsAt);
  const can = (kind: CaseEvent['kind']): boolean => takes.includes(kind) && !over;
  const gives = plan !== null && quoteOf({ ...state, setOffOn: null }).refund.totalMinor >= 0n;
  return [
    ...(can('withdrawn') ? (['withdraw', 'not-us'] as const) : []),
    ...(can('amended') && plan ? (['move'] as const) : []),
    ...(can('confirmed') ? (['confirm'] as const) : []),
    ...(can('answered') ? (['answer'] as const) : []),
    ...(can('set_off') &&
    owes &&
    gives &&
    state.setOffOn === null &&
    state.values['refund.offset'] !== 'never'
      ? (['set-off'] as const)
      : []),
    ...(plan && !over ? (['backup'] as const) : []),
  ];
}

/** A case with what only staff sees. */
export async function staffView(tx: Tx, caller: Caller, caseId: Id): Promise<Result<StaffCase, Refusal>> {
  const view = await caseView(tx, caller, caseId);
  if (!view.ok) return view;
  const found = await loadCase(tx, caseId);
  if (!found.ok) return found;
  const waiver = await tx
    .tables<CancellationTables>()
    .selectFrom('case_waiver')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('case_id', '=', caseId)
    .where('decided_at', 'is', null)
    .executeTakeFirst();
  return ok({
    ...view.value,
    sender: found.value.sender,
    said: found.value.said,
    judged: found.value.judged,
    duties: (await dutiesOf(tx, caseId)).map(({ seq, no, effect, state, why, done_at: doneAt }) => ({
      ...{ seq, no, state, why, doneAt },
      what: effect.kind === 'mail' ? effect.mail : effect.kind === 'task' ? effect.why : effect.kind,
    })),
    waiver: waiver ? { by: waiver.asked_name, at: waiver.asked_at, reason: waiver.reason } : null,
  });
}

/** What somebody may cancel: the subscriptions of their customers, with the case that is open for each. */
export async function mySubscriptions(tx: Tx, caller: Caller, customerIds: readonly Id[]) {
  const open = await findCases(tx, {
    customerIds,
    names: ['received', 'unverified', 'clarifying', 'scheduled', 'held', 'ended'] satisfies CaseStateName[],
  });
  const all = [];
  for (const customerId of customerIds)
    for (const { id } of await servicesOf(tx, customerId)) {
      const facts = await serviceFacts(tx, caller, id);
      if (!facts.ok) continue;
      const { number, name, state, paidUntil, endsOn } = facts.value;
      const caseId = open.find((one) => one.subscription_id === id)?.id ?? null;
      all.push({ id, number, name, state, paidUntil, endsOn, caseId });
    }
  return all;
}
