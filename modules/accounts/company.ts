import type { Id } from '#domain/kernel/ids.ts';
import { must, ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { maskedIban, plainIban, printedIban } from '#domain/money/iban.ts';
import { hasVatNumbers, readVatNumber } from '#domain/money/vat-number.ts';
import { forPurpose, openBank, type BankPurpose } from '#modules/policy/api.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import type { PaperSender } from '#platform/documents/paper.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { vault, type Place } from '#platform/secrets/vault.ts';

/** What every paper says about the company. */
export interface CompanyDetails {
  readonly legalName: string;
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
  readonly country: string;
  readonly phone: string;
  readonly email: string;
  readonly vatNumber: string;
  readonly register: string;
}

/** The same with its bank account, which is read for a stated purpose only. */
export interface Company extends CompanyDetails {
  readonly bank: string;
  readonly iban: string;
  readonly bic: string;
}

interface CompanyTables {
  company: {
    tenant_id: Id;
    legal_name: string;
    street: string;
    postcode: string;
    city: string;
    country: string;
    phone: string;
    email: string;
    vat_number: string;
    register: string;
    bank: string;
    iban: string;
    iban_sealed: string;
    iban_mark: string;
    bic: string;
  };
}

const placeOf = (tenantId: Id): Place => ({
  tenantId,
  table: 'company',
  column: 'iban_sealed',
  row: tenantId,
});

/**
 * What the tenant's papers say about it; the tenant's name alone until somebody has filled it in. The bank account comes
 * along only for a purpose that the register allows, also where it stands at the foot of a letter.
 * @see clause P-data.purposes.3
 */
export async function loadCompany(tx: Tx, tenantName: string): Promise<CompanyDetails>;
export async function loadCompany(tx: Tx, tenantName: string, purpose: BankPurpose): Promise<Company>;
export async function loadCompany(
  tx: Tx,
  tenantName: string,
  purpose?: BankPurpose,
): Promise<CompanyDetails | Company> {
  if (purpose === undefined) {
    const { bank: _, iban: __, bic: ___, ...details } = await readCompany(tx, tenantName, () => '');
    return details;
  }
  const open = (sealed: string): string => printedIban(openBank(purpose, sealed, placeOf(tx.tenantId)));
  return must(await forPurpose(tx, purpose).read('bank', () => readCompany(tx, tenantName, open)));
}

async function readCompany(tx: Tx, tenantName: string, open: (sealed: string) => string): Promise<Company> {
  const row = await tx
    .tables<CompanyTables>()
    .selectFrom('company')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirst();
  if (!row)
    return {
      legalName: tenantName,
      street: '',
      postcode: '',
      city: '',
      country: 'DE',
      phone: '',
      email: '',
      vatNumber: '',
      register: '',
      bank: '',
      iban: '',
      bic: '',
    };
  const {
    tenant_id: _tenant,
    legal_name: legalName,
    vat_number: vatNumber,
    iban: older,
    iban_sealed: sealed,
    iban_mark: _mark,
    ...same
  } = row;
  // A row of an earlier release has the account in its plain column until the first run of secrets.reseal.
  const iban = sealed === '' ? older : open(sealed);
  return { legalName, vatNumber, ...same, iban };
}

export async function saveCompany(tx: Tx, company: Company): Promise<void> {
  const { legalName, vatNumber, iban, ...same } = company;
  const plain = plainIban(iban);
  const row = {
    legal_name: legalName,
    vat_number: vatNumber,
    ...same,
    iban: '',
    iban_sealed: plain === '' ? '' : vault().seal(plain, placeOf(tx.tenantId)),
    iban_mark: plain === '' ? '' : vault().mark(plain, 'accounts.iban'),
  };
  await tx
    .tables<CompanyTables>()
    .insertInto('company')
    .values({ tenant_id: tx.tenantId, ...row })
    .onConflict((c) => c.column('tenant_id').doUpdateSet(row))
    .execute();
}

/** The account number as everybody may see it. */
export function shownIban(company: Company): string {
  return company.iban === '' ? '' : maskedIban(company.iban);
}

/** Changes what the company says of itself. A VAT number must have its country's form; asking its source is another step. */
export async function changeCompany(
  tx: Tx,
  caller: Caller,
  given: CompanyDetails,
): Promise<Result<true, Refusal>> {
  let { vatNumber } = given;
  if (
    vatNumber !== '' &&
    (hasVatNumbers(given.country) || hasVatNumbers(vatNumber.slice(0, 2).toUpperCase()))
  ) {
    const read = readVatNumber(vatNumber);
    if (!read.ok) return refuse({ ...read.refusal, field: 'vatNumber', value: vatNumber });
    vatNumber = `${read.value.country}${read.value.number}`;
  }
  const { bank, iban, bic } = await loadCompany(tx, caller.tenantName, 'billing');
  await saveCompany(tx, { ...given, vatNumber, bank, iban, bic });
  await publish(tx, caller, 'company.changed', tx.tenantId);
  return ok(true);
}

/** The full account number, for a reason that is written down. @see clause P-data.types.3 */
export async function revealBank(
  tx: Tx,
  caller: Caller,
  reason: string,
): Promise<Result<{ iban: string; bic: string }, Refusal>> {
  if (reason.trim() === '') return refuse({ code: 'bank_reveal_reason_missing', field: 'reason' });
  const { iban, bic } = await loadCompany(tx, caller.tenantName, 'billing');
  await appendAudit(tx, {
    actor: caller,
    action: 'company.bank-revealed',
    subject: `company:${tx.tenantId}`,
    reason,
  });
  return ok({ iban: iban === '' ? '' : printedIban(iban), bic });
}

/** The company as sender of a business paper; with its bank account where that was read for a purpose. */
export function paperSender(company: CompanyDetails | Company): PaperSender {
  const lines = (...all: string[]): string[] => all.filter((line) => line.trim() !== '');
  const town = `${company.postcode} ${company.city}`.trim();
  return {
    name: company.legalName,
    headLines: lines(company.street, town, company.phone, company.email),
    returnLine: lines(company.legalName, company.street, town).join(' · '),
    footer: [
      lines(company.legalName, company.street, town),
      lines(company.phone, company.email, company.vatNumber, company.register),
      'iban' in company ? lines(company.bank, company.iban, company.bic) : [],
    ].filter((column) => column.length > 0),
  };
}
