import { ok, refuse } from '#domain/kernel/result.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { handle, type Given, type Handler } from '#platform/http/handler.ts';
import { listAttachments } from '#platform/mail/intake/read-incoming.ts';
import { retryMail } from '#platform/mail/outbox.ts';
import { loadSender, saveSender } from '#platform/mail/sender.ts';
import type { AppContext } from '#platform/module/context.ts';
import * as contract from './contract.ts';
import { addHoliday, answerTimes, listHolidays, removeHoliday } from './calendar.ts';
import { listSorted, loadSorted, type AnswerClock } from './queries.ts';
import { noticeHandlers } from './notices/routes.ts';
import { relayHandlers } from './relay-routes.ts';
import { settleMailByHand, sortMailByHand } from './sort-by-hand.ts';
import { myTicketHandlers } from './tickets/my-routes.ts';
import { ticketHandlers } from './tickets/routes.ts';
import { ticketSettingsHandlers } from './tickets/settings-routes.ts';

export const handlers: readonly Handler<AppContext>[] = [
  ...relayHandlers,
  ...ticketHandlers,
  ...ticketSettingsHandlers,
  ...myTicketHandlers,
  ...noticeHandlers,
  handle(contract.listMail, async ({ tx, caller, input }) =>
    ok(await listSorted(tx, await clockOf(tx, caller), input.query)),
  ),
  handle(contract.getMail, ({ tx, caller, input }) => view(tx, caller, input.params.mailId)),
  handle(contract.sortByHand, async ({ tx, caller, input }) => {
    const sorted = await sortMailByHand(tx, caller, input.params.mailId, input.body.class);
    return sorted.ok ? view(tx, caller, input.params.mailId) : sorted;
  }),
  handle(contract.settleMail, async ({ tx, caller, input }) => {
    const settled = await settleMailByHand(tx, caller, input.params.mailId, input.body.done);
    return settled.ok ? view(tx, caller, input.params.mailId) : settled;
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
  handle(contract.listHolidays, async ({ tx }) => ok({ days: await listHolidays(tx) })),
  handle(contract.addHoliday, async ({ tx, input }) => {
    await addHoliday(tx, input.body);
    return ok({ days: await listHolidays(tx) });
  }),
  handle(contract.removeHoliday, async ({ tx, input }) => {
    const removed = await removeHoliday(tx, input.params.day);
    return removed.ok ? ok({ days: await listHolidays(tx) }) : removed;
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

async function clockOf(tx: Tx, caller: Caller): Promise<AnswerClock> {
  return { now: caller.now, timeOf: await answerTimes(tx, caller) };
}

async function view(tx: Tx, caller: Caller, mailId: Id) {
  return loadSorted(tx, await clockOf(tx, caller), mailId);
}

function senderView({ from, replyTo }: Awaited<ReturnType<typeof loadSender>>) {
  return { displayName: from.name, address: from.address, replyTo: replyTo?.address ?? null };
}
