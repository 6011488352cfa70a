import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { loginAddress } from '#modules/accounts/api.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import { listDocumentsOf } from '#platform/documents/stored.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import { handlePrepared, type Handler, type Upload } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale } from '#platform/words/words.ts';
import * as contract from './my-contract.ts';
import { lockFor, myTicketViews, ticketsFor } from './my-tickets.ts';
import { openTicket } from './open-ticket.ts';
import { attachFile, keepTicketFile, type KeptFile } from './routes.ts';
import type { TicketRow } from './store.ts';
import { setTicketState, takeFromCustomer, TICKET_FILE } from './write-message.ts';

interface Asked {
  readonly caller: Caller;
  readonly context: AppContext;
}
interface Person {
  readonly email: string;
  readonly name: string;
}
type Mine = Awaited<ReturnType<typeof mineAt>>;

/**
 * The signed-in person at the operator's desk: their address is what they signed in with, so it is proven. The tickets
 * lie with the operator, whatever workspace the person works in.
 */
async function atOperator(
  { caller, context }: Asked,
  work: (tx: Tx, caller: Caller, person: Person) => Promise<Result<unknown, Refusal>>,
): Promise<Result<Mine, Refusal>> {
  const address = await loginAddress(context, caller);
  if (!address.ok) return address;
  const operatorId = (await loadInstallation(context.db, caller.now))?.operatorTenantId;
  if (!operatorId) return refuse({ code: 'ticket_unknown' });
  const facts = await context.tenantFacts(operatorId);
  const there = {
    ...systemCaller(facts, context.clock, caller.actor),
    name: caller.name,
    locale: caller.locale,
  };
  const person = { email: address.value, name: caller.name };
  return context.db.inTenant(operatorId, async (tx) => {
    const done = await work(tx, there, person);
    return done.ok ? ok(await mineAt(tx, there, person)) : done;
  });
}

async function mineAt(tx: Tx, caller: Caller, { email }: Person) {
  return { operator: caller.tenantName, tickets: await myTicketViews(tx, await ticketsFor(tx, email)) };
}

async function withMine(
  tx: Tx,
  { email }: Person,
  ticketId: Id,
  work: (ticket: TicketRow) => Promise<Result<unknown, Refusal>>,
): Promise<Result<unknown, Refusal>> {
  const ticket = await lockFor(tx, email, ticketId);
  return ticket ? work(ticket) : refuse({ code: 'ticket_unknown' });
}

/** What was done lies in the operator's own transaction; the caller's holds the answer, and the consent. */
const told = <T>({ prepared }: { readonly prepared: T }): Promise<Result<T>> => Promise.resolve(ok(prepared));

export const myTicketHandlers: readonly Handler<AppContext>[] = [
  handlePrepared(
    contract.listMyTickets,
    async (asked: Asked): Promise<Result<{ operator: string | null; tickets: Mine['tickets'] }, Refusal>> => {
      const there = await loadInstallation(asked.context.db, asked.caller.now);
      return there ? atOperator(asked, () => Promise.resolve(ok(null))) : ok({ operator: null, tickets: [] });
    },
    told,
  ),
  handlePrepared(
    contract.askOperator,
    ({
      input: { body },
      ...asked
    }: Asked & {
      input: {
        body: { messageId: Id; desk: 'support' | 'finance' | 'privacy'; subject: string; text: string };
      };
    }) =>
      atOperator(asked, async (tx, caller, { email, name }) =>
        ok(
          await openTicket(tx, caller, {
            ...body,
            source: 'portal',
            contactName: name,
            contactEmail: email,
            locale: asLocale(caller.locale),
          }),
        ),
      ),
    told,
  ),
  handlePrepared(
    contract.writeToOperator,
    ({
      input: { body, params },
      ...asked
    }: Asked & { input: { body: { messageId: Id; text: string }; params: { ticketId: Id } } }) =>
      atOperator(asked, (tx, caller, person) =>
        withMine(tx, person, params.ticketId, (ticket) =>
          takeFromCustomer(tx, caller, ticket, {
            text: body.text,
            messageId: body.messageId,
            authorName: person.name,
            authorEmail: person.email,
          }),
        ),
      ),
    told,
  ),
  handlePrepared(
    contract.sendFileToOperator,
    ({
      input: { params },
      upload,
      ...asked
    }: Asked & { input: { params: { ticketId: Id } }; upload: Upload | undefined }) =>
      atOperator(asked, (tx, caller, person) =>
        withMine(tx, person, params.ticketId, async (ticket) => {
          const kept = await keepTicketFile(asked.context.files, tx.tenantId, upload);
          return kept.ok ? takeFile(tx, caller, person, ticket, kept.value) : kept;
        }),
      ),
    told,
  ),
  handlePrepared(
    contract.settleMyTicket,
    ({ input: { params }, ...asked }: Asked & { input: { params: { ticketId: Id } } }) =>
      atOperator(asked, (tx, caller, person) =>
        withMine(tx, person, params.ticketId, (ticket) =>
          // Pressed twice it is solved all the same.
          ticket.state === 'solved'
            ? Promise.resolve(ok(null))
            : setTicketState(tx, caller, ticket, 'solved'),
        ),
      ),
    told,
  ),
];

async function takeFile(
  tx: Tx,
  caller: Caller,
  person: Person,
  ticket: TicketRow,
  file: KeptFile,
): Promise<Result<unknown, Refusal>> {
  // The same file sent twice, by a press or a line that broke, stands there once.
  const there = await listDocumentsOf(tx, TICKET_FILE, ticket.id);
  if (there.some(({ hash, name }) => hash === file.sha256 && name === file.name)) return ok(null);
  const documentId = await attachFile(tx, caller, ticket.id, file);
  return takeFromCustomer(tx, caller, ticket, {
    text: '',
    authorName: person.name,
    authorEmail: person.email,
    documentIds: [documentId],
  });
}
