import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import type { StoredTax } from '../store.ts';

export interface WriteOffTables {
  write_off: {
    tenant_id: Id;
    id: Id;
    invoice_id: Id;
    kind: 'loss' | 'difference';
    amount_minor: Minor;
    taxes: readonly StoredTax[];
    reason: string;
    booked_on: Day;
    actor_name: string;
    recorded_at: Instant;
  };
  write_off_reversal: {
    tenant_id: Id;
    id: Id;
    write_off_id: Id;
    amount_minor: Minor;
    taxes: readonly StoredTax[];
    booked_on: Day;
    recorded_at: Instant;
  };
}

/** What of an invoice was given up, less what is owed again since. */
export interface WrittenOff {
  readonly invoiceId: Id;
  readonly kind: 'loss' | 'difference';
  readonly leftMinor: Minor;
}

export async function writtenOff(tx: Tx, invoiceIds: readonly Id[]): Promise<WrittenOff[]> {
  const { rows } = await sql<{ invoice_id: Id; kind: 'loss' | 'difference'; left: bigint }>`
    select w.invoice_id, w.kind, (sum(w.amount_minor) - coalesce(sum(r.back), 0))::bigint as left
    from write_off w left join (
      select write_off_id, sum(amount_minor) as back from write_off_reversal where tenant_id = ${tx.tenantId} group by write_off_id
    ) r on r.write_off_id = w.id
    where w.tenant_id = ${tx.tenantId} and w.invoice_id = any(${[...invoiceIds]}::uuid[])
    group by w.invoice_id, w.kind`.execute(tx.tables());
  return rows.map((row) => ({ invoiceId: row.invoice_id, kind: row.kind, leftMinor: minor(row.left) }));
}
