import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { loadCustomers } from '#modules/accounts/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import type { BankLinesView } from './bank-contract.ts';
import type { BankTables } from './bank-store.ts';
import { matchesFor, openLines } from './match-lines.ts';
import { invoiceNumber, type BillingTables } from './store.ts';

const OPEN_MAX = 200;
const DONE_MAX = 100;

interface DoneRow {
  id: Id;
  booked_on: Day;
  currency: string;
  amount_minor: bigint;
  payer_name: string;
  remittance: string;
  outcome: BankTables['bank_line_done']['outcome'];
  actor_name: string;
  invoices: readonly { id: Id; year: number; number: number }[];
}

/** Movements that wait, with what they may settle, and the latest that are done. */
export async function listBankLines(tx: Tx): Promise<BankLinesView> {
  const lines = await openLines(tx, OPEN_MAX);
  const matches = new Map((await matchesFor(tx, lines)).map((match) => [match.line, match]));
  const all = [...matches.values()].flatMap(({ proposals }) => proposals);
  const customers = await loadCustomers(
    tx,
    all.map(({ party }) => party as Id),
  );
  const numbers = await numbersOf(
    tx,
    all.flatMap(({ allocations }) => allocations.map(({ item }) => item as Id)),
  );
  return {
    open: lines.map((line) => {
      const match = matches.get(line.id);
      const money = (value: bigint): string => formatAmount(minor(value), line.currency);
      // The account is known by its keyed hash; what people see of it is masked.
      const reasonOf = ({ code, value }: { code: string; value: string }) => ({
        code,
        value: code === 'payer_account' ? line.payer_shown : value,
      });
      return {
        id: line.id,
        bookedOn: line.booked_on,
        currency: line.currency,
        amount: money(line.amount_minor),
        payer: line.payer_name,
        account: line.payer_shown,
        text: line.remittance,
        returned: line.return_reason !== '',
        decision: match?.decision ?? 'unmatched',
        reasons: (match?.reasons ?? []).map(reasonOf),
        proposals: (match?.proposals ?? []).map((proposal) => ({
          customerName: customers.get(proposal.party as Id)?.name ?? '',
          score: proposal.score,
          rest: money(proposal.restMinor),
          reasons: proposal.reasons.map(reasonOf),
          shares: proposal.allocations.map(({ item, amountMinor }) => ({
            invoiceId: item,
            number: numbers.get(item as Id) ?? '',
            amount: money(amountMinor),
          })),
        })),
      };
    }),
    done: await doneLines(tx),
  };
}

async function numbersOf(tx: Tx, ids: readonly Id[]): Promise<Map<Id, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .tables<BillingTables>()
    .selectFrom('invoice')
    .select(['id', 'year', 'number'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, invoiceNumber(row)]));
}

async function doneLines(tx: Tx): Promise<BankLinesView['done']> {
  const { rows } = await sql<DoneRow>`
    select l.id, l.booked_on, l.currency, l.amount_minor, l.payer_name, l.remittance, d.outcome, d.actor_name,
      coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'year', i.year, 'number', i.number) order by i.year, i.number)
        from bank_line_payment b join payment p on p.tenant_id = b.tenant_id and p.id = b.payment_id
        join invoice i on i.tenant_id = p.tenant_id and i.id = p.invoice_id
        where b.tenant_id = ${tx.tenantId} and b.line_id = l.id), '[]') as invoices
    from bank_line_done d join bank_line l on l.tenant_id = d.tenant_id and l.id = d.line_id
    where d.tenant_id = ${tx.tenantId} and l.tenant_id = ${tx.tenantId} order by d.at desc, l.id desc limit ${DONE_MAX}`.execute(
    tx.tables(),
  );
  return rows.map((row) => ({
    id: row.id,
    bookedOn: row.booked_on,
    currency: row.currency,
    amount: formatAmount(minor(row.amount_minor), row.currency),
    payer: row.payer_name,
    text: row.remittance,
    outcome: row.outcome,
    by: row.actor_name,
    invoices: row.invoices.map((invoice) => ({ id: invoice.id, number: invoiceNumber(invoice) })),
  }));
}
