import { ok, refuse } from '#domain/kernel/result.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { listInvoices } from '../queries.ts';
import * as contract from './contract.ts';
import { writeOff } from './write-off.ts';

export const writeOffHandlers: readonly Handler<AppContext>[] = [
  handle(contract.writeOffInvoice, async ({ tx, caller, input }) => {
    const { invoiceId } = input.params;
    const given = await writeOff(tx, caller, invoiceId, input.body);
    if (!given.ok) return given;
    const [invoice] = await listInvoices(tx, caller.today, { invoiceId });
    return invoice ? ok(invoice) : refuse({ code: 'invoice_unknown' });
  }),
];
