import type { Id } from '#domain/kernel/ids.ts';
import { ok, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { favourOf, setOff } from '../give-back.ts';
import { customerOf } from '../issue-invoice.ts';
import { openOf } from '../ledger.ts';
import type { BillingTables } from '../store.ts';
import { billDays, type BillableDays } from '../subscriptions/bill-days.ts';
import { lockSubscription, prepaidLines, type SubscriptionTables } from '../subscriptions/store.ts';

/**
 * Reverses credit notes by an invoice of the same days and nets, and pays it from what they had left open in the customer's
 * favour. What had gone out to the customer by then is open of the new invoice: it is asked back.
 * @see clause C-1 (withdrawal that was read late)
 */
export async function reverseCredits(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
  creditNoteIds: readonly Id[],
): Promise<Result<{ invoiceId: Id } | null, Refusal>> {
  if (creditNoteIds.length === 0) return ok(null);
  const locked = await lockSubscription(tx, subscriptionId);
  if (!locked.ok) return locked;
  const of = locked.value;
  const tables = tx.tables<SubscriptionTables & Pick<BillingTables, 'credit_note'>>();
  const notes = await tables
    .selectFrom('credit_note')
    .select(['id', 'invoice_id', 'lines'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', 'in', [...creditNoteIds])
    .execute();
  const named = await tables
    .selectFrom('line_credit')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('credit_note_id', 'in', [...creditNoteIds])
    .execute();
  const lines = await prepaidLines(tx, subscriptionId);
  const again = notes.flatMap((note) =>
    note.lines.flatMap((credited): BillableDays[] => {
      const line = lines.find((one) => one.invoiceId === note.invoice_id && one.lineNo === credited.lineNo);
      const days = named.find((one) => one.credit_note_id === note.id && one.line_id === line?.id);
      if (!line || !days) return [];
      const { slotId, kind, refundable, name, tax } = line;
      return [
        {
          ...{ slotId, kind, refundable, name, tax, quantity: 1 },
          description: `${days.from_on} – ${days.until_on}`,
          from: days.from_on,
          until: days.until_on,
          unitNetMinor: minor(BigInt(credited.netMinor)),
        },
      ];
    }),
  );
  if (again.length === 0) return ok(null);
  const billed = await billDays(tx, caller, of, await customerOf(tx, of.customer_id), again);
  if (!billed.ok) return billed;
  const { invoiceId } = billed.value;
  for (const itemId of new Set(notes.map((note) => note.invoice_id))) {
    const favour = await favourOf(tx, itemId);
    const open = (await openOf(tx, [invoiceId])).get(invoiceId) ?? 0n;
    const part = favour < open ? favour : open;
    if (part <= 0n) continue;
    const amount = formatAmount(minor(part), of.currency);
    const taken = await setOff(tx, caller, itemId, { invoiceId, amount });
    if (!taken.ok) return taken;
  }
  return ok({ invoiceId });
}
