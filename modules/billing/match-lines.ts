import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor } from '#domain/kernel/units.ts';
import { learnFrom } from '#domain/money/matching/learned.ts';
import { matchPayments } from '#domain/money/matching/match.ts';
import type { LearnedRule, Match, MatchItem, MatchLine, MatchParty } from '#domain/money/matching/types.ts';
import { loadCustomers } from '#modules/accounts/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import type { BankTables } from './bank-store.ts';
import { CHART } from './ledger.ts';
import { invoiceNumber, payableOf, type BillingTables } from './store.ts';

export type BankLine = BankTables['bank_line'];

/** Where a look at the open movements goes on. */
export type AfterLine = Pick<BankLine, 'booked_on' | 'id'>;

/** Movements that nothing was done with yet, oldest first; those after another when it is given. */
export async function openLines(tx: Tx, limit: number, after?: AfterLine | null): Promise<BankLine[]> {
  const { rows } = await sql<BankLine>`
    select l.* from bank_line l
    where l.tenant_id = ${tx.tenantId}
      and (${after?.id ?? null}::uuid is null or (l.booked_on, l.id) > (${after?.booked_on ?? null}::date, ${after?.id ?? null}::uuid))
      and not exists (select from bank_line_done d where d.tenant_id = ${tx.tenantId} and d.line_id = l.id)
    order by l.booked_on, l.id limit ${limit}`.execute(tx.tables());
  return rows;
}

/** The movement after which the next look begins; null where this one has seen the last. */
export function lookOn(lines: readonly BankLine[], limit: number): AfterLine | null {
  return lines.length < limit ? null : lines.at(-1)!;
}

/** A movement as the matching sees it. Accounts are compared by their keyed hashes: nobody has to read them. */
function matchLine(line: BankLine): MatchLine {
  const some = (
    key: 'creditorReference' | 'endToEndId' | 'name' | 'account' | 'returnReason',
    value: string,
  ) => (value === '' ? {} : { [key]: value });
  return {
    id: line.id,
    currency: line.currency,
    amountMinor: line.amount_minor,
    valueOn: line.value_on,
    remittance: line.remittance,
    ...some('creditorReference', line.creditor_reference),
    ...some('endToEndId', line.end_to_end_id),
    ...some('name', line.payer_name),
    ...some('account', line.payer_mark),
    ...some('returnReason', line.return_reason),
  };
}

/** What each movement may settle: open invoices, their customers with the accounts they paid from, and learned rules. */
export async function matchesFor(tx: Tx, lines: readonly BankLine[]): Promise<Match[]> {
  if (lines.length === 0) return [];
  const items = await openInvoices(tx);
  return matchPayments(lines.map(matchLine), {
    items,
    parties: await partiesOf(tx, items),
    rules: await loadRules(tx),
  });
}

async function openInvoices(tx: Tx): Promise<MatchItem[]> {
  const { rows } = await sql<BillingTables['invoice'] & { open: bigint }>`
    select i.*, o.open from invoice i join (
      select item_id, sum(amount_minor)::bigint as open from journal_line
      where tenant_id = ${tx.tenantId} and account = ${CHART.roles.receivables} group by item_id having sum(amount_minor) > 0
    ) o on o.item_id = i.id where i.tenant_id = ${tx.tenantId} order by i.year, i.number`.execute(
    tx.tables(),
  );
  return rows.map((row) => ({
    id: row.id,
    number: invoiceNumber(row),
    party: row.customer_id,
    currency: row.currency,
    openMinor: minor(row.open),
    issuedOn: row.issued_on,
    dueOn: row.due_on,
    ...(row.discount && row.open === payableOf(row)
      ? {
          offers: [
            {
              until: row.discount.until,
              payMinor: minor(row.open - BigInt(row.discount.amountMinor)),
            },
          ],
        }
      : {}),
  }));
}

async function partiesOf(tx: Tx, items: readonly MatchItem[]): Promise<MatchParty[]> {
  const ids = [...new Set(items.map(({ party }) => party as Id))];
  const customers = await loadCustomers(tx, ids);
  const { rows } = await sql<{ customer_id: Id; payer_mark: string }>`
    select distinct i.customer_id, l.payer_mark from bank_line_payment p
    join bank_line l on l.tenant_id = p.tenant_id and l.id = p.line_id
    join payment m on m.tenant_id = p.tenant_id and m.id = p.payment_id
    join invoice i on i.tenant_id = m.tenant_id and i.id = m.invoice_id
    where p.tenant_id = ${tx.tenantId} and l.tenant_id = ${tx.tenantId} and l.payer_mark <> ''`.execute(
    tx.tables(),
  );
  const accounts = Map.groupBy(rows, (row) => row.customer_id);
  return [...customers.values()].map((customer) => ({
    id: customer.id,
    name: customer.name,
    number: customer.number,
    accounts: (accounts.get(customer.id) ?? []).map((row) => row.payer_mark),
  }));
}

async function loadRules(tx: Tx): Promise<LearnedRule[]> {
  const rows = await tx
    .tables<BankTables>()
    .selectFrom('bank_rule')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .execute();
  return rows.map(({ by, key, party_id: party, weight }) => ({ by, key, party, weight }));
}

/** Keeps what a person's decision teaches: this account, name or these words belong to the customer. */
export async function learn(tx: Tx, line: BankLine, customerId: Id): Promise<void> {
  const tables = tx.tables<BankTables>();
  const before = await loadRules(tx);
  const after = learnFrom(before, matchLine(line), customerId);
  const keyOf = (rule: LearnedRule): string => JSON.stringify([rule.by, rule.key, rule.party]);
  const known = new Map(before.map((rule) => [keyOf(rule), rule.weight]));
  const kept = new Set(after.map(keyOf));
  for (const rule of before.filter((each) => !kept.has(keyOf(each))))
    await tables
      .deleteFrom('bank_rule')
      .where('tenant_id', '=', tx.tenantId)
      .where('by', '=', rule.by)
      .where('key', '=', rule.key)
      .where('party_id', '=', rule.party as Id)
      .execute();
  for (const rule of after.filter((each) => known.get(keyOf(each)) !== each.weight))
    await tables
      .insertInto('bank_rule')
      .values({
        tenant_id: tx.tenantId,
        by: rule.by,
        key: rule.key,
        party_id: rule.party as Id,
        weight: rule.weight,
      })
      .onConflict((c) =>
        c.columns(['tenant_id', 'by', 'key', 'party_id']).doUpdateSet({ weight: rule.weight }),
      )
      .execute();
}

/** The day a movement counts for us: its value day, but never a day that has not come. */
export function countsOn(line: BankLine, today: Day): Day {
  const day = line.value_on < line.booked_on ? line.value_on : line.booked_on;
  return day < today ? day : today;
}
