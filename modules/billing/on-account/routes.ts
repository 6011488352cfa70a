import { ok } from '#domain/kernel/result.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { listBankLines } from '../bank-queries.ts';
import { refundOnAccount } from '../give-back.ts';
import * as contract from './contract.ts';
import { bookLineOnAccount, recordOnAccount } from './on-account.ts';

export const onAccountHandlers: readonly Handler<AppContext>[] = [
  handle(contract.recordOnAccount, async ({ tx, caller, input }) => {
    const { receivedOn = caller.today, ...body } = input.body;
    return recordOnAccount(tx, caller, input.params.customerId, { ...body, receivedOn });
  }),
  handle(contract.refundOnAccount, ({ tx, caller, input }) => {
    const { paidOn = caller.today, ...body } = input.body;
    return refundOnAccount(tx, caller, input.params.paymentId, { ...body, paidOn });
  }),
  handle(contract.bookBankLineOnAccount, async ({ tx, caller, input }) => {
    const booked = await bookLineOnAccount(tx, caller, input.params.bankLineId, input.body.customerId);
    return booked.ok ? ok(await listBankLines(tx)) : booked;
  }),
];
