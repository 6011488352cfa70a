import { isCreditorId, sepaText } from '#domain/formats/bank/sepa-rules.ts';
import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { maskedIban, readBic, readIban } from '#domain/money/iban.ts';
import { loadCustomer, tellContacts } from '#modules/accounts/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import { vault } from '#platform/secrets/vault.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { mandateState, sequenceOf, type MandateState } from './rules.ts';
import { ACCOUNT_MARK, mandateIbanAt, type SepaTables } from './store.ts';

/** Until somebody agreed otherwise a debit is announced 14 days before. */
const NOTICE_DAYS = 14;

export interface SepaSettings {
  readonly creditorId: string;
  readonly noticeDays: number;
}

export async function sepaSettings(tx: Tx): Promise<SepaSettings> {
  const row = await tx
    .tables<SepaTables>()
    .selectFrom('sepa_settings')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirst();
  return { creditorId: row?.creditor_id ?? '', noticeDays: row?.notice_days ?? NOTICE_DAYS };
}

export async function saveSepaSettings(tx: Tx, given: SepaSettings): Promise<Result<SepaSettings, Refusal>> {
  const creditorId = given.creditorId.replace(/\s/g, '').toUpperCase();
  if (creditorId !== '' && !isCreditorId(creditorId))
    return refuse({ code: 'sepa_creditor_id', field: 'creditorId', value: given.creditorId });
  const row = { creditor_id: creditorId, notice_days: given.noticeDays };
  await tx
    .tables<SepaTables>()
    .insertInto('sepa_settings')
    .values({ tenant_id: tx.tenantId, ...row })
    .onConflict((c) => c.column('tenant_id').doUpdateSet(row))
    .execute();
  return ok({ creditorId, noticeDays: given.noticeDays });
}

export interface NewMandate {
  readonly reference: string;
  readonly scheme: 'CORE' | 'B2B';
  readonly kind: 'recurring' | 'one-off';
  readonly signedOn: Day;
  readonly accountName: string;
  readonly iban: string;
  readonly bic: string;
}

/** Records a mandate as it was signed. Its account is sealed; people see it masked. */
export async function saveMandate(
  tx: Tx,
  caller: Caller,
  customerId: Id,
  given: NewMandate,
): Promise<Result<{ mandateId: Id }, Refusal>> {
  const customer = await loadCustomer(tx, customerId);
  if (!customer.ok) return customer;
  const iban = readIban(given.iban);
  if (!iban.ok) return refuse({ ...iban.refusal, field: 'iban' });
  const bic = given.bic === '' ? '' : readBic(given.bic);
  if (bic === null) return refuse({ code: 'bic_form', field: 'bic' });
  // The bank takes it as it was signed: letters and signs of SEPA, no slash at an end or doubled.
  if (
    !/^[A-Za-z0-9](?:[A-Za-z0-9+?:().,' -]|\/(?!\/))*$/.test(given.reference) ||
    given.reference.endsWith('/')
  )
    return refuse({ code: 'mandate_reference_form', field: 'reference', value: given.reference });
  if (given.signedOn > caller.today)
    return refuse({ code: 'mandate_signed_later', field: 'signedOn', value: given.signedOn });
  const mandateId = idAt(caller.now);
  const saved = await tx
    .tables<SepaTables>()
    .insertInto('sepa_mandate')
    .values({
      tenant_id: tx.tenantId,
      id: mandateId,
      customer_id: customerId,
      reference: given.reference,
      scheme: given.scheme,
      kind: given.kind,
      signed_on: given.signedOn,
      account_name: sepaText(given.accountName),
      iban_sealed: vault().seal(iban.value, mandateIbanAt(tx.tenantId, mandateId)),
      iban_mark: vault().mark(iban.value, ACCOUNT_MARK),
      iban_shown: maskedIban(iban.value),
      bic,
      recorded_by: caller.name,
      recorded_at: caller.now,
    })
    .onConflict((c) => c.columns(['tenant_id', 'reference']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!saved) return refuse({ code: 'mandate_twice', field: 'reference', value: given.reference });
  const { reference, signedOn } = given;
  const news = { kind: 'mandate-recorded', account: maskedIban(iban.value), reference, signedOn } as const;
  await tellContacts(tx, caller, customerId, news, mandateId);
  await publish(tx, caller, 'mandate.recorded', mandateId, { customerId });
  return ok({ mandateId });
}

/** Ends a mandate: nothing more is collected by it. What is at the bank already is not called back. */
export async function revokeMandate(
  tx: Tx,
  caller: Caller,
  mandateId: Id,
  reason: string,
): Promise<Result<{ customerId: Id }, Refusal>> {
  const tables = tx.tables<SepaTables>();
  const mandate = await tables
    .selectFrom('sepa_mandate')
    .select(['customer_id', 'reference', 'iban_shown'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', mandateId)
    .executeTakeFirst();
  if (!mandate) return refuse({ code: 'mandate_unknown' });
  const saved = await tables
    .insertInto('sepa_mandate_end')
    .values({
      tenant_id: tx.tenantId,
      mandate_id: mandateId,
      revoked_on: caller.today,
      reason,
      actor_name: caller.name,
      at: caller.now,
    })
    .onConflict((c) => c.columns(['tenant_id', 'mandate_id']).doNothing())
    .returning('mandate_id')
    .executeTakeFirst();
  if (!saved) return refuse({ code: 'mandate_revoked_already' });
  const news = {
    kind: 'mandate-ended',
    account: mandate.iban_shown,
    reference: mandate.reference,
  } as const;
  await tellContacts(tx, caller, mandate.customer_id, news, mandateId);
  await publish(tx, caller, 'mandate.revoked', mandateId, { customerId: mandate.customer_id });
  return ok({ customerId: mandate.customer_id });
}

export type MandateRow = SepaTables['sepa_mandate'] & {
  readonly revoked_on: Day | null;
  readonly last_used_on: Day | null;
};

/** Mandates with their end and the day they were last used; of some customers, or of all. The newest first. */
export async function loadMandates(tx: Tx, customerIds?: readonly Id[]): Promise<MandateRow[]> {
  if (customerIds?.length === 0) return [];
  const some = customerIds ? `{${customerIds.join(',')}}` : null;
  const { rows } = await sql<MandateRow>`
    select m.*, e.revoked_on, (
      select max(r.execute_on) from payment_run_item i
      join payment_run r on r.tenant_id = i.tenant_id and r.id = i.run_id
      where i.tenant_id = ${tx.tenantId} and r.tenant_id = ${tx.tenantId} and i.mandate_id = m.id
        and not exists (select from payment_run_step s
          where s.tenant_id = ${tx.tenantId} and s.run_id = r.id and s.outcome = 'cancelled')
    ) as last_used_on
    from sepa_mandate m
    left join sepa_mandate_end e on e.tenant_id = ${tx.tenantId} and e.mandate_id = m.id
    where m.tenant_id = ${tx.tenantId} and (${some}::uuid[] is null or m.customer_id = any(${some}::uuid[]))
    order by m.signed_on desc, m.id desc`.execute(tx.tables());
  return rows;
}

export const mandateFacts = (row: MandateRow) => ({
  id: row.id,
  kind: row.kind,
  signedOn: row.signed_on,
  revokedOn: row.revoked_on,
  lastUsedOn: row.last_used_on,
});

/** A customer's mandates as screens show them. */
export async function mandatesOf(tx: Tx, today: Day, customerId: Id) {
  const customer = await loadCustomer(tx, customerId);
  if (!customer.ok) return customer;
  return ok({
    mandates: (await loadMandates(tx, [customerId])).map((row) => ({
      id: row.id,
      reference: row.reference,
      scheme: row.scheme,
      kind: row.kind,
      signedOn: row.signed_on,
      account: row.iban_shown,
      accountName: row.account_name,
      state: mandateState(mandateFacts(row), today) as MandateState,
      sequence: sequenceOf(mandateFacts(row)),
      lastUsedOn: row.last_used_on,
    })),
  });
}
