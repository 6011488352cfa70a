import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { postDocument } from '#domain/money/ledger/posting.ts';
import { isLeftToBuyer, selfAssess } from '#domain/money/ledger/self-assessed.ts';
import { rateOf, withOwn } from '#domain/money/tax-rates.ts';
import { loadCompany } from '#modules/accounts/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { book, CHART } from '../ledger.ts';
import { ownRates } from '../money-settings/tax-rates.ts';
import { fromStoredTax } from '../store.ts';
import { decideApprove } from './rules.ts';
import { findSupplierInvoice, lockSupplierInvoice, type PayableTables } from './store.ts';

/** Accounts that a supplier's invoice can be booked on. */
export const EXPENSE_ACCOUNTS = CHART.accounts.filter(
  ({ kind, number }) => kind === 'expense' && number !== CHART.roles['discount-taken'],
);

/**
 * Approves a supplier's invoice and books it, in one transaction and once: expense and input tax against what we owe. It is booked
 * on the day of approval, so that a period that went to the accountant never changes behind their back; the invoice's own day
 * stands in its text. Tax that the supplier left to us (reverse charge, goods from another member state) is booked as owed and as
 * deducted.
 */
export async function approveInvoice(
  tx: Tx,
  caller: Caller,
  invoiceId: Id,
  given: {
    readonly expenseAccount?: string | undefined;
    readonly despite: string;
    /** the rate of tax that the supplier left to us; the usual one of the day of the document when absent */
    readonly taxPercent?: string | undefined;
  },
): Promise<Result<{ invoiceId: Id }, Refusal>> {
  const row = await findSupplierInvoice(tx, invoiceId);
  if (!row) return refuse({ code: 'supplier_invoice_unknown' });
  const expenseAccount = given.expenseAccount ?? CHART.roles.purchases;
  await lockSupplierInvoice(tx, invoiceId);
  const decided = decideApprove(
    { grossMinor: row.gross_minor, prepaidMinor: row.prepaid_minor },
    row.findings,
    await outcomeOf(tx, invoiceId),
    given.despite,
  );
  if (!decided.ok) return decided;
  if (!EXPENSE_ACCOUNTS.some(({ number }) => number === expenseAccount))
    return refuse({ code: 'supplier_account_wrong', field: 'expenseAccount', value: expenseAccount });
  const taxes = row.taxes.map(fromStoredTax);
  const taxPercent = given.taxPercent ?? (await ownPercent(tx, caller, row.issued_on));
  if (taxPercent === undefined && taxes.some(isLeftToBuyer))
    return refuse({ code: 'supplier_tax_percent_missing', field: 'taxPercent' });
  await saveDecision(tx, caller, invoiceId, 'approved', expenseAccount, given.despite);
  const { name } = await tx
    .tables<PayableTables>()
    .selectFrom('supplier')
    .select('name')
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', row.supplier_id)
    .executeTakeFirstOrThrow();
  const kind = row.kind === 'invoice' ? 'supplier-invoice' : 'supplier-credit-note';
  await book(tx, caller, {
    kind,
    sourceId: invoiceId,
    bookedOn: caller.today,
    currency: row.currency,
    reference: row.number,
    text: `${name}, ${row.issued_on}`,
    lines: postDocument(
      {
        kind,
        number: invoiceId,
        on: caller.today,
        party: row.supplier_id,
        currency: row.currency,
        taxes,
        selfAssessed: selfAssess(taxes, taxPercent ?? '0'),
        roundingMinor: row.rounding_minor,
        expenseAccount,
      },
      CHART,
    ).lines,
  });
  await publish(tx, caller, 'supplier-invoice.approved', invoiceId, { amountMinor: `${row.payable_minor}` });
  return ok({ invoiceId });
}

/** Our own usual rate of tax on a day; undefined where the country's rates are not known. */
export async function ownPercent(tx: Tx, caller: Caller, on: Day): Promise<string | undefined> {
  const { country } = await loadCompany(tx, caller.tenantName);
  return rateOf(withOwn(await ownRates(tx)), country, 'standard', on);
}

/** Refuses a supplier's invoice; nothing is booked, and its number may come again. */
export async function refuseInvoice(
  tx: Tx,
  caller: Caller,
  invoiceId: Id,
  reason: string,
): Promise<Result<{ invoiceId: Id }, Refusal>> {
  if (!(await findSupplierInvoice(tx, invoiceId))) return refuse({ code: 'supplier_invoice_unknown' });
  await lockSupplierInvoice(tx, invoiceId);
  if ((await outcomeOf(tx, invoiceId)) !== null) return refuse({ code: 'supplier_invoice_decided' });
  await saveDecision(tx, caller, invoiceId, 'refused', '', reason);
  await tx
    .tables<PayableTables>()
    .deleteFrom('supplier_invoice_number')
    .where('tenant_id', '=', tx.tenantId)
    .where('invoice_id', '=', invoiceId)
    .execute();
  await publish(tx, caller, 'supplier-invoice.refused', invoiceId);
  return ok({ invoiceId });
}

async function outcomeOf(tx: Tx, invoiceId: Id): Promise<'approved' | 'refused' | null> {
  const row = await tx
    .tables<PayableTables>()
    .selectFrom('supplier_invoice_decision')
    .select('outcome')
    .where('tenant_id', '=', tx.tenantId)
    .where('invoice_id', '=', invoiceId)
    .executeTakeFirst();
  return row?.outcome ?? null;
}

async function saveDecision(
  tx: Tx,
  caller: Caller,
  invoiceId: Id,
  outcome: 'approved' | 'refused',
  expenseAccount: string,
  reason: string,
): Promise<void> {
  await tx
    .tables<PayableTables>()
    .insertInto('supplier_invoice_decision')
    .values({
      tenant_id: tx.tenantId,
      invoice_id: invoiceId,
      outcome,
      expense_account: expenseAccount,
      reason,
      actor: caller.actor,
      actor_name: caller.name,
      at: caller.now,
    })
    .execute();
}
