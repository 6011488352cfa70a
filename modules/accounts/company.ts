import type { Id } from '#domain/kernel/ids.ts';
import type { PaperSender } from '#platform/documents/paper.ts';
import type { Tx } from '#platform/postgres/tx.ts';

export interface Company {
  readonly legalName: string;
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
  readonly country: string;
  readonly phone: string;
  readonly email: string;
  readonly vatNumber: string;
  readonly register: string;
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
    bic: string;
  };
}

/** What the tenant's papers say about it; the tenant's name alone until somebody has filled it in. */
export async function loadCompany(tx: Tx, tenantName: string): Promise<Company> {
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
  const { tenant_id: _, legal_name: legalName, vat_number: vatNumber, ...same } = row;
  return { legalName, vatNumber, ...same };
}

export async function saveCompany(tx: Tx, company: Company): Promise<void> {
  const { legalName, vatNumber, ...same } = company;
  const row = { legal_name: legalName, vat_number: vatNumber, ...same };
  await tx
    .tables<CompanyTables>()
    .insertInto('company')
    .values({ tenant_id: tx.tenantId, ...row })
    .onConflict((c) => c.column('tenant_id').doUpdateSet(row))
    .execute();
}

/** The company as sender of a business paper. */
export function paperSender(company: Company): PaperSender {
  const lines = (...all: string[]): string[] => all.filter((line) => line.trim() !== '');
  const town = `${company.postcode} ${company.city}`.trim();
  return {
    name: company.legalName,
    headLines: lines(company.street, town, company.phone, company.email),
    returnLine: lines(company.legalName, company.street, town).join(' · '),
    footer: [
      lines(company.legalName, company.street, town),
      lines(company.phone, company.email, company.vatNumber, company.register),
      lines(company.bank, company.iban, company.bic),
    ].filter((column) => column.length > 0),
  };
}
