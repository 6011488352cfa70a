import type { Finding } from '#domain/formats/e-invoice/check.ts';
import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { formatAmount, isCurrency, parseAmount } from '#domain/money/currency.ts';
import { maskedIban, readIban } from '#domain/money/iban.ts';
import { totalsOfNets, type Tax } from '#domain/money/tax.ts';
import { loadCompany } from '#modules/accounts/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import { vault } from '#platform/secrets/vault.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { ACCOUNT_MARK } from '../sepa/store.ts';
import { json, toStoredTax } from '../store.ts';
import type { ReadFile } from './read-file.ts';
import {
  incomingOf,
  noticesOf,
  numberKey,
  supplierKey,
  supplierOf,
  type Incoming,
  type Notice,
  type SupplierFacts,
} from './rules.ts';
import { supplierIbanAt, type PayableTables } from './store.ts';

const EXTRAS_MAX = 200;

/** What was read of a file, kept once per supplier and number. What breaks a rule is kept as well and waits for a person. */
export async function takeReadInvoice(
  tx: Tx,
  caller: Caller,
  file: Pick<ReadFile, 'read' | 'findings'>,
): Promise<Result<{ invoiceId: Id }, Refusal>> {
  const { document, syntax, specification, extras } = file.read;
  const incoming = incomingOf(document);
  const company = await loadCompany(tx, caller.tenantName);
  const supplier = supplierOf(document.seller);
  if (supplier.vatNumber !== '' && supplier.vatNumber === company.vatNumber.replace(/\s/g, ''))
    return refuse({ code: 'supplier_is_us', field: 'file', value: supplier.vatNumber });
  const accountMark = markOf(incoming.account.iban);
  return saveIncoming(tx, caller, {
    supplier,
    incoming,
    source: syntax,
    specification,
    findings: file.findings,
    notices: (earlierMarks) =>
      noticesOf(document, {
        ownVatNumber: company.vatNumber,
        ownCurrency: caller.currency,
        accountMark,
        earlierMarks,
      }),
    extras: extras
      .slice(0, EXTRAS_MAX)
      .map(({ path, text }) => ({ path: path.slice(0, 300), text: text.slice(0, 500) })),
  });
}

export interface EnteredInvoice {
  readonly supplier: string;
  readonly vatNumber: string;
  readonly kind: Incoming['kind'];
  readonly number: string;
  readonly issuedOn: Day;
  readonly dueOn: Day;
  readonly currency?: string | undefined;
  readonly reference: string;
  readonly iban: string;
  readonly gross: string;
  readonly lines: readonly { readonly name: string; readonly net: string; readonly tax: Tax }[];
}

/**
 * A supplier's invoice as somebody types it from paper. Its lines must make the printed sum; a supplier who rounds line by line
 * may differ by one minor unit per line, which is booked as rounding.
 */
export async function enterInvoice(
  tx: Tx,
  caller: Caller,
  given: EnteredInvoice,
): Promise<Result<{ invoiceId: Id }, Refusal>> {
  const { kind, number, issuedOn, dueOn } = given;
  const currency = given.currency ?? caller.currency;
  if (!isCurrency(currency))
    return refuse({ code: 'currency_not_listed', field: 'currency', value: currency });
  if (dueOn < issuedOn) return refuse({ code: 'supplier_due_before_issue', field: 'dueOn', value: dueOn });
  const iban = given.iban === '' ? '' : readIban(given.iban);
  if (iban !== '' && !iban.ok) return refuse({ ...iban.refusal, field: 'iban' });
  const nets: { netMinor: Minor; tax: Tax }[] = [];
  for (const [at, line] of given.lines.entries()) {
    const net = parseAmount(line.net, currency);
    if (!net.ok) return refuse({ ...net.refusal, field: `lines.${at}.net` });
    if (line.tax.category !== 'S' && Number(line.tax.percent) !== 0)
      return refuse({ code: 'supplier_rate_without_tax', field: `lines.${at}.tax.percent` });
    nets.push({ netMinor: net.value, tax: line.tax });
  }
  const gross = parseAmount(given.gross, currency);
  if (!gross.ok) return refuse({ ...gross.refusal, field: 'gross' });
  if (gross.value <= 0n) return refuse({ code: 'payment_not_positive', field: 'gross' });
  const totals = totalsOfNets(nets);
  const rounding = gross.value - totals.grossMinor;
  if ((rounding < 0n ? -rounding : rounding) > BigInt(nets.length))
    return refuse({
      code: 'supplier_sum_differs',
      field: 'gross',
      value: given.gross,
      should: formatAmount(totals.grossMinor, currency),
    });
  const supplier = {
    name: given.supplier,
    vatNumber: given.vatNumber.replace(/[\s.-]/g, '').toUpperCase(),
    taxNumber: '',
    city: '',
    country: '',
    email: '',
  };
  return saveIncoming(tx, caller, {
    supplier: await knownByName(tx, supplier),
    incoming: {
      ...{ kind, number, currency, issuedOn, dueOn },
      reference: given.reference || number,
      lines: given.lines.map((line, at) => ({
        id: String(at + 1),
        name: line.name,
        quantity: '1',
        unit: 'C62',
        netMinor: `${nets[at]!.netMinor}`,
        tax: line.tax.category === 'S' ? `${line.tax.percent} %` : line.tax.category,
      })),
      taxes: totals.taxes,
      netMinor: totals.netMinor,
      taxMinor: totals.taxMinor,
      grossMinor: totals.grossMinor,
      prepaidMinor: minor(0n),
      roundingMinor: minor(rounding),
      payableMinor: gross.value,
      account: { name: given.supplier, iban: iban === '' ? '' : iban.value, bic: '' },
    },
    source: 'hand',
    specification: '',
    findings: [],
    notices: (earlier) => {
      const mark = iban === '' ? '' : markOf(iban.value);
      if (mark === '') return ['account_missing'];
      return earlier.length > 0 && !earlier.includes(mark) ? ['account_changed'] : [];
    },
    extras: [],
  });
}

/** Who types a name without a VAT number means the supplier of that name whose e-invoices came before. */
async function knownByName(tx: Tx, given: SupplierFacts): Promise<SupplierFacts> {
  if (given.vatNumber !== '') return given;
  const rows = await tx
    .tables<PayableTables>()
    .selectFrom('supplier')
    .select(['name', 'vat_number', 'city', 'country'])
    .where('tenant_id', '=', tx.tenantId)
    .where('name', '=', given.name)
    .limit(2)
    .execute();
  const [known, ...others] = rows;
  if (!known || others.length > 0) return given;
  return { ...given, vatNumber: known.vat_number, city: known.city, country: known.country };
}

interface ToSave {
  readonly supplier: SupplierFacts;
  readonly incoming: Incoming;
  readonly source: 'ubl' | 'cii' | 'hand';
  readonly specification: string;
  readonly findings: readonly Finding[];
  /** @param earlierMarks accounts that invoices of this supplier named before */
  readonly notices: (earlierMarks: readonly string[]) => readonly Notice[];
  readonly extras: readonly { readonly path: string; readonly text: string }[];
}

async function saveIncoming(
  tx: Tx,
  caller: Caller,
  given: ToSave,
): Promise<Result<{ invoiceId: Id }, Refusal>> {
  const { incoming } = given;
  const tables = tx.tables<PayableTables>();
  const supplierId = await supplierIdOf(tx, caller, given.supplier);
  const earlier = await tables
    .selectFrom('supplier_invoice')
    .select('iban_mark')
    .distinct()
    .where('tenant_id', '=', tx.tenantId)
    .where('supplier_id', '=', supplierId)
    .where('iban_mark', '<>', '')
    .execute();
  const invoiceId = idAt(caller.now);
  const notices = given.notices(earlier.map((row) => row.iban_mark));
  // Whoever sends another account may send another address with it, so that address is not believed.
  if (given.supplier.email !== '' && !notices.includes('account_changed'))
    await tables
      .updateTable('supplier')
      .set({ email: given.supplier.email })
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', supplierId)
      .where('email', '=', '')
      .execute();
  const { iban, name, bic } = incoming.account;
  await tables
    .insertInto('supplier_invoice')
    .values({
      tenant_id: tx.tenantId,
      id: invoiceId,
      supplier_id: supplierId,
      kind: incoming.kind,
      number: incoming.number,
      currency: incoming.currency,
      issued_on: incoming.issuedOn,
      due_on: incoming.dueOn,
      received_on: caller.today,
      reference: incoming.reference,
      lines: json(incoming.lines),
      taxes: json(incoming.taxes.map(toStoredTax)),
      net_minor: incoming.netMinor,
      tax_minor: incoming.taxMinor,
      gross_minor: incoming.grossMinor,
      prepaid_minor: incoming.prepaidMinor,
      rounding_minor: incoming.roundingMinor,
      payable_minor: incoming.payableMinor,
      account_name: name,
      iban_sealed: iban === '' ? '' : vault().seal(iban, supplierIbanAt(tx.tenantId, invoiceId)),
      iban_mark: markOf(iban),
      iban_shown: iban === '' ? '' : maskedIban(iban),
      bic,
      source: given.source,
      specification: given.specification,
      findings: json(given.findings),
      notices: json(notices),
      extras: json(given.extras),
      recorded_by: caller.name,
      recorded_at: caller.now,
    })
    .execute();
  const taken = await tables
    .insertInto('supplier_invoice_number')
    .values({
      tenant_id: tx.tenantId,
      supplier_id: supplierId,
      number_key: numberKey(incoming.number),
      invoice_id: invoiceId,
    })
    .onConflict((c) => c.columns(['tenant_id', 'supplier_id', 'number_key']).doNothing())
    .returning('invoice_id')
    .executeTakeFirst();
  // Everything above is rolled back with the refusal.
  if (!taken)
    return refuse({
      code: 'supplier_invoice_twice',
      field: given.source === 'hand' ? 'number' : 'file',
      value: incoming.number,
      supplier: given.supplier.name,
    });
  await publish(tx, caller, 'supplier-invoice.received', invoiceId, { source: given.source });
  return ok({ invoiceId });
}

async function supplierIdOf(tx: Tx, caller: Caller, supplier: SupplierFacts): Promise<Id> {
  const tables = tx.tables<PayableTables>();
  const matchKey = supplierKey(supplier);
  await tables
    .insertInto('supplier')
    .values({
      tenant_id: tx.tenantId,
      id: idAt(caller.now),
      match_key: matchKey,
      name: supplier.name,
      vat_number: supplier.vatNumber,
      city: supplier.city,
      country: supplier.country,
      email: supplier.email,
      created_at: caller.now,
    })
    .onConflict((c) => c.columns(['tenant_id', 'match_key']).doNothing())
    .execute();
  const row = await tables
    .selectFrom('supplier')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('match_key', '=', matchKey)
    .executeTakeFirstOrThrow();
  return row.id;
}

function markOf(iban: string): string {
  return iban === '' ? '' : vault().mark(iban, ACCOUNT_MARK);
}
