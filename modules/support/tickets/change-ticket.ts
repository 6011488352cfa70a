import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { notify } from '../notices/notices.ts';
import type { About } from './contract.ts';
import { listAnswerers } from './desks.ts';
import { appendStep, setTicket } from './history.ts';
import { linkableTo } from './queries.ts';
import type { Desk, Priority } from './rules.ts';
import type { TicketRow } from './store.ts';

export interface TicketChange {
  readonly assignedLogin?: Id | null | undefined;
  readonly desk?: Desk | undefined;
  readonly priority?: Priority | undefined;
  readonly about?: { readonly kind: About['kind']; readonly id: Id } | null | undefined;
}

/**
 * Hands a locked ticket over, moves it to another kind, weighs it, or says what it is about; each change is a step of its
 * history. Who takes it on must see its kind; a ticket that is moved away from them is nobody's again.
 */
export async function changeTicket(
  tx: Tx,
  caller: Caller,
  ticket: TicketRow,
  change: TicketChange,
): Promise<Result<null, Refusal>> {
  const desk = change.desk ?? ticket.desk;
  const people = await listAnswerers(tx);
  const sees = (login: Id): boolean =>
    people.some((person) => person.loginId === login && person.desks.includes(desk));
  if (change.assignedLogin !== undefined && change.assignedLogin !== ticket.assigned_login) {
    const person = people.find(({ loginId }) => loginId === change.assignedLogin);
    if (change.assignedLogin !== null && (!person || !sees(change.assignedLogin)))
      return refuse({ code: 'ticket_person_blind', status: 422, field: 'assignedLogin' });
    await assign(tx, caller, ticket, desk, person?.loginId ?? null, person?.email ?? null);
  }
  if (desk !== ticket.desk) {
    const assigned = change.assignedLogin === undefined ? ticket.assigned_login : change.assignedLogin;
    if (assigned !== null && !sees(assigned)) await assign(tx, caller, ticket, desk, null, null);
    await setTicket(tx, caller, ticket.id, { desk });
    await appendStep(tx, caller, ticket.id, { what: 'moved', facts: { desk } });
  }
  if (change.priority !== undefined && change.priority !== ticket.priority) {
    await setTicket(tx, caller, ticket.id, { priority: change.priority });
    await appendStep(tx, caller, ticket.id, { what: 'prioritised', facts: { priority: change.priority } });
  }
  return change.about === undefined ? ok(null) : linkTicket(tx, caller, ticket, change.about);
}

async function assign(
  tx: Tx,
  caller: Caller,
  ticket: TicketRow,
  desk: Desk,
  login: Id | null,
  name: string | null,
): Promise<void> {
  await setTicket(tx, caller, ticket.id, { assigned_login: login, assigned_name: name });
  await appendStep(tx, caller, ticket.id, { what: 'assigned', facts: { login } });
  if (login !== null) await notify(tx, caller, { id: ticket.id, desk, assigned_login: login }, 'assigned');
}

/** Only what is the ticket's customer's can be linked: nobody reads in a thread of somebody else's invoice. */
async function linkTicket(
  tx: Tx,
  caller: Caller,
  ticket: TicketRow,
  about: { readonly kind: About['kind']; readonly id: Id } | null,
): Promise<Result<null, Refusal>> {
  if (about !== null) {
    const known = (await linkableTo(tx, caller, ticket.customer_id)).some(
      ({ kind, id }) => kind === about.kind && id === about.id,
    );
    if (!known) return refuse({ code: 'ticket_link_unknown', status: 422, field: 'about' });
  }
  await setTicket(tx, caller, ticket.id, {
    order_id: about?.kind === 'order' ? about.id : null,
    invoice_id: about?.kind === 'invoice' ? about.id : null,
    instance_id: about?.kind === 'instance' ? about.id : null,
  });
  await appendStep(tx, caller, ticket.id, {
    what: 'linked',
    facts: { kind: about?.kind ?? null, id: about?.id ?? null },
  });
  return ok(null);
}
