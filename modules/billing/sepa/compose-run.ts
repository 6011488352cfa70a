import { createHash } from 'node:crypto';
import type { Day } from '#domain/kernel/days.ts';
import { writeDebits, writeTransfers } from '#domain/formats/bank/pain.ts';
import type { SepaAccount, Transfer } from '#domain/formats/bank/sepa.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { maskedIban, plainIban } from '#domain/money/iban.ts';
import { loadCompany, loadCustomers } from '#modules/accounts/api.ts';
import { openBank } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import { vault } from '#platform/secrets/vault.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { debitItems, type DebitItem } from './candidates.ts';
import { sepaSettings } from './mandates.ts';
import { announceDebits } from './pre-notification.ts';
import { composeDebits, earliestCollection } from './rules.ts';
import { lockRuns, mandateIbanAt, runFileAt, runNumber, type SepaTables } from './store.ts';

type Item = Omit<SepaTables['payment_run_item'], 'tenant_id' | 'run_id' | 'item_no' | 'end_to_end_id'>;
export interface RunItem extends Item {
  readonly end_to_end_id: string;
}
type Composed = Result<{ runId: Id }, Refusal>;

/** The company's own account, as the bank's file names it. */
async function ownAccount(
  tx: Tx,
  caller: Caller,
): Promise<Result<SepaAccount, { code: 'sepa_own_account_missing' }>> {
  const company = await loadCompany(tx, caller.tenantName, 'billing');
  const iban = plainIban(company.iban);
  if (iban === '') return refuse({ code: 'sepa_own_account_missing' });
  return ok({
    name: company.legalName,
    iban,
    ...(company.bic ? { bic: company.bic } : {}),
    ...placeOf(company.city, company.country),
  });
}

export function placeOf(town: string, country: string): Pick<SepaAccount, 'town' | 'country'> {
  return { ...(town ? { town } : {}), ...(/^[A-Z]{2}$/.test(country) ? { country } : {}) };
}

/**
 * A run of direct debits: each chosen invoice with its customer's mandate, once. Two who compose at the same time: the second sees
 * what the first has taken. Customers are told by mail in the same transaction.
 */
export async function composeDebitRun(
  tx: Tx,
  caller: Caller,
  given: { readonly collectOn: Day; readonly invoiceIds: readonly Id[] },
): Promise<Composed> {
  await lockRuns(tx);
  const settings = await sepaSettings(tx);
  if (settings.creditorId === '') return refuse({ code: 'sepa_creditor_missing' });
  const earliest = earliestCollection(caller.today, settings.noticeDays);
  if (given.collectOn < earliest)
    return refuse({ code: 'debit_too_early', field: 'collectOn', value: given.collectOn, earliest });
  const own = await ownAccount(tx, caller);
  if (!own.ok) return own;
  const found = new Map(
    (await debitItems(tx, given.collectOn, given.invoiceIds)).map((item) => [item.invoiceId, item]),
  );
  const chosen: DebitItem[] = [];
  for (const [at, id] of given.invoiceIds.entries()) {
    const item = found.get(id);
    if (!item) return refuse({ code: 'invoice_unknown', field: `invoiceIds.${at}` });
    chosen.push(item);
  }
  const composed = composeDebits(chosen, given.collectOn);
  if (!composed.ok) return composed;
  const customers = await loadCustomers(
    tx,
    chosen.map(({ customerId }) => customerId),
  );
  return saveRun(
    tx,
    caller,
    'debit',
    given.collectOn,
    composed.value,
    (number) => {
      const items = composed.value.map(
        (
          { of, sequence },
          at,
        ): { item: RunItem; debit: Parameters<typeof writeDebits>[0]['debits'][number] } => {
          const mandate = of.row!;
          const customer = customers.get(of.customerId)!;
          const endToEndId = `${number}-${at + 1}`;
          const iban = openBank('billing', mandate.iban_sealed, mandateIbanAt(tx.tenantId, mandate.id));
          const amount = minor(of.openMinor);
          return {
            item: {
              end_to_end_id: endToEndId,
              subject: 'invoice',
              subject_id: of.invoiceId,
              mandate_id: mandate.id,
              sequence,
              amount_minor: amount,
              party_name: mandate.account_name,
              iban_shown: mandate.iban_shown,
              remittance: of.number,
            },
            debit: {
              endToEndId,
              amountMinor: amount,
              mandate: {
                id: mandate.reference,
                signedOn: mandate.signed_on,
                scheme: mandate.scheme,
                sequence,
              },
              from: {
                name: mandate.account_name,
                iban,
                ...(mandate.bic ? { bic: mandate.bic } : {}),
                ...placeOf(customer.city, customer.country),
              },
              remittance: of.number,
            },
          };
        },
      );
      const file = writeDebits({
        messageId: number,
        createdAt: caller.now,
        to: own.value,
        creditorId: settings.creditorId,
        collectOn: given.collectOn,
        debits: items.map(({ debit }) => debit),
      });
      return file.ok ? ok({ file: file.value, items: items.map(({ item }) => item) }) : file;
    },
    async (number, items) => {
      await announceDebits(tx, caller, {
        runNumber: number,
        collectOn: given.collectOn,
        creditorId: settings.creditorId,
        customers,
        items: items.map((item, at) => ({
          customerId: chosen[at]!.customerId,
          invoiceId: item.subject_id,
          number: item.remittance,
          amountMinor: item.amount_minor,
          mandate: chosen[at]!.row!.reference,
          account: item.iban_shown,
        })),
      });
    },
  );
}

/** One payment out: whom, how much, and what it settles. */
export interface Payout {
  readonly subject: 'refund' | 'supplier-invoice';
  readonly subjectId: Id;
  readonly amountMinor: Minor;
  readonly to: SepaAccount;
  readonly remittance: string;
}

/** A run of transfers: suppliers' invoices and refunds, each once. It goes to the bank after somebody else approved it. */
export async function composeTransferRun(
  tx: Tx,
  caller: Caller,
  executeOn: Day,
  payouts: readonly Payout[],
): Promise<Composed> {
  const own = await ownAccount(tx, caller);
  if (!own.ok) return own;
  if (executeOn < caller.today)
    return refuse({ code: 'transfer_in_past', field: 'executeOn', value: executeOn });
  return saveRun(tx, caller, 'transfer', executeOn, payouts, (number) => {
    const transfers = payouts.map((one, at): Transfer => ({
      endToEndId: `${number}-${at + 1}`,
      amountMinor: one.amountMinor,
      to: one.to,
      remittance: one.remittance,
    }));
    const file = writeTransfers({
      messageId: number,
      createdAt: caller.now,
      from: own.value,
      executeOn,
      transfers,
    });
    if (!file.ok) return file;
    const items = payouts.map((one, at): RunItem => ({
      end_to_end_id: `${number}-${at + 1}`,
      subject: one.subject,
      subject_id: one.subjectId,
      mandate_id: null,
      sequence: null,
      amount_minor: one.amountMinor,
      party_name: one.to.name,
      iban_shown: maskedIban(one.to.iban),
      remittance: one.remittance,
    }));
    return ok({ file: file.value, items });
  });
}

/** Takes the number, writes the file and saves the run with its claims: all of it or, with a refusal, nothing and no number. */
async function saveRun(
  tx: Tx,
  caller: Caller,
  kind: 'debit' | 'transfer',
  executeOn: Day,
  of: readonly unknown[],
  write: (number: string) => Result<{ file: string; items: readonly RunItem[] }, Refusal>,
  tell: (number: string, items: readonly RunItem[]) => Promise<void> = async () => undefined,
): Promise<Composed> {
  if (of.length === 0) return refuse({ code: 'sepa_empty' });
  const year = Number(caller.today.slice(0, 4));
  const series = { kind, year, number: await nextNumber(tx, `${kind}-run-${year}`) };
  const number = runNumber(series);
  const written = write(number);
  if (!written.ok) return written;
  const { file, items } = written.value;
  const runId = idAt(caller.now);
  const tables = tx.tables<SepaTables>();
  await tables
    .insertInto('payment_run')
    .values({
      tenant_id: tx.tenantId,
      id: runId,
      ...series,
      execute_on: executeOn,
      total_minor: minor(items.reduce((sum, item) => sum + item.amount_minor, 0n)),
      items: items.length,
      file_sealed: vault().seal(file, runFileAt(tx.tenantId, runId)),
      file_sha256: createHash('sha256').update(file).digest('hex'),
      composed_by: caller.actor,
      composed_name: caller.name,
      composed_at: caller.now,
    })
    .execute();
  const claims = items.map((item) => ({
    tenant_id: tx.tenantId,
    subject_id: item.subject_id,
    run_id: runId,
  }));
  const taken = await tables
    .insertInto('payment_run_claim')
    .values(claims)
    .onConflict((c) => c.columns(['tenant_id', 'subject_id']).doNothing())
    .returning('subject_id')
    .execute();
  if (taken.length < items.length) return refuse({ code: 'item_in_run' });
  await tables
    .insertInto('payment_run_item')
    .values(items.map((item, at) => ({ tenant_id: tx.tenantId, run_id: runId, item_no: at + 1, ...item })))
    .execute();
  await tell(number, items);
  await publish(tx, caller, 'payment-run.composed', runId, { kind, number });
  return ok({ runId });
}
