import { ok, refuse } from '#domain/kernel/result.ts';
import { handle, type Given, type Handler } from '#platform/http/handler.ts';
import { listAttachments } from '#platform/mail/intake/read-incoming.ts';
import { retryMail } from '#platform/mail/outbox.ts';
import { loadSender, saveSender } from '#platform/mail/sender.ts';
import type { AppContext } from '#platform/module/context.ts';
import * as contract from './contract.ts';
import { listSorted, loadSorted } from './queries.ts';
import { settleMailByHand, sortMailByHand } from './sort-by-hand.ts';

export const handlers: readonly Handler<AppContext>[] = [
  handle(contract.listMail, async ({ tx, input }) => ok(await listSorted(tx, input.query))),
  handle(contract.getMail, ({ tx, input }) => loadSorted(tx, input.params.mailId)),
  handle(contract.sortByHand, async ({ tx, caller, input }) => {
    const sorted = await sortMailByHand(tx, caller, input.params.mailId, input.body.class);
    return sorted.ok ? loadSorted(tx, input.params.mailId) : sorted;
  }),
  handle(contract.settleMail, async ({ tx, caller, input }) => {
    const settled = await settleMailByHand(tx, caller, input.params.mailId, input.body.done);
    return settled.ok ? loadSorted(tx, input.params.mailId) : settled;
  }),
  handle(contract.mailFile, async ({ tx, context, input }: Given<typeof contract.mailFile, AppContext>) => {
    const files = await listAttachments(tx, input.params.mailId);
    const file = files.find(({ position }) => position === input.params.position);
    const bytes = file?.file_hash && (await context.files.readAll(tx.tenantId, file.file_hash));
    if (!file || !bytes) return refuse({ code: 'support_mail_unknown' });
    // Never shown in our own pages, and never as what its sender says it is.
    return { contentType: 'application/octet-stream', bytes, name: file.name, download: true };
  }),
  handle(contract.retryOutgoing, async ({ tx, input }) => {
    const again = await retryMail(tx, input.params.outgoingMailId);
    return again.ok ? ok({ state: 'waiting' as const }) : again;
  }),
  handle(contract.getSender, async ({ tx, caller, context }: Given<typeof contract.getSender, AppContext>) =>
    ok(senderView(await loadSender(tx, caller, context.mailFrom))),
  ),
  handle(
    contract.putSender,
    async ({ tx, caller, context, input }: Given<typeof contract.putSender, AppContext>) => {
      const saved = await saveSender(tx, input.body);
      return saved.ok ? ok(senderView(await loadSender(tx, caller, context.mailFrom))) : saved;
    },
  ),
];

function senderView({ from, replyTo }: Awaited<ReturnType<typeof loadSender>>) {
  return { displayName: from.name, address: from.address, replyTo: replyTo?.address ?? null };
}
