import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { documentAnswer, findDocument, listDocumentsOf, saveDocument } from '#platform/documents/stored.ts';
import { keepUpload } from '#platform/files/masking/keep-upload.ts';
import type { FileStore, StoredFile } from '#platform/files/store.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, handlePrepared, type Given, type Handler, type Upload } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { changeTicket } from './change-ticket.ts';
import * as contract from './contract.ts';
import { desksOfCaller } from './desks.ts';
import { lockTicket } from './history.ts';
import { openTicket } from './open-ticket.ts';
import { listTickets, ticketView } from './queries.ts';
import type { TicketRow } from './store.ts';
import { answerTicket, noteOnTicket, setTicketState, TICKET_FILE } from './write-message.ts';

const FILE_BYTES_MAX = 15 * 1024 * 1024;
type View = Promise<Result<contract.TicketView, Refusal>>;

interface Asked {
  readonly tx: Tx;
  readonly caller: Caller;
}

/** Does something with a ticket of a kind that whoever asks sees, and shows it. */
async function withTicket(
  { tx, caller }: Asked,
  ticketId: Id,
  work: (ticket: TicketRow) => Promise<Result<unknown, Refusal>>,
): View {
  const desks = await desksOfCaller(tx, caller);
  const ticket = await lockTicket(tx, ticketId, desks);
  if (!ticket.ok) return ticket;
  const done = await work(ticket.value);
  return done.ok ? ticketView(tx, caller, desks, ticketId) : done;
}

/** A file that was uploaded, kept where its bytes may be kept. */
export interface KeptFile extends StoredFile {
  readonly name: string;
}

export async function keepTicketFile(
  files: FileStore,
  tenantId: Id,
  upload: Upload | undefined,
): Promise<Result<KeptFile, Refusal>> {
  if (!upload) return refuse({ code: 'upload_not_bytes', status: 415 });
  const kept = await keepUpload(files, tenantId, upload.bytes, FILE_BYTES_MAX, (count) =>
    upload.tellMasked(count),
  );
  return kept.ok ? ok({ ...kept.value, name: upload.name }) : refuse({ ...kept.refusal, field: 'file' });
}

/** Attaches a kept file to a locked ticket. @returns its id among the papers */
export async function attachFile(tx: Tx, caller: Caller, ticketId: Id, file: KeptFile): Promise<Id> {
  const before = await listDocumentsOf(tx, TICKET_FILE, ticketId);
  const { id } = await saveDocument(tx, caller, {
    kind: TICKET_FILE,
    subjectId: ticketId,
    revision: (before.at(-1)?.revision ?? 0) + 1,
    name: file.name,
    hash: file.sha256,
    bytes: file.bytes,
    // Never as what its sender says it is.
    contentType: 'application/octet-stream',
  });
  return id;
}

export const ticketHandlers: readonly Handler<AppContext>[] = [
  handle(contract.listTickets, async ({ tx, caller, input }) => {
    const desks = await desksOfCaller(tx, caller);
    const { show = 'ours', mine } = input.query;
    return ok({ ...(await listTickets(tx, caller, desks, { show, mine: mine === 'yes' })), desks });
  }),
  handle(contract.getTicket, async ({ tx, caller, input }) =>
    ticketView(tx, caller, await desksOfCaller(tx, caller), input.params.ticketId),
  ),
  handle(contract.enterTicket, async ({ tx, caller, input }) => {
    const desks = await desksOfCaller(tx, caller);
    if (!desks.includes(input.body.desk))
      return refuse({ code: 'desk_not_yours', field: 'desk', desk: input.body.desk });
    const { id } = await openTicket(tx, caller, { ...input.body, source: 'staff' });
    return ticketView(tx, caller, desks, id);
  }),
  handle(contract.answerTicket, (given: Given<typeof contract.answerTicket, AppContext>) =>
    withTicket(given, given.input.params.ticketId, (ticket) =>
      answerTicket(given.tx, given.caller, given.context.publicUrl, ticket, given.input.body),
    ),
  ),
  handle(contract.noteOnTicket, (given) =>
    withTicket(given, given.input.params.ticketId, async (ticket) =>
      ok(await noteOnTicket(given.tx, given.caller, ticket, given.input.body.text)),
    ),
  ),
  handlePrepared(
    contract.attachToTicket,
    ({ caller, context, upload }: { caller: Caller; context: AppContext; upload: Upload | undefined }) =>
      keepTicketFile(context.files, caller.tenantId, upload),
    ({ prepared, ...given }) =>
      withTicket(given, given.input.params.ticketId, async (ticket) =>
        ok(await attachFile(given.tx, given.caller, ticket.id, prepared)),
      ),
  ),
  handle(contract.ticketFile, async (given: Given<typeof contract.ticketFile, AppContext>) => {
    const { tx, caller, context, input } = given;
    const view = await ticketView(tx, caller, await desksOfCaller(tx, caller), input.params.ticketId);
    if (!view.ok) return view;
    const file = await findDocument(tx, TICKET_FILE, input.params.ticketId, input.params.position);
    if (!file) return refuse({ code: 'ticket_unknown' });
    return documentAnswer(context.files, tx.tenantId, file, true);
  }),
  handle(contract.changeTicket, async ({ tx, caller, input }) => {
    const desks = await desksOfCaller(tx, caller);
    const ticket = await lockTicket(tx, input.params.ticketId, desks);
    if (!ticket.ok) return ticket;
    const changed = await changeTicket(tx, caller, ticket.value, input.body);
    if (!changed.ok) return changed;
    const view = await ticketView(tx, caller, desks, input.params.ticketId);
    return ok({ ticket: view.ok ? view.value : null });
  }),
  handle(contract.setTicketState, (given) =>
    withTicket(given, given.input.params.ticketId, (ticket) =>
      setTicketState(given.tx, given.caller, ticket, given.input.body.to),
    ),
  ),
];
