import { addDays, daysBetween, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { loadCustomer } from '#modules/accounts/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { chargesPaid } from './late-charges/charges.ts';
import { CHART, lockCustomer } from './ledger.ts';
import type { RemindersView } from './reminder-contract.ts';
import { loadMoneySettings } from './money-settings/settings.ts';
import {
  decideReminder,
  lateCharges,
  LEVELS_MAX,
  STEP_DAYS,
  type RemindableInvoice,
} from './reminder-rules.ts';
import { recipientOf } from './save-invoice.ts';
import { invoiceNumber, json, numberOf, type BillingTables, type StoredReminderItem } from './store.ts';

interface OverdueInvoice extends RemindableInvoice {
  readonly id: Id;
  readonly customerId: Id;
  readonly customerName: string;
  readonly number: string;
  readonly currency: string;
  readonly issuedOn: Day;
  readonly openMinor: Minor;
}

interface OverdueRow {
  id: Id;
  customer_id: Id;
  name: string;
  year: number;
  number: number;
  currency: string;
  issued_on: Day;
  due_on: Day;
  open: bigint;
  disputed: boolean;
  last_level: number | null;
  last_on: Day | null;
}

/** Invoices past their day of which something is open, with what is known of letters and objections. */
async function overdueInvoices(tx: Tx, today: Day, customerId: Id | null): Promise<OverdueInvoice[]> {
  const { rows } = await sql<OverdueRow>`
    select i.id, i.customer_id, i.recipient ->> 'name' as name, i.year, i.number, i.currency, i.issued_on, i.due_on, o.open,
      coalesce((select d.step = 'opened' from dispute_step d where d.tenant_id = ${tx.tenantId} and d.invoice_id = i.id
        order by d.at desc, d.id desc limit 1), false) as disputed,
      (select max(r.level) from reminded_invoice r where r.tenant_id = ${tx.tenantId} and r.invoice_id = i.id)::int as last_level,
      (select max(r.issued_on) from reminded_invoice r where r.tenant_id = ${tx.tenantId} and r.invoice_id = i.id) as last_on
    from invoice i join (
      select item_id, sum(amount_minor)::bigint as open from journal_line
      where tenant_id = ${tx.tenantId} and account = ${CHART.roles.receivables} group by item_id having sum(amount_minor) > 0
    ) o on o.item_id = i.id
    where i.tenant_id = ${tx.tenantId} and i.due_on < ${today} and (${customerId}::uuid is null or i.customer_id = ${customerId})
    order by i.year, i.number`.execute(tx.tables());
  return rows.map((row) => ({
    id: row.id,
    customerId: row.customer_id,
    customerName: row.name,
    number: invoiceNumber(row),
    currency: row.currency,
    issuedOn: row.issued_on,
    dueOn: row.due_on,
    openMinor: minor(row.open),
    disputed: row.disputed,
    last: row.last_level !== null && row.last_on !== null ? { level: row.last_level, on: row.last_on } : null,
  }));
}

/** Letters that are due today, one per customer and currency, and those that were sent, newest first. */
export async function listReminders(tx: Tx, today: Day): Promise<RemindersView> {
  const groups = Map.groupBy(
    await overdueInvoices(tx, today, null),
    (invoice) => `${invoice.customerId} ${invoice.currency}`,
  );
  const due = [...groups.values()].flatMap((own) => {
    const decided = decideReminder(own, today);
    if (!decided) return [];
    const [{ customerId, customerName, currency }] = own as [OverdueInvoice];
    const total = decided.items.reduce((sum, { invoice }) => sum + invoice.openMinor, 0n);
    return [
      {
        customerId,
        customerName,
        currency,
        level: decided.level,
        total: formatAmount(minor(total), currency),
        invoices: decided.items.map(({ invoice, level }) => ({
          id: invoice.id,
          number: invoice.number,
          dueOn: invoice.dueOn,
          days: daysBetween(invoice.dueOn, today),
          open: formatAmount(invoice.openMinor, currency),
          level,
        })),
      },
    ];
  });
  const sent = await tx
    .tables<BillingTables>()
    .selectFrom('reminder')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('issued_at', 'desc')
    .limit(100)
    .execute();
  const paid = await chargesPaid(
    tx,
    sent.map((row) => row.id),
  );
  return {
    due,
    sent: sent.map((row) => ({
      id: row.id,
      number: numberOf('REM', row),
      customerId: row.customer_id,
      customerName: row.recipient.name,
      level: row.level,
      issuedOn: row.issued_on,
      payUntil: row.pay_until,
      currency: row.currency,
      total: formatAmount(row.total_minor, row.currency),
      charges: formatAmount(minor(row.fee_minor + row.interest_minor), row.currency),
      chargesPaid: formatAmount(minor(paid.get(row.id) ?? 0n), row.currency),
      pdf: `/api/reminders/${row.id}/reminder.pdf`,
    })),
  };
}

/** Writes the letter that is due to a customer; its PDF and mail follow from `reminder.issued`. */
export async function remind(
  tx: Tx,
  caller: Caller,
  customerId: Id,
  currency: string,
): Promise<Result<{ reminderId: Id }, Refusal>> {
  const customer = await loadCustomer(tx, customerId);
  if (!customer.ok) return customer;
  await lockCustomer(tx, customerId);
  const own = (await overdueInvoices(tx, caller.today, customerId)).filter(
    (invoice) => invoice.currency === currency,
  );
  const decided = decideReminder(own, caller.today);
  if (!decided) return refuse({ code: 'reminder_not_due' });
  const year = Number(caller.today.slice(0, 4));
  const settings = await loadMoneySettings(tx);
  const asked = lateCharges(
    decided.level,
    decided.items.map(({ invoice }) => invoice),
    caller.today,
    settings,
  );
  // The fees are amounts of the tenant's own currency.
  const charges = currency === caller.currency ? asked : { ...asked, feeMinor: minor(0n) };
  const reminderId = idAt(caller.now);
  const numbered = { year, number: await nextNumber(tx, `reminder-${year}`) };
  const tables = tx.tables<BillingTables>();
  const total = decided.items.reduce((sum, { invoice }) => sum + invoice.openMinor, 0n);
  await tables
    .insertInto('reminder')
    .values({
      tenant_id: tx.tenantId,
      id: reminderId,
      ...numbered,
      customer_id: customerId,
      level: decided.level,
      recipient: json(recipientOf(customer.value)),
      currency,
      items: json(
        decided.items.map(({ invoice, level }): StoredReminderItem => ({
          invoiceId: invoice.id,
          number: invoice.number,
          issuedOn: invoice.issuedOn,
          dueOn: invoice.dueOn,
          openMinor: `${invoice.openMinor}`,
          level,
        })),
      ),
      total_minor: minor(total),
      fee_minor: charges.feeMinor,
      interest_minor: charges.interestMinor,
      pay_until: addDays(caller.today, STEP_DAYS),
      issued_on: caller.today,
      issued_at: caller.now,
    })
    .execute();
  await tables
    .insertInto('reminded_invoice')
    .values(
      decided.items.map(({ invoice, level }) => ({
        tenant_id: tx.tenantId,
        reminder_id: reminderId,
        invoice_id: invoice.id,
        level: Math.min(level, LEVELS_MAX),
        issued_on: caller.today,
      })),
    )
    .execute();
  await publish(tx, caller, 'reminder.issued', reminderId, { customerId, level: decided.level, ...numbered });
  for (const { invoice, level } of decided.items)
    await publish(tx, caller, 'invoice.reminded', invoice.id, { reminderId, level });
  return ok({ reminderId });
}

/** A customer objects to an invoice: no letter speaks of it until that is settled. */
export async function changeDispute(
  tx: Tx,
  caller: Caller,
  invoiceId: Id,
  given: { readonly step: 'opened' | 'settled'; readonly reason: string },
): Promise<Result<{ invoiceId: Id }, Refusal>> {
  const tables = tx.tables<BillingTables>();
  const invoice = await tables
    .selectFrom('invoice')
    .select('customer_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', invoiceId)
    .executeTakeFirst();
  if (!invoice) return refuse({ code: 'invoice_unknown' });
  await lockCustomer(tx, invoice.customer_id);
  const last = await lastDispute(tx, invoiceId);
  if ((last?.step ?? 'settled') === given.step)
    return refuse({ code: given.step === 'opened' ? 'dispute_open_already' : 'dispute_not_open' });
  await tables
    .insertInto('dispute_step')
    .values({
      tenant_id: tx.tenantId,
      id: idAt(caller.now),
      invoice_id: invoiceId,
      step: given.step,
      reason: given.reason,
      actor_name: caller.name,
      at: caller.now,
    })
    .execute();
  await publish(tx, caller, `invoice.dispute-${given.step}`, invoiceId, { reason: given.reason });
  return ok({ invoiceId });
}

/** The latest step of an invoice's dispute; nothing where there never was one. */
export async function lastDispute(
  tx: Tx,
  invoiceId: Id,
): Promise<Pick<BillingTables['dispute_step'], 'step' | 'reason'> | undefined> {
  return tx
    .tables<BillingTables>()
    .selectFrom('dispute_step')
    .select(['step', 'reason'])
    .where('tenant_id', '=', tx.tenantId)
    .where('invoice_id', '=', invoiceId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
}
