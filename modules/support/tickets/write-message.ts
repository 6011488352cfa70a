import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { loadDocuments } from '#platform/documents/stored.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { notify } from '../notices/notices.ts';
import { mailAnswer } from './answer-mail.ts';
import { appendMessage, appendStep, setTicket } from './history.ts';
import { decideState, type TicketDeed } from './rules.ts';
import type { TicketRow } from './store.ts';
import { settleMailsOf } from './ticket-mails.ts';
import { queueTicketWatch } from './watch.ts';

/** Files that are attached to tickets, among the papers: the subject is the ticket. */
export const TICKET_FILE = 'support.ticket-file';

/**
 * Answers a ticket: kept in the thread, mailed to whoever asked, and from now on it is their turn, or it is solved. Mails
 * that waited in the inbox for this answer are dealt with by it.
 * @param ticket locked
 */
export async function answerTicket(
  tx: Tx,
  caller: Caller,
  publicUrl: string,
  ticket: TicketRow,
  answer: { readonly text: string; readonly documentIds: readonly Id[]; readonly solved: boolean },
): Promise<Result<null, Refusal>> {
  const files = await filesOf(tx, ticket, answer.documentIds);
  if (!files.ok) return files;
  const state = decideState(ticket.state, 'answered');
  if (!state.ok) return state;
  const message = await appendMessage(tx, caller, ticket.id, {
    side: 'staff',
    said_by: caller.name,
    said_from: '',
    body: answer.text,
    documentIds: answer.documentIds,
  });
  await appendStep(tx, caller, ticket.id, { what: 'answered' });
  if (answer.solved) await appendStep(tx, caller, ticket.id, { what: 'solved' });
  await setTicket(tx, caller, ticket.id, { state: answer.solved ? 'solved' : state.value });
  await settleMailsOf(tx, caller, ticket.id);
  await mailAnswer(tx, caller, publicUrl, ticket, { ...answer, position: message!.position });
  return ok(null);
}

/** Writes a note for colleagues. It stands in the thread and never leaves: no mail and no page for customers holds one. */
export async function noteOnTicket(tx: Tx, caller: Caller, ticket: TicketRow, text: string): Promise<void> {
  await appendMessage(tx, caller, ticket.id, {
    side: 'note',
    said_by: caller.name,
    said_from: '',
    body: text,
  });
  await appendStep(tx, caller, ticket.id, { what: 'noted' });
}

/** What the customer says, whichever way it came. */
export interface CustomerMessage {
  readonly text: string;
  readonly authorName: string;
  readonly authorEmail: string;
  readonly mailId?: Id;
  /** known to whoever writes: written twice it stands once */
  readonly messageId?: Id;
  readonly documentIds?: readonly Id[];
  readonly at?: Instant;
}

/** Adds what the customer wrote to a locked ticket: a waiting one is open again, a solved one is reopened. */
export async function takeFromCustomer(
  tx: Tx,
  caller: Caller,
  ticket: TicketRow,
  said: CustomerMessage,
): Promise<Result<null, Refusal>> {
  const files = await filesOf(tx, ticket, said.documentIds ?? []);
  if (!files.ok) return files;
  const state = decideState(ticket.state, 'customer-wrote');
  if (!state.ok) return state;
  const message = await appendMessage(tx, caller, ticket.id, {
    ...(said.messageId ? { id: said.messageId } : {}),
    side: 'customer',
    said_by: said.authorName,
    said_from: said.authorEmail.trim().toLowerCase(),
    body: said.text,
    ...(said.mailId ? { mailId: said.mailId } : {}),
    documentIds: said.documentIds ?? [],
    ...(said.at ? { at: said.at } : {}),
  });
  if (!message) return ok(null);
  const at = said.at ? { at: said.at } : {};
  await appendStep(tx, caller, ticket.id, {
    what: state.value === 'reopened' && ticket.state === 'solved' ? 'reopened' : 'customer-wrote',
    ...at,
  });
  if (state.value !== ticket.state) await setTicket(tx, caller, ticket.id, { state: state.value });
  await notify(tx, caller, ticket, 'customer-wrote');
  await queueTicketWatch(tx);
  return ok(null);
}

/** Says without a message where a locked ticket stands: the customer's turn, solved, or taken up again. */
export async function setTicketState(
  tx: Tx,
  caller: Caller,
  ticket: TicketRow,
  deed: Extract<TicketDeed, 'waiting' | 'solved' | 'reopened'>,
): Promise<Result<null, Refusal>> {
  const state = decideState(ticket.state, deed);
  if (!state.ok) return state;
  await appendStep(tx, caller, ticket.id, { what: deed });
  await setTicket(tx, caller, ticket.id, { state: state.value });
  if (deed === 'solved') await settleMailsOf(tx, caller, ticket.id);
  if (deed === 'reopened') await queueTicketWatch(tx);
  return ok(null);
}

/** Only what was attached to this very ticket goes with its messages. */
async function filesOf(tx: Tx, ticket: TicketRow, ids: readonly Id[]): Promise<Result<null, Refusal>> {
  const files = await loadDocuments(tx, ids);
  const own = files.filter(({ kind, subjectId }) => kind === TICKET_FILE && subjectId === ticket.id);
  return own.length === new Set(ids).size
    ? ok(null)
    : refuse({ code: 'ticket_file_unknown', status: 422, field: 'documentIds' });
}
