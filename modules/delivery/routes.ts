import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { documentAnswer, findDocument } from '#platform/documents/stored.ts';
import { handle, type Given, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import * as contract from './contract.ts';
import { deliver } from './deliver.ts';
import { loadDelivery } from './load-delivery.ts';
import { listNotes, listWaiting, NOTE_KIND } from './queries.ts';

async function noteAnswer(
  tx: Tx,
  noteId: Id,
): Promise<Result<contract.NoteView, { code: 'delivery_unknown' }>> {
  const [note] = await listNotes(tx, { noteId });
  return note ? ok(note) : refuse({ code: 'delivery_unknown' });
}

export const handlers: readonly Handler<AppContext>[] = [
  handle(contract.listNotes, async ({ tx, input }) =>
    ok({
      notes: await listNotes(tx, { orderId: input.query.orderId }),
      waiting: await listWaiting(tx, input.query.orderId),
    }),
  ),
  handle(contract.loadNote, async ({ tx, caller, input }) => {
    const loaded = await loadDelivery(tx, caller, input.params.orderId, input.body.plannedOn ?? caller.today);
    return loaded.ok ? noteAnswer(tx, loaded.value.noteId) : loaded;
  }),
  handle(contract.deliverNote, async ({ tx, caller, input }) => {
    const delivered = await deliver(tx, caller, input.params.noteId, input.body.receivedBy);
    return delivered.ok ? noteAnswer(tx, delivered.value.noteId) : delivered;
  }),
  handle(contract.notePdf, async ({ tx, context, input }: Given<typeof contract.notePdf, AppContext>) => {
    const document = await findDocument(tx, NOTE_KIND, input.params.noteId);
    return document
      ? documentAnswer(context.files, tx.tenantId, document)
      : refuse({ code: 'document_unknown' });
  }),
];
