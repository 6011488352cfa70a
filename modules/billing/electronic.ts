import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { plainIban } from '#domain/money/iban.ts';
import type { TaxCategory } from '#domain/money/tax.ts';
import { checkInvoice, type Finding } from '#domain/formats/e-invoice/check.ts';
import { completeInvoice, plainDecimal, type LineDraft } from '#domain/formats/e-invoice/complete.ts';
import type { InvoiceDocument, InvoiceProfile, Party } from '#domain/formats/e-invoice/document.ts';
import { invoiceXml, type InvoiceSyntax } from '#domain/formats/e-invoice/write.ts';
import { loadCompany, loadCustomer, type Company } from '#modules/accounts/api.ts';
import { loadOrders } from '#modules/orders/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { paperWords } from './paper-words.ts';
import { findCreditNote } from './queries.ts';
import {
  creditNoteNumber,
  fromStoredTax,
  invoiceNumber,
  serviceOf,
  type BillingTables,
  type Recipient,
  type StoredLine,
  type StoredTax,
} from './store.ts';

type InvoiceRow = BillingTables['invoice'];
type NoteRow = BillingTables['credit_note'];
type Unknown = { code: 'invoice_unknown' } | { code: 'credit_note_unknown' };

/** UNTDID 1001: invoice, prepayment invoice, partial invoice. */
const TYPES = { invoice: '380', deposit: '386', progress: '326' } as const;
/** Codes of the VATEX list; an exemption without one has its text alone. */
const EXEMPTIONS: Partial<Record<TaxCategory, string>> = {
  AE: 'VATEX-EU-AE',
  K: 'VATEX-EU-IC',
  G: 'VATEX-EU-G',
  O: 'VATEX-EU-O',
};

/** XRechnung names the business process (BT-23): an invoice for what was delivered, as Peppol calls it. */
function processOf(profile: InvoiceProfile): Pick<InvoiceDocument, 'process'> {
  return profile === 'xrechnung' ? { process: 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0' } : {};
}

/** An issued invoice by the semantic model of EN 16931; its sums are those that were issued. */
export async function invoiceDocument(
  tx: Tx,
  caller: Caller,
  invoiceId: Id,
  profile: InvoiceProfile,
): Promise<Result<InvoiceDocument, Unknown>> {
  const row = await tx
    .tables<BillingTables>()
    .selectFrom('invoice')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', invoiceId)
    .executeTakeFirst();
  if (!row) return refuse({ code: 'invoice_unknown' });
  const company = await loadCompany(tx, caller.tenantName, 'billing');
  const order = row.order_id === null ? undefined : (await loadOrders(tx, [row.order_id])).get(row.order_id);
  const number = invoiceNumber(row);
  const prepaid = row.deducted
    .flatMap((deposit) => deposit.taxes.map(fromStoredTax))
    .reduce((sum, tax) => sum + tax.netMinor + tax.taxMinor, 0n);
  const document = completeInvoice({
    ...(await sharedHead(tx, row, company)),
    profile,
    ...processOf(profile),
    type: TYPES[row.kind],
    number,
    dueOn: row.due_on,
    ...(order ? { salesOrder: order.number } : {}),
    ...(row.kind === 'invoice' ? deliveryOf(row, row.lines) : {}),
    payment: paymentOf(row.currency, company, number),
    ...(row.discount ? { paymentTerms: skonto(row.discount.percent, row) } : {}),
    ...(prepaid === 0n ? {} : { prepaidMinor: minor(prepaid) }),
    lines: row.lines.map((line) => lineDraft(line, row.currency)),
  });
  return ok(asIssued(document, row));
}

/** A credit note by the same model, naming the invoice that it corrects. */
export async function creditNoteDocument(
  tx: Tx,
  caller: Caller,
  creditNoteId: Id,
  profile: InvoiceProfile,
): Promise<Result<InvoiceDocument, Unknown>> {
  const note = await findCreditNote(tx, creditNoteId);
  if (!note) return refuse({ code: 'credit_note_unknown' });
  const company = await loadCompany(tx, caller.tenantName, 'billing');
  const invoice = await tx
    .tables<BillingTables>()
    .selectFrom('invoice')
    .select(['year', 'number', 'issued_on', 'delivered_on'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', note.invoice_id)
    .executeTakeFirstOrThrow();
  const document = completeInvoice({
    ...(await sharedHead(tx, note, company)),
    profile,
    ...processOf(profile),
    type: '381',
    number: creditNoteNumber(note),
    notes: [{ text: note.reason }],
    // A document with something to pay says until when or how (BR-CO-25).
    paymentTerms: say(paperWords, asLocale(note.recipient.locale), 'credit.closing'),
    preceding: [{ number: invoiceNumber(invoice), issuedOn: invoice.issued_on }],
    ...deliveryOf(invoice, note.lines),
    ...(note.rounding_minor === 0n ? {} : { roundingMinor: note.rounding_minor }),
    lines: note.lines.map((line) => lineDraft(line, note.currency)),
  });
  return ok(asIssued(document, note));
}

/** The XML of a document, or what a receiver would object to: nothing is sent that breaks a rule. */
export function electronic(
  document: InvoiceDocument,
  syntax: InvoiceSyntax,
): Result<
  string,
  | { code: 'invoice_currency_three_decimals'; value: string }
  | { code: 'e_invoice_rules'; rules: string; findings: readonly Finding[] }
> {
  const written = invoiceXml(document, syntax);
  if (!written.ok) return written;
  const findings = checkInvoice(document).filter(({ severity }) => severity === 'fatal');
  if (findings.length > 0)
    return refuse({
      code: 'e_invoice_rules',
      rules: findings.map(({ rule, field }) => `${rule} (${field})`).join(', '),
      findings,
    });
  return written;
}

async function sharedHead(tx: Tx, row: InvoiceRow | NoteRow, company: Company) {
  return {
    issuedOn: row.issued_on,
    currency: row.currency,
    ...(row.recipient.buyerReference ? { buyerReference: row.recipient.buyerReference } : {}),
    seller: sellerOf(company),
    buyer: await buyerOf(tx, row.recipient, row.customer_id),
    exemptions: exemptionsOf(row.taxes, row.recipient),
  };
}

function sellerOf(company: Company): Party {
  return {
    name: company.legalName,
    ...(company.vatNumber ? { vatId: company.vatNumber } : {}),
    ...(company.register ? { legalText: company.register } : {}),
    ...(company.email ? { endpoint: { id: company.email, scheme: 'EM' } } : {}),
    address: addressOf(company),
    contact: {
      name: company.legalName,
      ...(company.phone ? { phone: company.phone } : {}),
      ...(company.email ? { email: company.email } : {}),
    },
  };
}

/** The buyer as at issue; invoices of an earlier release kept address lines only, so theirs is read from the customer. */
async function buyerOf(tx: Tx, recipient: Recipient, customerId: Id): Promise<Party> {
  const customer = recipient.address ? undefined : await loadCustomer(tx, customerId);
  const address =
    recipient.address ??
    (customer?.ok ? customer.value : { street: '', postcode: '', city: '', country: '' });
  return {
    name: recipient.name,
    ...(recipient.vatNumber ? { vatId: recipient.vatNumber } : {}),
    ...(recipient.email ? { endpoint: { id: recipient.email, scheme: 'EM' } } : {}),
    address: addressOf(address),
  };
}

function addressOf(of: {
  street: string;
  postcode: string;
  city: string;
  country: string;
}): Party['address'] {
  return {
    ...(of.street ? { line1: of.street } : {}),
    ...(of.city ? { city: of.city } : {}),
    ...(of.postcode ? { postCode: of.postcode } : {}),
    country: of.country,
  };
}

function exemptionsOf(taxes: readonly StoredTax[], recipient: Recipient) {
  const untaxed = taxes
    .map(({ category }) => category)
    .filter((category) => category !== 'S' && category !== 'Z');
  return Object.fromEntries(
    untaxed.map((category) => {
      const code = EXEMPTIONS[category];
      const { vatNumber } = recipient;
      const text = say(paperWords, asLocale(recipient.locale), `tax.${category as 'AE'}`, { vatNumber });
      return [category, { text, ...(code ? { code } : {}) }];
    }),
  );
}

/** When goods were delivered (BT-72), or the days of a service (BT-73, BT-74). */
function deliveryOf(row: { readonly delivered_on: string }, lines: readonly StoredLine[]) {
  const period = serviceOf(lines);
  return period ? { period } : { delivery: { on: row.delivered_on } };
}

function paymentOf(
  currency: string,
  company: Company,
  number: string,
): NonNullable<InvoiceDocument['payment']> {
  const account = plainIban(company.iban);
  return {
    means: currency === 'EUR' && account ? '58' : '30',
    remittance: number,
    ...(account
      ? { transfers: [{ account, name: company.legalName, ...(company.bic ? { bic: company.bic } : {}) }] }
      : {}),
  };
}

/** Discount for paying early as XRechnung writes it (BR-DE-18); other receivers read it as words. */
function skonto(percent: string, row: InvoiceRow): string {
  const days = Math.round((Date.parse(row.discount!.until) - Date.parse(row.issued_on)) / 86_400_000);
  return `#SKONTO#TAGE=${days}#PROZENT=${Number(percent).toFixed(2)}#\n`;
}

/** A line whose net is not quantity × price (an amount off, the last pieces of a line) is one piece at its net. */
function lineDraft(line: StoredLine, currency: string): LineDraft {
  const asPriced =
    BigInt(line.unitNetMinor) * BigInt(line.quantity) === BigInt(line.netMinor) && line.quantity > 0;
  const unit = asPriced ? line.unitNetMinor : line.netMinor;
  return {
    id: String(line.lineNo),
    quantity: asPriced ? String(line.quantity) : '1',
    unit: 'H87',
    price: { net: plainDecimal(formatAmount(minor(BigInt(unit)), currency)) },
    tax: {
      category: line.taxCategory,
      ...(line.taxCategory === 'O' ? {} : { percent: plainDecimal(line.taxPercent) }),
    },
    ...(line.service ? { period: line.service } : {}),
    item: { name: line.name, ...(line.description ? { description: line.description } : {}) },
  };
}

/** @throws Error when the structured document says another sum than the paper (a bug) */
function asIssued(document: InvoiceDocument, row: InvoiceRow | NoteRow): InvoiceDocument {
  const { netMinor, taxMinor } = document.totals;
  if (netMinor !== row.net_minor || taxMinor !== row.tax_minor)
    throw new Error(
      `${document.number} would say ${netMinor} + ${taxMinor}, issued ${row.net_minor} + ${row.tax_minor}`,
    );
  return document;
}
