import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { hasVatNumbers, readVatNumber } from '#domain/money/vat-number.ts';
import { requireSourceConsent } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { CompanyView } from './company-contract.ts';
import { loadCompany } from './company.ts';
import type { AccountTables } from './store.ts';
import { askVies, VIES, type ViesAnswer, type ViesDoors } from './vies.ts';

const SOURCE = 'eu-vat-number';

export interface VatAsked {
  readonly vatNumber: string;
  readonly answer: ViesAnswer;
}

/**
 * Asks the source, outside any transaction. Without the stored consent of the firm nothing leaves.
 * @see clause P-2.3
 */
export async function askAboutCompany(
  context: Pick<AppContext, 'db' | 'egress'>,
  caller: Caller,
  doors: ViesDoors = VIES,
): Promise<Result<VatAsked, Refusal>> {
  const asked = await context.db.inTenant(caller.tenantId, async (tx) => ({
    consent: await requireSourceConsent(tx, SOURCE, { kind: 'company', id: caller.tenantId }),
    company: await loadCompany(tx, caller.tenantName),
  }));
  if (!asked.consent.ok) return asked.consent;
  const { vatNumber } = asked.company;
  if (vatNumber === '') return refuse({ code: 'vat_number_missing' });
  if (!hasVatNumbers(vatNumber.slice(0, 2).toUpperCase()))
    return refuse({ code: 'vat_country', country: vatNumber.slice(0, 2) });
  const read = readVatNumber(vatNumber);
  if (!read.ok) return read;
  const answer = await askVies(context.egress, caller.tenantId, read.value, doors);
  return ok({ vatNumber: `${read.value.country}${read.value.number}`, answer });
}

/** Stores what was said with its origin and moment; what was not answered is stored as such. */
export async function keepVatCheck(
  tx: Tx,
  caller: Caller,
  { vatNumber, answer }: VatAsked,
): Promise<Result<NonNullable<CompanyView['vatCheck']>>> {
  const answered = answer.outcome === 'unchecked' ? null : answer;
  const row = {
    tenant_id: tx.tenantId,
    id: idAt(caller.now),
    vat_number: vatNumber,
    outcome: answer.outcome,
    why: answer.outcome === 'unchecked' ? answer.why : '',
    name: answered?.name ?? '',
    address: answered?.address ?? '',
    source: SOURCE,
    door: answered?.door ?? '',
    asked_at: caller.now,
  };
  await tx.tables<AccountTables>().insertInto('vat_check').values(row).execute();
  await publish(tx, caller, 'company.vat-checked', tx.tenantId, { outcome: answer.outcome, why: row.why });
  return ok(toView(row));
}

function toView(row: AccountTables['vat_check']): NonNullable<CompanyView['vatCheck']> {
  const { vat_number: vatNumber, asked_at: askedAt, outcome, why, name, address, source } = row;
  return { vatNumber, outcome, why, name, address, source, askedAt };
}

/** The newest answer about a number; null when it was never asked about. */
export async function newestVatCheck(tx: Tx, vatNumber: string): Promise<CompanyView['vatCheck']> {
  const read = readVatNumber(vatNumber);
  if (!read.ok) return null;
  const row = await tx
    .tables<AccountTables>()
    .selectFrom('vat_check')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('vat_number', '=', `${read.value.country}${read.value.number}`)
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? toView(row) : null;
}

/** Whether the firm lets the source be asked. */
export async function sourceAllowed(tx: Tx, tenantId: Id): Promise<boolean> {
  return (await requireSourceConsent(tx, SOURCE, { kind: 'company', id: tenantId })).ok;
}

/** Consent was taken back: what came from the source goes at once. What the firm itself has written down stays. */
export const forgetVatChecks: Reader<{ source: string }> = {
  name: 'accounts.forget-vat-checks',
  on: ['source-consent.withdrawn'],
  async read(tx, _caller, event) {
    if (event.payload.source !== SOURCE) return;
    await tx.tables<AccountTables>().deleteFrom('vat_check').where('tenant_id', '=', tx.tenantId).execute();
  },
};
