import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { parseAmount } from '#domain/money/currency.ts';
import { maskedIban, readIban } from '#domain/money/iban.ts';
import { loadCustomers, tellContacts } from '#modules/accounts/api.ts';
import { openBank } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { vault } from '#platform/secrets/vault.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { openItemsOn } from '../ledger-queries.ts';
import { openPayables } from '../payables/queries.ts';
import { supplierIbanAt } from '../payables/store.ts';
import { composeTransferRun, placeOf, type Payout } from './compose-run.ts';
import { loadMandates } from './mandates.ts';
import { ACCOUNT_MARK, lockRuns, mandateIbanAt, type SepaTables } from './store.ts';

export interface TransferWish {
  readonly executeOn: Day;
  readonly supplierInvoiceIds: readonly Id[];
  readonly refunds: readonly {
    readonly itemId: Id;
    /** the customer's account; that of its mandate when absent */
    readonly iban?: string | undefined;
    /** another account than the money came from, on purpose */
    readonly otherAccount: boolean;
  }[];
}

/**
 * Composes a run of transfers from approved suppliers' invoices and from what is open in customers' favour. A refund goes to the
 * account that the customer's payment came from, unless somebody says that it shall not.
 */
export async function composePayouts(
  tx: Tx,
  caller: Caller,
  wish: TransferWish,
): Promise<Result<{ runId: Id }, Refusal>> {
  await lockRuns(tx);
  const payouts: Payout[] = [];
  const payables = new Map((await openPayables(tx)).map((item) => [item.id, item]));
  for (const [at, id] of wish.supplierInvoiceIds.entries()) {
    const field = `supplierInvoiceIds.${at}`;
    const item = payables.get(id);
    if (!item) return refuse({ code: 'supplier_invoice_not_open', field });
    if (item.currency !== 'EUR') return refuse({ code: 'debit_not_euro', field });
    if (item.row.iban_sealed === '') return refuse({ code: 'supplier_account_missing', field });
    payouts.push({
      subject: 'supplier-invoice',
      subjectId: id,
      amountMinor: minor(item.openMinor),
      to: {
        name: item.row.account_name.slice(0, 70),
        iban: openBank('billing', item.row.iban_sealed, supplierIbanAt(tx.tenantId, id)),
        ...(item.row.bic ? { bic: item.row.bic } : {}),
      },
      remittance: item.row.reference.slice(0, 140),
    });
  }
  const refunds = await refundPayouts(tx, caller, wish.refunds);
  if (!refunds.ok) return refunds;
  const run = await composeTransferRun(tx, caller, wish.executeOn, [...payouts, ...refunds.value]);
  if (run.ok) await tellOfOtherAccounts(tx, caller, run.value.runId, refunds.value);
  return run;
}

interface RefundPayout extends Payout {
  readonly customerId: Id;
  /** not the account that the money came from; where that is not known, none that the customer gave a mandate for */
  readonly elsewhere: boolean;
}

/**
 * Whoever speaks for a customer hears of a refund that goes to another account, before the second person lets it go.
 * @see clause P-data.types.3
 */
async function tellOfOtherAccounts(
  tx: Tx,
  caller: Caller,
  runId: Id,
  refunds: readonly RefundPayout[],
): Promise<void> {
  const { year, number } = await tx
    .tables<SepaTables>()
    .selectFrom('payment_run')
    .select(['year', 'number'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', runId)
    .executeTakeFirstOrThrow();
  for (const one of refunds.filter(({ elsewhere }) => elsewhere))
    await tellContacts(
      tx,
      caller,
      one.customerId,
      {
        kind: 'refund-account',
        account: maskedIban(one.to.iban),
        amountMinor: one.amountMinor,
        currency: 'EUR',
        number: one.remittance,
      },
      one.subjectId,
      // A cancelled run that is composed anew tells it once more.
      Number(`${year}${String(number).padStart(4, '0')}`),
    );
}

async function refundPayouts(
  tx: Tx,
  caller: Caller,
  wishes: TransferWish['refunds'],
): Promise<Result<RefundPayout[], Refusal>> {
  if (wishes.length === 0) return ok([]);
  const items = new Map((await openItemsOn(tx, caller.today)).items.map((item) => [item.id, item]));
  const customerIds = wishes.flatMap(({ itemId }) => {
    const customerId = items.get(itemId)?.customerId;
    return customerId === undefined ? [] : [customerId as Id];
  });
  const customers = await loadCustomers(tx, customerIds);
  const mandates = await loadMandates(tx, [...new Set(customerIds)]);
  const payouts: RefundPayout[] = [];
  for (const [at, wish] of wishes.entries()) {
    const item = items.get(wish.itemId);
    if (!item || !item.open.startsWith('-'))
      return refuse({ code: 'nothing_in_favour', field: `refunds.${at}.itemId` });
    if (item.currency !== 'EUR') return refuse({ code: 'debit_not_euro', field: `refunds.${at}.itemId` });
    const field = `refunds.${at}.iban`;
    const mandate = mandates.find((one) => one.customer_id === item.customerId);
    const given = wish.iban
      ? readIban(wish.iban)
      : mandate
        ? ok(openBank('billing', mandate.iban_sealed, mandateIbanAt(tx.tenantId, mandate.id)))
        : refuse({ code: 'refund_account_missing' as const });
    if (!given.ok) return refuse({ ...given.refusal, field });
    const came = await accountsOf(tx, wish.itemId);
    const mark = vault().mark(given.value, ACCOUNT_MARK);
    if (came.length > 0 && !came.includes(mark) && !wish.otherAccount)
      return refuse({ code: 'refund_account_other', field });
    const customer = customers.get(item.customerId as Id)!;
    const amount = parseAmount(item.open.replace('-', ''), 'EUR');
    if (!amount.ok) throw new Error(`${item.open} of an open item is no amount`);
    payouts.push({
      subject: 'refund',
      subjectId: wish.itemId,
      amountMinor: amount.value,
      to: {
        name: customer.name.slice(0, 70),
        iban: given.value,
        ...placeOf(customer.city, customer.country),
      },
      remittance: item.number,
      customerId: item.customerId as Id,
      elsewhere: came.length > 0 ? !came.includes(mark) : mark !== mandate?.iban_mark,
    });
  }
  return ok(payouts);
}

/** Keyed hashes of the accounts from which an item, or the invoice that it is, was paid. */
async function accountsOf(tx: Tx, itemId: Id): Promise<string[]> {
  const { rows } = await sql<{ payer_mark: string }>`
    select distinct l.payer_mark from bank_line_payment b
    join bank_line l on l.tenant_id = b.tenant_id and l.id = b.line_id
    join payment p on p.tenant_id = b.tenant_id and p.id = b.payment_id
    where b.tenant_id = ${tx.tenantId} and l.tenant_id = ${tx.tenantId} and p.tenant_id = ${tx.tenantId}
      and l.payer_mark <> '' and (p.id = ${itemId} or p.invoice_id = ${itemId})`.execute(tx.tables());
  return rows.map((row) => row.payer_mark);
}
