import type { XmlElement } from '#domain/kernel/xml.ts';
import { add, decimal, toDecimalText } from '#domain/money/fraction.ts';
import type { TaxCategory } from '#domain/money/tax.ts';
import {
  CREDIT_NOTE_TYPES,
  INVOICE_TYPES,
  type Adjustment,
  type Address,
  type DocumentAdjustment,
  type Identifier,
  type InvoiceDocument,
  type InvoiceLine,
  type LineTax,
  type Party,
  type Payment,
  type Period,
  type Price,
} from '../document.ts';
import { REFERENCE } from '../marks.ts';
import { listed, only, some, type Taking } from '../take.ts';

const CATEGORIES: readonly TaxCategory[] = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O'];
type At = XmlElement | undefined;

/** The document of a UBL tree; valid only while `take.fault` stays undefined. */
export function fromUbl(take: Taking, root: XmlElement): Omit<InvoiceDocument, 'profile'> {
  const credit = root.name === 'CreditNote';
  take.currency = take.needed(root, 'DocumentCurrencyCode');
  const taxCurrency = take.text(root, 'TaxCurrencyCode');
  const [taxTotal, declared] = taxTotals(take, root, taxCurrency);
  const totals = take.one(root, 'LegalMonetaryTotal');
  const documents = take.all(root, 'AdditionalDocumentReference').map((at) => ({
    at,
    type: take.text(at, 'DocumentTypeCode'),
  }));
  const ofType = (type: string): At => documents.find((one) => one.type === type)?.at;
  const order = take.text(root, 'OrderReference', 'ID');
  const salesOrder = take.text(root, 'OrderReference', 'SalesOrderID');
  const project = credit
    ? take.text(ofType(REFERENCE.project), 'ID')
    : take.text(root, 'ProjectReference', 'ID');
  const payment = payments(take, root);
  return only({
    process: take.text(root, 'ProfileID'),
    type: credit
      ? (take.oneOf(CREDIT_NOTE_TYPES, root, 'CreditNoteTypeCode') ?? '381')
      : (take.oneOf([...INVOICE_TYPES, ...CREDIT_NOTE_TYPES], root, 'InvoiceTypeCode') ?? '380'),
    number: take.needed(root, 'ID'),
    issuedOn: take.neededDay(root, 'IssueDate'),
    currency: take.currency,
    declaredTax: declared,
    taxPointOn: take.day(root, 'TaxPointDate'),
    dueOn: take.day(root, 'DueDate') ?? payment.dueOn,
    buyerReference: take.text(root, 'BuyerReference'),
    project,
    contract: take.text(root, 'ContractDocumentReference', 'ID'),
    order: salesOrder !== undefined && order === 'NA' ? undefined : order,
    salesOrder,
    receivingAdvice: take.text(root, 'ReceiptDocumentReference', 'ID'),
    despatchAdvice: take.text(root, 'DespatchDocumentReference', 'ID'),
    tender: take.text(root, 'OriginatorDocumentReference', 'ID'),
    object: identifier(take, ofType(REFERENCE.object), 'ID'),
    accounting: take.text(root, 'AccountingCost'),
    paymentTerms: take.text(root, 'PaymentTerms', 'Note'),
    notes: listed(take.all(root, 'Note').map((at) => note(take.take(at)!.text))),
    preceding: listed(
      take
        .all(root, 'BillingReference')
        .map((at) => take.one(at, 'InvoiceDocumentReference'))
        .filter((at) => at !== undefined)
        .map((at) => only({ number: take.needed(at, 'ID'), issuedOn: take.day(at, 'IssueDate') })),
    ),
    seller: party(take, take.one(root, 'AccountingSupplierParty', 'Party')),
    buyer: party(take, take.one(root, 'AccountingCustomerParty', 'Party')),
    payee: payee(take, take.one(root, 'PayeeParty')),
    taxRepresentative: representative(take, take.one(root, 'TaxRepresentativeParty')),
    delivery: delivery(take, take.one(root, 'Delivery')),
    period: period(take, take.one(root, 'InvoicePeriod')),
    payment: payment.payment,
    adjustments: listed(
      take.all(root, 'AllowanceCharge').map((at): DocumentAdjustment => ({
        ...adjustment(take, at),
        tax: tax(take, take.one(at, 'TaxCategory')),
      })),
    ),
    totals: only({
      linesMinor: take.neededAmount(totals, 'LineExtensionAmount'),
      allowancesMinor: take.amount(totals, ['AllowanceTotalAmount']),
      chargesMinor: take.amount(totals, ['ChargeTotalAmount']),
      netMinor: take.neededAmount(totals, 'TaxExclusiveAmount'),
      taxMinor: take.neededAmount(taxTotal, 'TaxAmount'),
      grossMinor: take.neededAmount(totals, 'TaxInclusiveAmount'),
      prepaidMinor: take.amount(totals, ['PrepaidAmount']),
      roundingMinor: take.amount(totals, ['PayableRoundingAmount']),
      payableMinor: take.neededAmount(totals, 'PayableAmount'),
    }),
    taxes: take.all(taxTotal, 'TaxSubtotal').map((at) => {
      const category = take.one(at, 'TaxCategory');
      return only({
        ...tax(take, category),
        netMinor: take.neededAmount(at, 'TaxableAmount'),
        taxMinor: take.neededAmount(at, 'TaxAmount'),
        exemptionText: take.text(category, 'TaxExemptionReason'),
        exemptionCode: take.text(category, 'TaxExemptionReasonCode'),
      });
    }),
    attachments: listed(
      documents
        .filter(({ type }) => type !== REFERENCE.object && !(credit && type === REFERENCE.project))
        .map(({ at }) => attachment(take, at)),
    ),
    lines: take
      .all(root, credit ? 'CreditNoteLine' : 'InvoiceLine')
      .map((at) => line(take, at, credit ? 'CreditedQuantity' : 'InvoicedQuantity')),
  });
}

/** The tax total in the document's currency, and the one in the currency it is declared in. */
function taxTotals(take: Taking, root: XmlElement, taxCurrency: string | undefined) {
  const all = take.all(root, 'TaxTotal');
  const currencyOf = (at: XmlElement) => take.one(at, 'TaxAmount')?.attributes['currencyID'];
  const other =
    taxCurrency === undefined || taxCurrency === take.currency
      ? undefined
      : all.find((at) => currencyOf(at) === taxCurrency);
  const taxMinor = other && take.amount(other, ['TaxAmount'], taxCurrency);
  const declared =
    taxMinor === undefined || taxCurrency === undefined ? undefined : { currency: taxCurrency, taxMinor };
  return [all.find((at) => at !== other), declared] as const;
}

/** `#AAI#text` carries the subject code of a note (BT-21). */
function note(text: string): { subject?: string; text: string } {
  const match = /^#([A-Z]{3})#([\s\S]+)$/.exec(text);
  return match ? { subject: match[1]!, text: match[2]! } : { text };
}

function identifier(take: Taking, from: At, ...path: readonly string[]): Identifier | undefined {
  const element = take.take(take.one(from, ...path));
  if (!element?.text) return undefined;
  const scheme = element.attributes['schemeID'];
  return only({ id: element.text, scheme: scheme === '' ? undefined : scheme });
}

function address(take: Taking, at: At): Address | undefined {
  if (!at) return undefined;
  return only({
    line1: take.text(at, 'StreetName'),
    line2: take.text(at, 'AdditionalStreetName'),
    line3: take.text(at, 'AddressLine', 'Line'),
    city: take.text(at, 'CityName'),
    postCode: take.text(at, 'PostalZone'),
    region: take.text(at, 'CountrySubentity'),
    country: take.text(at, 'Country', 'IdentificationCode') ?? '',
  });
}

/** Identifiers of a party; the one of the SEPA scheme is the creditor's (BT-90) and not among them. */
function partyIds(take: Taking, at: At): readonly Identifier[] | undefined {
  return listed(
    take
      .all(at, 'PartyIdentification')
      .filter((one) => take.one(one, 'ID')?.attributes['schemeID'] !== 'SEPA')
      .map((one) => identifier(take, one, 'ID'))
      .filter((one) => one !== undefined),
  );
}

function taxNumberOf(take: Taking, at: At, vat: boolean): string | undefined {
  const scheme = take
    .all(at, 'PartyTaxScheme')
    .find((one) => (take.text(one, 'TaxScheme', 'ID')?.toUpperCase() === 'VAT') === vat);
  return take.text(scheme, 'CompanyID');
}

function party(take: Taking, at: At): Party {
  const contact = take.one(at, 'Contact');
  const legal = take.one(at, 'PartyLegalEntity');
  const tradingName = take.text(at, 'PartyName', 'Name');
  const name = take.text(legal, 'RegistrationName');
  return only({
    name: name ?? tradingName ?? '',
    tradingName: name === undefined ? undefined : tradingName,
    ids: partyIds(take, at),
    registration: identifier(take, legal, 'CompanyID'),
    vatId: taxNumberOf(take, at, true),
    taxNumber: taxNumberOf(take, at, false),
    legalText: take.text(legal, 'CompanyLegalForm'),
    endpoint: identifier(take, at, 'EndpointID'),
    address: address(take, take.one(at, 'PostalAddress')) ?? { country: '' },
    contact: some({
      name: take.text(contact, 'Name'),
      phone: take.text(contact, 'Telephone'),
      email: take.text(contact, 'ElectronicMail'),
    }),
  });
}

function payee(take: Taking, at: At): InvoiceDocument['payee'] {
  if (!at) return undefined;
  return only({
    name: take.text(at, 'PartyName', 'Name') ?? '',
    id: partyIds(take, at)?.[0],
    registration: identifier(take, at, 'PartyLegalEntity', 'CompanyID'),
  });
}

function representative(take: Taking, at: At): InvoiceDocument['taxRepresentative'] {
  if (!at) return undefined;
  return {
    name: take.text(at, 'PartyName', 'Name') ?? '',
    vatId: taxNumberOf(take, at, true) ?? '',
    address: address(take, take.one(at, 'PostalAddress')) ?? { country: '' },
  };
}

function delivery(take: Taking, at: At): InvoiceDocument['delivery'] {
  return some({
    name: take.text(at, 'DeliveryParty', 'PartyName', 'Name'),
    locationId: identifier(take, at, 'DeliveryLocation', 'ID'),
    on: take.day(at, 'ActualDeliveryDate'),
    address: address(take, take.one(at, 'DeliveryLocation', 'Address')),
  });
}

function period(take: Taking, at: At): Period | undefined {
  return some({ from: take.day(at, 'StartDate'), until: take.day(at, 'EndDate') });
}

/** One instruction out of the elements for its accounts; a credit note's due day stands in them as well. */
function payments(
  take: Taking,
  root: XmlElement,
): { payment: Payment | undefined; dueOn: string | undefined } {
  const all = take.all(root, 'PaymentMeans');
  const dueOn = all.map((at) => take.day(at, 'PaymentDueDate')).find((on) => on !== undefined);
  const first = all[0];
  if (!first) return { payment: undefined, dueOn };
  const code = take.take(take.one(first, 'PaymentMeansCode'));
  const alike = all.filter((at) => take.one(at, 'PaymentMeansCode')?.text === code?.text);
  for (const at of alike) {
    take.text(at, 'PaymentMeansCode');
    if (take.one(at, 'PaymentID')?.text === take.one(first, 'PaymentID')?.text) take.text(at, 'PaymentID');
  }
  const card = take.one(first, 'CardAccount');
  take.text(card, 'NetworkID');
  const digits = take.text(card, 'PrimaryAccountNumberID');
  const creditorId = [take.one(root, 'PayeeParty'), take.one(root, 'AccountingSupplierParty', 'Party')]
    .flatMap((at) => take.all(at, 'PartyIdentification'))
    .map((at) => take.one(at, 'ID'))
    .find((at) => at?.attributes['schemeID'] === 'SEPA');
  const payment: Payment = only({
    means: code?.text ?? '',
    meansText: code?.attributes['name'] || undefined,
    remittance: take.text(first, 'PaymentID'),
    transfers: listed(
      alike
        .map((at) => take.one(at, 'PayeeFinancialAccount'))
        .filter((at) => at !== undefined)
        .map((at) =>
          only({
            account: take.needed(at, 'ID'),
            name: take.text(at, 'Name'),
            bic: take.text(at, 'FinancialInstitutionBranch', 'ID'),
          }),
        ),
    ),
    card:
      digits === undefined ? undefined : only({ lastDigits: digits, holder: take.text(card, 'HolderName') }),
    debit: some({
      mandate: take.text(first, 'PaymentMandate', 'ID'),
      creditorId: take.take(creditorId)?.text,
      account: take.text(first, 'PaymentMandate', 'PayerFinancialAccount', 'ID'),
    }),
  });
  // Our own writer has no other place for the due day of a credit note that says nothing about payment.
  const bare = payment.means === '1' && Object.keys(payment).length === 1 && dueOn !== undefined;
  return { payment: bare ? undefined : payment, dueOn };
}

function tax(take: Taking, at: At): LineTax {
  take.text(at, 'TaxScheme', 'ID');
  const category = take.oneOf(CATEGORIES, at, 'ID');
  if (category === undefined) take.needed(at, 'ID');
  return only({ category: category ?? 'S', percent: take.decimal(at, 'Percent') });
}

function adjustment(take: Taking, at: XmlElement): Adjustment {
  return only({
    kind: take.oneOf(['true', 'false'], at, 'ChargeIndicator') === 'true' ? 'charge' : 'allowance',
    amountMinor: take.neededAmount(at, 'Amount'),
    baseMinor: take.amount(at, ['BaseAmount']),
    percent: take.decimal(at, 'MultiplierFactorNumeric'),
    reason: take.text(at, 'AllowanceChargeReason'),
    reasonCode: take.text(at, 'AllowanceChargeReasonCode'),
  } as const);
}

function attachment(take: Taking, at: XmlElement) {
  const file = take.take(take.one(at, 'Attachment', 'EmbeddedDocumentBinaryObject'));
  return only({
    id: take.text(at, 'ID') ?? '',
    description: take.text(at, 'DocumentDescription'),
    url: take.text(at, 'Attachment', 'ExternalReference', 'URI'),
    file: file && {
      name: file.attributes['filename'] ?? '',
      mime: file.attributes['mimeCode'] ?? '',
      base64: file.text.replace(/\s/g, ''),
    },
  });
}

function line(take: Taking, at: XmlElement, quantityName: string): InvoiceLine {
  const item = take.one(at, 'Item');
  return only({
    id: take.text(at, 'ID') ?? '',
    note: take.text(at, 'Note'),
    quantity: take.neededDecimal(at, quantityName),
    unit: take.one(at, quantityName)?.attributes['unitCode'] ?? '',
    netMinor: take.neededAmount(at, 'LineExtensionAmount'),
    orderLine: take.text(at, 'OrderLineReference', 'LineID'),
    accounting: take.text(at, 'AccountingCost'),
    period: period(take, take.one(at, 'InvoicePeriod')),
    adjustments: listed(take.all(at, 'AllowanceCharge').map((one) => adjustment(take, one))),
    price: price(take, take.one(at, 'Price')),
    tax: tax(take, take.one(item, 'ClassifiedTaxCategory')),
    item: only({
      name: take.text(item, 'Name') ?? '',
      description: take.text(item, 'Description'),
      sellerId: take.text(item, 'SellersItemIdentification', 'ID'),
      buyerId: take.text(item, 'BuyersItemIdentification', 'ID'),
      standardId: identifier(take, item, 'StandardItemIdentification', 'ID'),
      classifications: listed(
        take
          .all(item, 'CommodityClassification')
          .map((one) => take.take(take.one(one, 'ItemClassificationCode')))
          .filter((one) => one !== undefined)
          .map(({ text, attributes }) =>
            only({
              code: text,
              list: attributes['listID'] ?? '',
              version: attributes['listVersionID'] || undefined,
            }),
          ),
      ),
      originCountry: take.text(item, 'OriginCountry', 'IdentificationCode'),
      attributes: listed(
        take
          .all(item, 'AdditionalItemProperty')
          .map((one) => ({ name: take.text(one, 'Name') ?? '', value: take.text(one, 'Value') ?? '' })),
      ),
    }),
  });
}

function price(take: Taking, at: At): Price {
  const net = take.neededDecimal(at, 'PriceAmount');
  const discount = take.one(at, 'AllowanceCharge');
  take.text(discount, 'ChargeIndicator');
  const amount = take.decimal(discount, 'Amount');
  const gross = take.decimal(discount, 'BaseAmount');
  return only({
    net,
    discount:
      amount === undefined
        ? undefined
        : { gross: gross ?? toDecimalText(add(decimal(net), decimal(amount)), 30), amount },
    baseQuantity: take.decimal(at, 'BaseQuantity'),
  });
}
