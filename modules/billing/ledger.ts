import { sql } from 'kysely';
import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { SMALL_CHART } from '#domain/money/ledger/chart.ts';
import { balanceOf, type EntryKind, type EntryLine } from '#domain/money/ledger/entry.ts';

/** The chart that every entry is booked by; an accountant's own numbers are given at export. */
export const CHART = SMALL_CHART;

export interface LedgerTables {
  journal_entry: {
    tenant_id: Id;
    id: Id;
    kind: EntryKind;
    source_id: Id;
    booked_on: Day;
    currency: string;
    reference: string;
    text: string;
    actor: string;
    recorded_at: Instant;
  };
  journal_line: {
    tenant_id: Id;
    entry_id: Id;
    line_no: number;
    account: string;
    amount_minor: Minor;
    party_id: Id | null;
    item_id: Id | null;
    tax: string | null;
  };
}

export interface Entry {
  readonly kind: EntryKind;
  /** the document or movement that is booked; it is booked once */
  readonly sourceId: Id;
  readonly bookedOn: Day;
  readonly currency: string;
  readonly reference: string;
  readonly text?: string;
  readonly lines: readonly EntryLine[];
}

/**
 * Writes an entry in the transaction of what it books: both are saved or neither is.
 * @throws RangeError when debit and credit differ; the database's error when the source is booked already (both bugs)
 */
export async function book(tx: Tx, caller: Caller, entry: Entry): Promise<void> {
  const { lines } = entry;
  if (balanceOf(entry) !== 0n) throw new RangeError(`${entry.kind} ${entry.reference} does not balance`);
  const entryId = idAt(caller.now);
  const tables = tx.tables<LedgerTables>();
  await tables
    .insertInto('journal_entry')
    .values({
      tenant_id: tx.tenantId,
      id: entryId,
      kind: entry.kind,
      source_id: entry.sourceId,
      booked_on: entry.bookedOn,
      currency: entry.currency,
      reference: entry.reference,
      text: entry.text ?? '',
      actor: caller.actor,
      recorded_at: caller.now,
    })
    .execute();
  await tables
    .insertInto('journal_line')
    .values(
      lines.map((line, i) => ({
        tenant_id: tx.tenantId,
        entry_id: entryId,
        line_no: i + 1,
        account: line.account,
        amount_minor: line.amountMinor,
        party_id: (line.party as Id | undefined) ?? null,
        item_id: (line.item as Id | undefined) ?? null,
        tax: line.tax ?? null,
      })),
    )
    .execute();
}

/** The lines of what was booked for a source, as they were; empty when nothing was. */
export async function linesOf(tx: Tx, kind: EntryKind, sourceId: Id): Promise<EntryLine[]> {
  const rows = await tx
    .tables<LedgerTables>()
    .selectFrom('journal_line as l')
    .innerJoin('journal_entry as e', (join) =>
      join.onRef('e.tenant_id', '=', 'l.tenant_id').onRef('e.id', '=', 'l.entry_id'),
    )
    .selectAll('l')
    .where('l.tenant_id', '=', tx.tenantId)
    .where('e.tenant_id', '=', tx.tenantId)
    .where('e.kind', '=', kind)
    .where('e.source_id', '=', sourceId)
    .orderBy('l.line_no')
    .execute();
  return rows.map(toLine);
}

export function toLine(row: LedgerTables['journal_line']): EntryLine {
  return {
    account: row.account,
    amountMinor: row.amount_minor,
    ...(row.party_id === null ? {} : { party: row.party_id }),
    ...(row.item_id === null ? {} : { item: row.item_id }),
    ...(row.tax === null ? {} : { tax: row.tax }),
  };
}

/**
 * What is open of documents and payments: above zero the customer owes it, below zero it is in the customer's favour.
 * An item that was never booked is not in the answer.
 */
export async function openOf(tx: Tx, itemIds: readonly Id[]): Promise<Map<Id, Minor>> {
  if (itemIds.length === 0) return new Map();
  const rows = await tx
    .tables<LedgerTables>()
    .selectFrom('journal_line')
    .select((e) => ['item_id', e.cast<bigint>(e.fn.sum('amount_minor'), 'bigint').as('open')])
    .where('tenant_id', '=', tx.tenantId)
    .where('account', '=', CHART.roles.receivables)
    .where('item_id', 'in', [...itemIds])
    .groupBy('item_id')
    .execute();
  return new Map(rows.map((row) => [row.item_id!, minor(row.open)]));
}

/**
 * Takes the documents of one customer in turn: whoever pays, credits or refunds waits for whoever came first. The
 * application may not update them, and a row lock counts as an update, so the customer's id itself is locked.
 */
export async function lockCustomer(tx: Tx, customerId: Id): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${customerId}, 7463))`.execute(tx.tables());
}
