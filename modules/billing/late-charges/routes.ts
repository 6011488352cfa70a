import { ok } from '#domain/kernel/result.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { listReminders } from '../reminders.ts';
import { payCharge } from './charges.ts';
import * as contract from './contract.ts';

export const lateChargeHandlers: readonly Handler<AppContext>[] = [
  handle(contract.payCharge, async ({ tx, caller, input }) => {
    const { receivedOn = caller.today, ...body } = input.body;
    const paid = await payCharge(tx, caller, input.params.reminderId, { ...body, receivedOn });
    return paid.ok ? ok(await listReminders(tx, caller.today)) : paid;
  }),
];
