import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Minor } from '#domain/kernel/units.ts';
import { parseAmount } from '#domain/money/currency.ts';
import { postLateCharge } from '#domain/money/ledger/posting.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { book, CHART, lockCustomer } from '../ledger.ts';
import { numberOf, type BillingTables, type Way } from '../store.ts';

interface ChargeTables {
  reminder_charge_paid: {
    tenant_id: Id;
    id: Id;
    reminder_id: Id;
    amount_minor: Minor;
    currency: string;
    received_on: Day;
    method: Way;
    recorded_at: Instant;
  };
}

const THROUGH = { bank: 'bank', cash: 'cash', card: 'card-clearing' } as const;

/**
 * Records that fee and interest of a letter were paid, in whole or in part. Only now the books know of them: a claim on damages
 * is worth what is paid of it.
 */
export async function payCharge(
  tx: Tx,
  caller: Caller,
  reminderId: Id,
  given: { readonly amount: string; readonly receivedOn: Day; readonly method: Way },
): Promise<Result<{ reminderId: Id }, Refusal>> {
  const reminder = await tx
    .tables<BillingTables>()
    .selectFrom('reminder')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', reminderId)
    .executeTakeFirst();
  if (!reminder) return refuse({ code: 'reminder_unknown' });
  if (given.receivedOn > caller.today)
    return refuse({ code: 'payment_in_future', field: 'receivedOn', value: given.receivedOn });
  const amount = parseAmount(given.amount, reminder.currency);
  if (!amount.ok) return refuse({ ...amount.refusal, field: 'amount' });
  if (amount.value <= 0n) return refuse({ code: 'payment_not_positive', field: 'amount' });
  await lockCustomer(tx, reminder.customer_id);
  const paid = (await chargesPaid(tx, [reminderId])).get(reminderId) ?? 0n;
  const left = reminder.fee_minor + reminder.interest_minor - paid;
  if (amount.value > left)
    return refuse({ code: 'charge_above_claim', field: 'amount', leftMinor: `${left}` });
  const id = idAt(caller.now);
  await tx
    .tables<ChargeTables>()
    .insertInto('reminder_charge_paid')
    .values({
      tenant_id: tx.tenantId,
      id,
      reminder_id: reminderId,
      amount_minor: amount.value,
      currency: reminder.currency,
      received_on: given.receivedOn,
      method: given.method,
      recorded_at: caller.now,
    })
    .execute();
  await book(tx, caller, {
    kind: 'payment',
    sourceId: id,
    bookedOn: given.receivedOn,
    currency: reminder.currency,
    reference: numberOf('REM', reminder),
    lines: postLateCharge(
      {
        reference: id,
        on: given.receivedOn,
        currency: reminder.currency,
        through: THROUGH[given.method],
        amountMinor: amount.value,
      },
      CHART,
    ).lines,
  });
  await publish(tx, caller, 'reminder.charge-paid', reminderId, { amountMinor: `${amount.value}` });
  return ok({ reminderId });
}

/** What was paid of the charges of some letters. */
export async function chargesPaid(tx: Tx, reminderIds: readonly Id[]): Promise<Map<Id, bigint>> {
  if (reminderIds.length === 0) return new Map();
  const { rows } = await sql<{ reminder_id: Id; paid: bigint }>`
    select reminder_id, sum(amount_minor)::bigint as paid from reminder_charge_paid
    where tenant_id = ${tx.tenantId} and reminder_id = any(${[...reminderIds]}::uuid[]) group by reminder_id`.execute(
    tx.tables(),
  );
  return new Map(rows.map((row) => [row.reminder_id, row.paid]));
}

/**
 * What a customer was asked for besides invoices and did not pay: the fees of all letters, and the interest of the latest, which
 * names that of the whole time.
 */
export async function openCharges(
  tx: Tx,
  customerId: Id,
  period: { readonly until: Day; readonly currency: string },
): Promise<bigint> {
  const { rows } = await sql<{ open: bigint }>`
    with own as (
      select id, fee_minor, interest_minor, issued_on, issued_at from reminder
      where tenant_id = ${tx.tenantId} and customer_id = ${customerId} and currency = ${period.currency} and issued_on <= ${period.until}
    )
    select (coalesce((select sum(fee_minor) from own), 0)
      + coalesce((select interest_minor from own order by issued_on desc, issued_at desc, id desc limit 1), 0)
      - coalesce((select sum(p.amount_minor) from reminder_charge_paid p join own on own.id = p.reminder_id
          where p.tenant_id = ${tx.tenantId} and p.received_on <= ${period.until}), 0))::bigint as open`.execute(
    tx.tables(),
  );
  const open = rows[0]?.open ?? 0n;
  return open > 0n ? open : 0n;
}
