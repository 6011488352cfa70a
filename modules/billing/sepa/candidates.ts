import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { loadCustomers } from '#modules/accounts/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { CHART } from '../ledger.ts';
import { openItemsOn } from '../ledger-queries.ts';
import { openPayables } from '../payables/queries.ts';
import { invoiceNumber } from '../store.ts';
import { loadMandates, mandateFacts, sepaSettings, type MandateRow } from './mandates.ts';
import { debitFault, earliestCollection, mandateState, sequenceOf, type DebitCandidate } from './rules.ts';
import { claimsOn } from './store.ts';

export interface DebitItem extends DebitCandidate {
  readonly invoiceId: Id;
  readonly number: string;
  readonly customerId: Id;
  readonly dueOn: Day;
  readonly row: MandateRow | null;
}

/** Open invoices as a run of direct debits sees them; those named, or all of customers with a mandate. */
export async function debitItems(tx: Tx, today: Day, invoiceIds?: readonly Id[]): Promise<DebitItem[]> {
  if (invoiceIds?.length === 0) return [];
  const some = invoiceIds ? `{${invoiceIds.join(',')}}` : null;
  const { rows } = await sql<{
    id: Id;
    customer_id: Id;
    year: number;
    number: number;
    currency: string;
    due_on: Day;
    open: bigint;
    disputed: boolean;
  }>`
    select i.id, i.customer_id, i.year, i.number, i.currency, i.due_on, coalesce(sum(l.amount_minor), 0)::bigint as open,
      coalesce((select d.step = 'opened' from dispute_step d where d.tenant_id = ${tx.tenantId} and d.invoice_id = i.id
        order by d.at desc, d.id desc limit 1), false) as disputed
    from invoice i left join journal_line l
      on l.tenant_id = ${tx.tenantId} and l.item_id = i.id and l.account = ${CHART.roles.receivables}
    where i.tenant_id = ${tx.tenantId} and (
      i.id = any(${some}::uuid[]) or ${some}::uuid[] is null and exists (
        select from sepa_mandate m where m.tenant_id = ${tx.tenantId} and m.customer_id = i.customer_id))
    group by i.id, i.customer_id, i.year, i.number, i.currency, i.due_on
    having ${some}::uuid[] is not null or coalesce(sum(l.amount_minor), 0) > 0
    order by i.due_on, i.year, i.number`.execute(tx.tables());
  const mandates = await loadMandates(tx, [...new Set(rows.map((row) => row.customer_id))]);
  const claims = await claimsOn(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const own = mandates.filter((mandate) => mandate.customer_id === row.customer_id);
    // The newest that is good today; else the newest, which says why not.
    const mandate = own.find((one) => mandateState(mandateFacts(one), today) === 'active') ?? own[0] ?? null;
    return {
      invoiceId: row.id,
      number: invoiceNumber(row),
      customerId: row.customer_id,
      currency: row.currency,
      dueOn: row.due_on,
      openMinor: row.open,
      disputed: row.disputed,
      inRun: claims.has(row.id),
      mandate: mandate && mandateFacts(mandate),
      row: mandate,
    };
  });
}

/** What could go into a run now: debits, suppliers' invoices and what is owed to customers, with the reasons where not. */
export async function runCandidates(tx: Tx, caller: Caller) {
  const settings = await sepaSettings(tx);
  const collectOn = earliestCollection(caller.today, settings.noticeDays);
  const debits = await debitItems(tx, caller.today);
  const payables = (await openPayables(tx)).filter(({ currency }) => currency === 'EUR');
  const credits = (await openItemsOn(tx, caller.today)).items.filter(
    (item) => item.open.startsWith('-') && item.currency === 'EUR',
  );
  const claims = await claimsOn(tx, [...payables.map(({ id }) => id), ...credits.map(({ id }) => id as Id)]);
  const customers = await loadCustomers(
    tx,
    debits.map(({ customerId }) => customerId),
  );
  const mandates = await loadMandates(tx);
  return {
    ...settings,
    collectOn,
    debits: debits.map((one) => ({
      invoiceId: one.invoiceId,
      number: one.number,
      customerName: customers.get(one.customerId)?.name ?? '',
      open: formatAmount(minor(one.openMinor), one.currency),
      dueOn: one.dueOn,
      mandate: one.row?.reference ?? '',
      sequence: one.mandate ? sequenceOf(one.mandate) : null,
      fault: debitFault(one, collectOn),
    })),
    payables: payables.map(({ id, number, supplierName, openMinor, row }) => ({
      id,
      number,
      supplierName,
      open: formatAmount(minor(openMinor), 'EUR'),
      dueOn: row.due_on,
      account: row.iban_shown,
      fault: claims.has(id)
        ? ('in_run' as const)
        : row.iban_shown === ''
          ? ('account_missing' as const)
          : null,
    })),
    refunds: credits.map((item) => ({
      itemId: item.id,
      number: item.number,
      customerName: item.customerName,
      amount: item.open.replace('-', ''),
      account: mandates.find((mandate) => mandate.customer_id === item.customerId)?.iban_shown ?? '',
      fault: claims.has(item.id as Id) ? ('in_run' as const) : null,
    })),
  };
}
