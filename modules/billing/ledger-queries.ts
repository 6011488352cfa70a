import { addDays, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, type Result } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { ageing } from '#domain/money/ledger/ageing.ts';
import type { LedgerEntry } from '#domain/money/ledger/entry.ts';
import { loadCustomer, loadCustomers } from '#modules/accounts/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { openCharges } from './late-charges/charges.ts';
import { CHART, toLine, type LedgerTables } from './ledger.ts';
import type { AccountView, JournalView, OpenItemsView } from './ledger-contract.ts';
import { invoiceNumber } from './store.ts';

const RECEIVABLES = CHART.roles.receivables;
const JOURNAL_MAX = 5_000;

interface ItemRow {
  item_id: Id;
  party_id: Id;
  currency: string;
  open: bigint;
  opened_on: Day;
  year: number | null;
  number: number | null;
  invoice_id: Id | null;
  reference: string;
  due_on: Day;
  is_payment: boolean;
}

/**
 * Everything that was open at the end of a day, from the ledger alone, with its ageing per currency. A credit stands in the
 * bucket of its own day and lowers it; the buckets add up to the balance of the receivables.
 */
export async function openItemsOn(
  tx: Tx,
  asOf: Day,
  filter: { readonly customerId?: Id | undefined } = {},
): Promise<OpenItemsView> {
  const { rows } = await sql<ItemRow>`
    with open as (
      select l.item_id, l.party_id, e.currency, sum(l.amount_minor)::bigint as open, min(e.booked_on) as opened_on
      from journal_line l join journal_entry e on e.tenant_id = l.tenant_id and e.id = l.entry_id
      where l.tenant_id = ${tx.tenantId} and e.tenant_id = ${tx.tenantId} and l.account = ${RECEIVABLES}
        and e.booked_on <= ${asOf} and (${filter.customerId ?? null}::uuid is null or l.party_id = ${filter.customerId ?? null})
      group by l.item_id, l.party_id, e.currency having sum(l.amount_minor) <> 0
    )
    select o.*, i.id as invoice_id, i.year, i.number, p.id is not null as is_payment, coalesce(p.reference, '') as reference,
      case when p.id is null then i.due_on else o.opened_on end as due_on
    from open o
    left join payment p on p.tenant_id = ${tx.tenantId} and p.id = o.item_id
    left join invoice i on i.tenant_id = ${tx.tenantId} and i.id = case when p.id is null then o.item_id else p.invoice_id end
    order by due_on, i.year, i.number`.execute(tx.tables());
  const customers = await loadCustomers(
    tx,
    rows.map((row) => row.party_id),
  );
  const currencies = [...new Set(rows.map((row) => row.currency))].sort();
  return {
    asOf,
    items: rows.map((row) => ({
      id: row.item_id,
      kind: row.invoice_id === null ? 'on-account' : row.is_payment ? 'payment' : 'invoice',
      number:
        row.year === null || row.number === null
          ? row.reference
          : invoiceNumber({ year: row.year, number: row.number }),
      invoiceId: row.invoice_id,
      customerId: row.party_id,
      customerName: customers.get(row.party_id)?.name ?? '',
      currency: row.currency,
      openedOn: row.opened_on,
      dueOn: row.due_on,
      open: formatAmount(minor(row.open), row.currency),
    })),
    ageing: currencies.map((currency) => {
      const own = rows.filter((row) => row.currency === currency);
      const money = (value: bigint): string => formatAmount(minor(value), currency);
      return {
        currency,
        total: money(own.reduce((sum, row) => sum + row.open, 0n)),
        buckets: ageing(
          own.map((row) => ({ dueOn: row.due_on, openMinor: minor(row.open) })),
          asOf,
        ).map((bucket) => ({
          fromDays: bucket.fromDays ?? null,
          untilDays: bucket.untilDays ?? null,
          amount: money(bucket.amountMinor),
          count: bucket.count,
        })),
      };
    }),
  };
}

/** One customer's account in a currency: what stood before, every entry of the period with the balance after it. */
export async function customerAccount(
  tx: Tx,
  customerId: Id,
  period: { readonly from: Day; readonly until: Day; readonly currency: string },
): Promise<Result<AccountView, { code: 'customer_unknown' }>> {
  const customer = await loadCustomer(tx, customerId);
  if (!customer.ok) return customer;
  const { rows } = await sql<{
    id: Id;
    kind: LedgerEntry['kind'];
    booked_on: Day;
    reference: string;
    text: string;
    amount: bigint;
    invoice_id: Id | null;
  }>`
    select e.id, e.kind, e.booked_on, e.reference, e.text, sum(l.amount_minor)::bigint as amount,
      (array_agg(i.id) filter (where i.id is not null))[1] as invoice_id
    from journal_line l join journal_entry e on e.tenant_id = l.tenant_id and e.id = l.entry_id
    left join payment p on p.tenant_id = ${tx.tenantId} and p.id = l.item_id
    left join invoice i on i.tenant_id = ${tx.tenantId} and i.id = coalesce(p.invoice_id, l.item_id)
    where l.tenant_id = ${tx.tenantId} and e.tenant_id = ${tx.tenantId} and l.account = ${RECEIVABLES}
      and l.party_id = ${customerId} and e.currency = ${period.currency} and e.booked_on <= ${period.until}
    group by e.id, e.kind, e.booked_on, e.reference, e.text, e.recorded_at
    order by e.booked_on, e.recorded_at, e.id`.execute(tx.tables());
  const money = (value: bigint): string => formatAmount(minor(value), period.currency);
  const before = rows.filter((row) => row.booked_on < period.from);
  const opening = before.reduce((sum, row) => sum + row.amount, 0n);
  let balance = opening;
  const entries = rows.slice(before.length).map((row) => {
    balance += row.amount;
    return {
      id: row.id,
      kind: row.kind,
      bookedOn: row.booked_on,
      reference: row.reference,
      text: row.text,
      amount: money(row.amount),
      balance: money(balance),
      invoiceId: row.invoice_id,
    };
  });
  return ok({
    customerId,
    customerName: customer.value.name,
    ...period,
    opening: money(opening),
    openingOn: addDays(period.from, -1),
    entries,
    closing: money(balance),
    lateCharges: money(await openCharges(tx, customerId, period)),
  });
}

/** Entries of a period as they were written, oldest first. */
export async function loadJournal(
  tx: Tx,
  period: { readonly from: Day; readonly until: Day },
  most = JOURNAL_MAX,
): Promise<(LedgerEntry & { readonly id: Id; readonly text: string })[]> {
  const tables = tx.tables<LedgerTables>();
  const entries = await tables
    .selectFrom('journal_entry')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('booked_on', '>=', period.from)
    .where('booked_on', '<=', period.until)
    .orderBy('booked_on')
    .orderBy('recorded_at')
    .orderBy('id')
    .limit(most)
    .execute();
  if (entries.length === 0) return [];
  const lines = await tables
    .selectFrom('journal_line')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where(
      'entry_id',
      'in',
      entries.map(({ id }) => id),
    )
    .orderBy('entry_id')
    .orderBy('line_no')
    .execute();
  const byEntry = Map.groupBy(lines, (line) => line.entry_id);
  return entries.map((entry) => ({
    id: entry.id,
    on: entry.booked_on,
    currency: entry.currency,
    reference: entry.reference,
    kind: entry.kind,
    text: entry.text,
    lines: (byEntry.get(entry.id) ?? []).map(toLine),
  }));
}

/** The journal for screens: accounts by name as well. */
export async function journalView(
  tx: Tx,
  period: { readonly from: Day; readonly until: Day },
): Promise<JournalView> {
  const names = new Map(CHART.accounts.map((account) => [account.number, account.name]));
  const entries = await loadJournal(tx, period);
  return {
    ...period,
    entries: entries.map((entry) => ({
      id: entry.id,
      kind: entry.kind,
      bookedOn: entry.on,
      currency: entry.currency,
      reference: entry.reference,
      text: entry.text,
      lines: entry.lines.map((line) => ({
        account: line.account,
        accountName: names.get(line.account) ?? { en: line.account, de: line.account },
        amount: formatAmount(line.amountMinor, entry.currency),
        tax: line.tax ?? null,
      })),
    })),
  };
}
