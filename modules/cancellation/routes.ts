import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { isOperator } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, handleOpen, type Handler, type OpenGiven } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { ownCase, signedIn, type AsContact } from './as-contact.ts';
import { askForBackup } from './ask-for-backup.ts';
import { arrivalOf, enterRequest, payByHand, retryDuties, waiveNotice } from './by-staff.ts';
import * as contract from './contract.ts';
import { openCase } from './open-case.ts';
import { caseView, listCases, mySubscriptions, previewCancellation, staffView } from './queries.ts';
import { serviceFacts } from '#modules/billing/api.ts';
import { acceptSetOff, amendCase, answerCase, confirmCase, decideCase, withdrawCase } from './speak-up.ts';
import type { CaseRow, Desk } from './store.ts';
import type { CaseView } from './view-contract.ts';

type Mine = Pick<OpenGiven<unknown, AppContext>, 'caller' | 'context'>;

/** One of the customer's own cases, with what is done to it, answered by the case as it is then. */
const onMine = (
  { caller, context }: Mine,
  caseId: Id,
  work: (desk: Desk, row: CaseRow) => Promise<Result<unknown, Refusal>>,
): Promise<Result<CaseView, Refusal>> =>
  signedIn(context, caller, async (mine) => {
    const own = await ownCase(mine, caseId);
    if (!own.ok) return own;
    const done = await work(mine.desk, own.value);
    return done.ok ? caseView(mine.desk.tx, mine.desk.caller, caseId) : done;
  });

/** One of the customer's own subscriptions. */
async function ownSubscription(
  { desk, customerIds }: AsContact,
  subscriptionId: Id,
): Promise<Result<Id, Refusal>> {
  const facts = await serviceFacts(desk.tx, desk.caller, subscriptionId);
  return facts.ok && customerIds.includes(facts.value.customerId)
    ? ok(facts.value.customerId)
    : refuse({ code: 'subscription_unknown' });
}

/** The button in the account: the same request as a mail, from the same person. @see clause C-1 (decision 18) */
async function request(mine: AsContact, subscriptionId: Id, on: CaseRow['last_on'], email: string) {
  const { desk } = mine;
  const own = await ownSubscription(mine, subscriptionId);
  if (!own.ok) return own;
  const facts = await serviceFacts(desk.tx, desk.caller, subscriptionId);
  if (facts.ok && facts.value.state === 'ended')
    return refuse({ code: 'already_ended', status: 409, on: facts.value.endsOn ?? '' });
  const opened = await openCase(desk, {
    ...{ channel: 'button', messageId: null, mailId: null, sender: email, said: '' },
    locale: desk.caller.locale,
    receivedAt: desk.caller.now,
    askedOn: on,
    judged: { as: 'contact', customerId: own.value },
    subscriptions: [subscriptionId],
  });
  return opened.ok ? caseView(desk.tx, desk.caller, opened.value.caseIds[0]!) : opened;
}

/** Cases are the operator's: whoever has the role in another tenant finds nothing here. */
async function staff<T>(
  { tx, caller, context }: { tx: Tx; caller: Caller; context: AppContext },
  work: (desk: Desk) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  if (!(await isOperator(tx, tx.tenantId))) return refuse({ code: 'address_unknown', status: 404 });
  return work({ tx, caller, publicUrl: context.publicUrl });
}

/** What staff does to a case, answered by the case as it is then. */
const onCase = (
  given: { tx: Tx; caller: Caller; context: AppContext },
  caseId: Id,
  work: (desk: Desk) => Promise<Result<unknown, Refusal>>,
): Promise<Result<contract.StaffCase, Refusal>> =>
  staff(given, async (desk) => {
    const known = await staffView(desk.tx, desk.caller, caseId);
    if (!known.ok) return known;
    const done = await work(desk);
    return done.ok ? staffView(desk.tx, desk.caller, caseId) : done;
  });

export const cancellationHandlers: readonly Handler<AppContext>[] = [
  handleOpen(contract.listMine, ({ caller, context }) =>
    signedIn(context, caller, async ({ desk, customerIds }) =>
      ok({
        subscriptions: await mySubscriptions(desk.tx, desk.caller, customerIds),
        cases: await listCases(desk.tx, desk.caller, { customerIds }),
      }),
    ),
  ),
  handleOpen(contract.previewMine, ({ caller, context, input }) =>
    signedIn(context, caller, async (mine) => {
      const own = await ownSubscription(mine, input.params.subscriptionId);
      if (!own.ok) return own;
      const { tx, caller: at } = mine.desk;
      return previewCancellation(tx, at, input.params.subscriptionId, input.query.on ?? null);
    }),
  ),
  handleOpen(contract.requestMine, ({ caller, context, input }) =>
    signedIn(context, caller, (mine) =>
      request(mine, input.params.subscriptionId, input.body.on, mine.address),
    ),
  ),
  handleOpen(contract.getMine, (given) =>
    onMine(given, given.input.params.cancellationCaseId, () => Promise.resolve(ok(null))),
  ),
  handleOpen(contract.withdrawMine, (given) =>
    onMine(given, given.input.params.cancellationCaseId, (desk, row) =>
      withdrawCase(desk, row.id, { at: desk.caller.now, notUs: given.input.body.notUs }),
    ),
  ),
  handleOpen(contract.moveMine, (given) =>
    onMine(given, given.input.params.cancellationCaseId, (desk, row) =>
      amendCase(desk, row.id, { at: desk.caller.now, on: given.input.body.on }),
    ),
  ),
  handleOpen(contract.confirmMine, (given) =>
    onMine(given, given.input.params.cancellationCaseId, (desk, row) =>
      confirmCase(desk, row.id, { at: desk.caller.now }),
    ),
  ),
  handleOpen(contract.answerMine, (given) =>
    onMine(given, given.input.params.cancellationCaseId, (desk, row) =>
      answerCase(desk, row.id, {
        at: desk.caller.now,
        subscriptionIds: given.input.body.subscriptionIds,
      }),
    ),
  ),
  handleOpen(contract.setOffMine, (given) =>
    onMine(given, given.input.params.cancellationCaseId, (desk, row) =>
      acceptSetOff(desk, row.id, { at: desk.caller.now }),
    ),
  ),
  handleOpen(contract.backupMine, (given) =>
    onMine(given, given.input.params.cancellationCaseId, askForBackup),
  ),
  handle(contract.listCases, (given) =>
    staff(given, async ({ tx, caller }) => {
      const { state } = given.input.query;
      return ok({ cases: await listCases(tx, caller, state ? { names: [state] } : {}) });
    }),
  ),
  handle(contract.getCase, (given) =>
    onCase(given, given.input.params.cancellationCaseId, () => Promise.resolve(ok(null))),
  ),
  handle(contract.enterRequest, (given) =>
    staff(given, async (desk) => {
      const opened = await enterRequest(desk, given.input.body);
      return opened.ok ? staffView(desk.tx, desk.caller, opened.value.caseIds[0]!) : opened;
    }),
  ),
  handle(contract.decideCase, (given) => {
    const { cancellationCaseId: id } = given.input.params;
    return onCase(given, id, (desk) => decideCase(desk, id, given.input.body));
  }),
  handle(contract.withdrawCase, (given) => {
    const { cancellationCaseId: id } = given.input.params;
    const { receivedAt, reason } = given.input.body;
    return onCase(given, id, async (desk) => {
      const at = arrivalOf(desk, receivedAt);
      return at.ok ? withdrawCase(desk, id, { at: at.value, reason }) : at;
    });
  }),
  handle(contract.moveCase, (given) => {
    const { cancellationCaseId: id } = given.input.params;
    const { receivedAt, reason, on } = given.input.body;
    return onCase(given, id, async (desk) => {
      const at = arrivalOf(desk, receivedAt);
      return at.ok ? amendCase(desk, id, { at: at.value, on, reason }) : at;
    });
  }),
  handle(contract.waiveNotice, (given) => {
    const { cancellationCaseId: id } = given.input.params;
    return onCase(given, id, (desk) => waiveNotice(desk, id, given.input.body.reason));
  }),
  handle(contract.payByHand, (given) => {
    const { cancellationCaseId: id } = given.input.params;
    return onCase(given, id, (desk) => payByHand(desk, id, given.input.body));
  }),
  handle(contract.retryDuties, (given) => {
    const { cancellationCaseId: id } = given.input.params;
    return onCase(given, id, (desk) => retryDuties(desk, id, given.input.body.done));
  }),
];
