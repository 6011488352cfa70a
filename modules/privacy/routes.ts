import { instantAt, type Day, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { isOperator } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, handleOpen, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { listTenants } from '#platform/postgres/directory.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { enterBreach, listBreaches, takeBreachStep } from './breaches.ts';
import { enterCase, listCases } from './cases.ts';
import * as contract from './contract.ts';
import { takeStepWithCare } from './person/begin-request.ts';
import { correctData } from './person/correct.ts';
import { loadRegister } from './person/deletion-register.ts';
import { askAbout, fetchMailed, fetchMine, loadMyData } from './person/my-data.ts';
import { liftFor } from './person/restriction.ts';

interface Given {
  readonly tx: Tx;
  readonly caller: Caller;
  readonly context: AppContext;
}
type Businesses = readonly { readonly id: Id; readonly name: string }[];

/** The operator's log: whoever has the role in another tenant finds nothing here. */
async function asOperator<T>(
  { tx, caller, context }: Given,
  work: (businesses: Businesses) => Promise<Result<unknown, Refusal>>,
  view: (tx: Tx, caller: Caller, businesses: Businesses) => Promise<T>,
): Promise<Result<T, Refusal>> {
  if (!(await isOperator(tx, tx.tenantId))) return refuse({ code: 'address_unknown', status: 404 });
  const all = await listTenants(context.db);
  const businesses = all.filter(({ id }) => id !== caller.tenantId).map(({ id, name }) => ({ id, name }));
  const done = await work(businesses);
  return done.ok ? ok(await view(tx, caller, businesses)) : done;
}
const nothing = (): Promise<Result<null>> => Promise.resolve(ok(null));

/** A customer that is not there is a fault of the field. */
const strangerIn = (ids: readonly (Id | null)[], businesses: Businesses, field: string): Refusal | null => {
  const stranger = ids.find((one) => one !== null && !businesses.some(({ id }) => id === one));
  return stranger ? { code: 'privacy_business_unknown', status: 422, field, value: stranger } : null;
};

const nameOf = (businesses: Businesses, id: Id): string =>
  businesses.find((one) => one.id === id)?.name ?? '';

async function viewCases(tx: Tx, caller: Caller, businesses: Businesses) {
  const cases = (await listCases(tx, caller)).map(({ row, steps, standing }): contract.CaseView => ({
    id: row.id,
    number: row.number,
    asks: row.asks,
    channel: row.channel,
    personName: row.person_name,
    personEmail: row.person_email,
    details: row.details,
    receivedOn: row.received_on,
    business: row.of_tenant && nameOf(businesses, row.of_tenant),
    state: standing.state,
    dueOn: standing.dueOn,
    waitedDays: standing.waitedDays,
    passOnBy: standing.passOnBy,
    overdue: standing.overdue,
    may: standing.may,
    steps: steps.map(({ kind, on_day: onDay, note, actor_name: who }) => ({ kind, onDay, note, who })),
  }));
  return { cases, businesses: [...businesses] };
}

async function viewBreaches(tx: Tx, caller: Caller, businesses: Businesses) {
  const breaches = (await listBreaches(tx, caller)).map(({ row, steps, standing }): contract.BreachView => ({
    id: row.id,
    number: row.number,
    awareAt: row.aware_at,
    what: row.what,
    categories: row.categories,
    people: row.people,
    records: row.records,
    effects: row.effects,
    measures: row.measures,
    businesses: row.of_tenants.map((id) => nameOf(businesses, id)),
    ...standing,
    steps: steps.map(({ kind, happened_at: happenedAt, note: words, actor_name: who }) => ({
      kind,
      happenedAt,
      words,
      who,
    })),
  }));
  return { breaches, businesses: [...businesses] };
}

/** A day and a time of the operator's clock. */
function momentOf({ zone }: Caller, day: Day, time: string): Instant {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return instantAt(zone, day, hours * 60 + minutes);
}

export const privacyHandlers: readonly Handler<AppContext>[] = [
  handle(contract.listCases, (given) => asOperator(given, nothing, viewCases)),
  handle(contract.enterCase, (given) =>
    asOperator(
      given,
      async (businesses) => {
        const { asks, channel, personName, personEmail, language, ofTenant, details, receivedOn } =
          given.input.body;
        const stranger = strangerIn([ofTenant], businesses, 'ofTenant');
        if (stranger) return refuse(stranger);
        return enterCase(given.tx, given.caller, {
          asks,
          channel,
          person_name: personName,
          person_email: personEmail,
          language,
          of_tenant: ofTenant,
          details,
          received_on: receivedOn,
        });
      },
      viewCases,
    ),
  ),
  handle(contract.takeCaseStep, (given) =>
    asOperator(
      given,
      () =>
        takeStepWithCare(given.tx, given.context, given.caller, given.input.params.caseId, given.input.body),
      viewCases,
    ),
  ),
  handle(contract.correctData, (given) =>
    asOperator(
      given,
      () => correctData(given.tx, given.context, given.caller, given.input.params.caseId, given.input.body),
      viewCases,
    ),
  ),
  handle(contract.liftRestriction, (given) =>
    asOperator(
      given,
      () => liftFor(given.tx, given.context, given.caller, given.input.params.caseId),
      viewCases,
    ),
  ),
  handle(contract.getDeletions, (given) =>
    asOperator(given, nothing, (tx, _caller, businesses) => loadRegister(tx, given.caller, businesses)),
  ),
  handle(contract.getMyData, ({ context, caller }) => loadMyData(context, caller)),
  handle(contract.askAboutMyData, ({ context, caller, input }) => askAbout(context, caller, input.body)),
  // Not in the tenant's transaction: what is fetched lies with the operator, and a large file is read.
  handleOpen(contract.fetchMyArchive, ({ context, caller, input }) =>
    caller
      ? fetchMine(context, caller, input.query.archiveId)
      : Promise.resolve(refuse({ code: 'address_unknown', status: 404 })),
  ),
  handleOpen(contract.fetchMailedArchive, ({ context, input }) =>
    fetchMailed(context, input.query.archiveId, input.query.mark),
  ),
  handle(contract.listBreaches, (given) => asOperator(given, nothing, viewBreaches)),
  handle(contract.enterBreach, (given) =>
    asOperator(
      given,
      async (businesses) => {
        const { awareOn, time, ofTenants, ...facts } = given.input.body;
        const stranger = strangerIn(ofTenants, businesses, 'ofTenants');
        if (stranger) return refuse(stranger);
        const aware = momentOf(given.caller, awareOn, time);
        return enterBreach(given.tx, given.caller, { ...facts, aware_at: aware, of_tenants: ofTenants });
      },
      viewBreaches,
    ),
  ),
  handle(contract.takeBreachStep, (given) =>
    asOperator(
      given,
      () => {
        const { kind, note, happenedOn, time } = given.input.body;
        const happenedAt = momentOf(given.caller, happenedOn, time);
        return takeBreachStep(given.tx, given.caller, given.input.params.breachId, {
          kind,
          note,
          happenedAt,
        });
      },
      viewBreaches,
    ),
  ),
];
