import { ok } from '#domain/kernel/result.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { saveAccount, showAccount } from './account.ts';
import * as contract from './contract.ts';
import { listParked, showInvoiceCards } from './queries.ts';
import { bookParked, setAsideParked } from './settle-parked.ts';

export const cardHandlers: readonly Handler<AppContext>[] = [
  handle(contract.getCardAccount, async ({ tx, context }) => ok(await showAccount(tx, context.publicUrl))),
  handle(contract.saveCardAccount, async ({ tx, caller, context, input }) => {
    const saved = await saveAccount(tx, caller, input.body);
    return saved.ok ? ok(await showAccount(tx, context.publicUrl)) : saved;
  }),
  handle(contract.endCardAccount, async ({ tx, caller, context }) => {
    const ended = await saveAccount(tx, caller, null);
    return ended.ok ? ok(await showAccount(tx, context.publicUrl)) : ended;
  }),
  handle(contract.listParked, async ({ tx }) => ok({ parked: await listParked(tx) })),
  handle(contract.bookParked, async ({ tx, caller, input }) => {
    const booked = await bookParked(tx, caller, input.params.parkedId);
    return booked.ok ? ok({ parked: await listParked(tx) }) : booked;
  }),
  handle(contract.setAsideParked, async ({ tx, caller, input }) => {
    const aside = await setAsideParked(tx, caller, input.params.parkedId, input.body.reason);
    return aside.ok ? ok({ parked: await listParked(tx) }) : aside;
  }),
  handle(contract.getInvoiceCards, ({ tx, caller, context, input }) =>
    showInvoiceCards(tx, caller, context.publicUrl, input.params.invoiceId),
  ),
];
