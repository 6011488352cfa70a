import { xml, type XmlElement } from '#domain/kernel/xml.ts';
import type { Minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import {
  isCreditNote,
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
} from '../document.ts';
import { REFERENCE, SPECIFICATIONS, UBL } from '../marks.ts';

type Part = XmlElement | undefined;
type Parts = readonly Part[];

const cbc = (name: string, text: string | undefined, attributes?: Record<string, string | undefined>): Part =>
  xml(UBL.cbc, name, text, attributes);
const cac = (name: string, ...children: Parts): Part => xml(UBL.cac, name, children);
const each = <T>(of: readonly T[] | undefined, make: (one: T, at: number) => Part): Part[] =>
  (of ?? []).map(make);
const id = (name: string, of: Identifier | undefined): Part =>
  of && cbc(name, of.id, { schemeID: of.scheme });

/**
 * The document as UBL 2.1: an Invoice, or a CreditNote for the types that are one. Elements stand in the order of the schema.
 *
 * @returns the tree; `invoiceXml` makes text of it
 */
export function ublOf(document: InvoiceDocument): XmlElement {
  const credit = isCreditNote(document);
  const money = (name: string, amount: Minor | undefined): Part =>
    amount === undefined
      ? undefined
      : cbc(name, formatAmount(amount, document.currency), { currencyID: document.currency });
  const notes = each(document.notes, ({ subject, text }) =>
    cbc('Note', subject ? `#${subject}#${text}` : text),
  );
  const tender = cac('OriginatorDocumentReference', cbc('ID', document.tender));
  const contract = cac('ContractDocumentReference', cbc('ID', document.contract));
  const further = furtherDocuments(document, credit);
  const head: Part[] = [
    cbc('CustomizationID', SPECIFICATIONS[document.profile]),
    cbc('ProfileID', document.process),
    cbc('ID', document.number),
    cbc('IssueDate', document.issuedOn),
    ...(credit
      ? [cbc('TaxPointDate', document.taxPointOn), cbc('CreditNoteTypeCode', document.type), ...notes]
      : [
          cbc('DueDate', document.dueOn),
          cbc('InvoiceTypeCode', document.type),
          ...notes,
          cbc('TaxPointDate', document.taxPointOn),
        ]),
    cbc('DocumentCurrencyCode', document.currency),
    cbc('TaxCurrencyCode', document.declaredTax?.currency),
    cbc('AccountingCost', document.accounting),
    cbc('BuyerReference', document.buyerReference),
    period('InvoicePeriod', document.period),
    // The schema asks for an order number; NA stands for "only the seller's is known" (as BIS Billing does it).
    cac(
      'OrderReference',
      cbc('ID', document.order ?? (document.salesOrder === undefined ? undefined : 'NA')),
      cbc('SalesOrderID', document.salesOrder),
    ),
    ...each(document.preceding, (invoice) =>
      cac(
        'BillingReference',
        cac('InvoiceDocumentReference', cbc('ID', invoice.number), cbc('IssueDate', invoice.issuedOn)),
      ),
    ),
    cac('DespatchDocumentReference', cbc('ID', document.despatchAdvice)),
    cac('ReceiptDocumentReference', cbc('ID', document.receivingAdvice)),
    ...(credit ? [contract, ...further, tender] : [tender, contract, ...further]),
    credit ? undefined : cac('ProjectReference', cbc('ID', document.project)),
  ];
  const lineTag = credit ? 'CreditNoteLine' : 'InvoiceLine';
  const { totals } = document;
  const body: Part[] = [
    cac('AccountingSupplierParty', party(document.seller, sepaCreditor(document, 'seller'))),
    cac('AccountingCustomerParty', party(document.buyer)),
    payee(document),
    taxRepresentative(document),
    delivery(document),
    ...(document.payment ? paymentMeans(document.payment, credit ? document.dueOn : undefined) : []),
    credit && !document.payment && document.dueOn !== undefined
      ? cac('PaymentMeans', cbc('PaymentMeansCode', '1'), cbc('PaymentDueDate', document.dueOn))
      : undefined,
    cac('PaymentTerms', cbc('Note', document.paymentTerms)),
    ...each(document.adjustments, (one) => adjustment(one, money)),
    taxTotal(document, money),
    document.declaredTax &&
      cac(
        'TaxTotal',
        cbc('TaxAmount', formatAmount(document.declaredTax.taxMinor, document.declaredTax.currency), {
          currencyID: document.declaredTax.currency,
        }),
      ),
    cac(
      'LegalMonetaryTotal',
      money('LineExtensionAmount', totals.linesMinor),
      money('TaxExclusiveAmount', totals.netMinor),
      money('TaxInclusiveAmount', totals.grossMinor),
      money('AllowanceTotalAmount', totals.allowancesMinor),
      money('ChargeTotalAmount', totals.chargesMinor),
      money('PrepaidAmount', totals.prepaidMinor),
      money('PayableRoundingAmount', totals.roundingMinor),
      money('PayableAmount', totals.payableMinor),
    ),
    ...each(document.lines, (line) => cac(lineTag, ...lineParts(line, document.currency, credit, money))),
  ];
  return credit
    ? xml(UBL.creditNote, 'CreditNote', [...head, ...body])!
    : xml(UBL.invoice, 'Invoice', [...head, ...body])!;
}

type Money = (name: string, amount: Minor | undefined) => Part;

function period(name: string, of: Period | undefined): Part {
  return of && cac(name, cbc('StartDate', of.from), cbc('EndDate', of.until));
}

function furtherDocuments(document: InvoiceDocument, credit: boolean): Part[] {
  return [
    document.object &&
      cac(
        'AdditionalDocumentReference',
        id('ID', document.object),
        cbc('DocumentTypeCode', REFERENCE.object),
      ),
    // A credit note has no ProjectReference; the standard's binding puts BT-11 here.
    credit && document.project !== undefined
      ? cac(
          'AdditionalDocumentReference',
          cbc('ID', document.project),
          cbc('DocumentTypeCode', REFERENCE.project),
        )
      : undefined,
    ...each(document.attachments, ({ id: number, description, url, file }) =>
      cac(
        'AdditionalDocumentReference',
        cbc('ID', number),
        cbc('DocumentDescription', description),
        cac(
          'Attachment',
          file &&
            cbc('EmbeddedDocumentBinaryObject', file.base64, { mimeCode: file.mime, filename: file.name }),
          url === undefined ? undefined : cac('ExternalReference', cbc('URI', url)),
        ),
      ),
    ),
  ];
}

/** BT-90 is an identifier of whoever collects: of the payee where there is one, else of the seller. */
function sepaCreditor(document: InvoiceDocument, of: 'seller' | 'payee'): Part {
  const creditorId = document.payment?.debit?.creditorId;
  if (creditorId === undefined || (of === 'payee') !== (document.payee !== undefined)) return undefined;
  return cac('PartyIdentification', cbc('ID', creditorId, { schemeID: 'SEPA' }));
}

function address(name: string, of: Address | undefined): Part {
  return (
    of &&
    cac(
      name,
      cbc('StreetName', of.line1),
      cbc('AdditionalStreetName', of.line2),
      cbc('CityName', of.city),
      cbc('PostalZone', of.postCode),
      cbc('CountrySubentity', of.region),
      cac('AddressLine', cbc('Line', of.line3)),
      cac('Country', cbc('IdentificationCode', of.country)),
    )
  );
}

const taxScheme = (scheme: string): Part => cac('TaxScheme', cbc('ID', scheme));

function party(of: Party, creditor?: Part): Part {
  return cac(
    'Party',
    id('EndpointID', of.endpoint),
    ...each(of.ids, (one) => cac('PartyIdentification', id('ID', one))),
    creditor,
    cac('PartyName', cbc('Name', of.tradingName)),
    address('PostalAddress', of.address),
    of.vatId === undefined ? undefined : cac('PartyTaxScheme', cbc('CompanyID', of.vatId), taxScheme('VAT')),
    // Any scheme but VAT marks the number of a tax office; FC is the code that CII has for it.
    of.taxNumber === undefined
      ? undefined
      : cac('PartyTaxScheme', cbc('CompanyID', of.taxNumber), taxScheme('FC')),
    cac(
      'PartyLegalEntity',
      cbc('RegistrationName', of.name),
      id('CompanyID', of.registration),
      cbc('CompanyLegalForm', of.legalText),
    ),
    of.contact &&
      cac(
        'Contact',
        cbc('Name', of.contact.name),
        cbc('Telephone', of.contact.phone),
        cbc('ElectronicMail', of.contact.email),
      ),
  );
}

function payee(document: InvoiceDocument): Part {
  const of = document.payee;
  return (
    of &&
    cac(
      'PayeeParty',
      of.id && cac('PartyIdentification', id('ID', of.id)),
      sepaCreditor(document, 'payee'),
      cac('PartyName', cbc('Name', of.name)),
      of.registration && cac('PartyLegalEntity', id('CompanyID', of.registration)),
    )
  );
}

function taxRepresentative(document: InvoiceDocument): Part {
  const of = document.taxRepresentative;
  return (
    of &&
    cac(
      'TaxRepresentativeParty',
      cac('PartyName', cbc('Name', of.name)),
      address('PostalAddress', of.address),
      cac('PartyTaxScheme', cbc('CompanyID', of.vatId), taxScheme('VAT')),
    )
  );
}

function delivery(document: InvoiceDocument): Part {
  const of = document.delivery;
  return (
    of &&
    cac(
      'Delivery',
      cbc('ActualDeliveryDate', of.on),
      cac('DeliveryLocation', id('ID', of.locationId), address('Address', of.address)),
      cac('DeliveryParty', cac('PartyName', cbc('Name', of.name))),
    )
  );
}

function paymentMeans(of: Payment, dueOn: string | undefined): Part[] {
  // Card and mandate stand once, the accounts one by one.
  const one = (transfer?: NonNullable<Payment['transfers']>[number], at = 0): Part =>
    cac(
      'PaymentMeans',
      cbc('PaymentMeansCode', of.means, { name: of.meansText }),
      cbc('PaymentDueDate', dueOn),
      cbc('PaymentID', of.remittance),
      // The network's name is asked for by the schema and unknown to the standard's model.
      (at === 0 ? of.card : undefined) &&
        cac(
          'CardAccount',
          cbc('PrimaryAccountNumberID', of.card?.lastDigits),
          cbc('NetworkID', 'NA'),
          cbc('HolderName', of.card?.holder),
        ),
      transfer &&
        cac(
          'PayeeFinancialAccount',
          cbc('ID', transfer.account),
          cbc('Name', transfer.name),
          cac('FinancialInstitutionBranch', cbc('ID', transfer.bic)),
        ),
      (at === 0 ? of.debit : undefined) &&
        cac(
          'PaymentMandate',
          cbc('ID', of.debit?.mandate),
          cac('PayerFinancialAccount', cbc('ID', of.debit?.account)),
        ),
    );
  return of.transfers?.length ? of.transfers.map(one) : [one()];
}

function taxCategory(name: string, of: LineTax, ...exemption: Parts): Part {
  return cac(name, cbc('ID', of.category), cbc('Percent', of.percent), ...exemption, taxScheme('VAT'));
}

function adjustment(of: Adjustment | DocumentAdjustment, money: Money): Part {
  return cac(
    'AllowanceCharge',
    cbc('ChargeIndicator', of.kind === 'charge' ? 'true' : 'false'),
    cbc('AllowanceChargeReasonCode', of.reasonCode),
    cbc('AllowanceChargeReason', of.reason),
    cbc('MultiplierFactorNumeric', of.percent),
    money('Amount', of.amountMinor),
    money('BaseAmount', of.baseMinor),
    'tax' in of ? taxCategory('TaxCategory', of.tax) : undefined,
  );
}

function taxTotal(document: InvoiceDocument, money: Money): Part {
  return cac(
    'TaxTotal',
    money('TaxAmount', document.totals.taxMinor),
    ...each(document.taxes, (row) =>
      cac(
        'TaxSubtotal',
        money('TaxableAmount', row.netMinor),
        money('TaxAmount', row.taxMinor),
        taxCategory(
          'TaxCategory',
          row,
          cbc('TaxExemptionReasonCode', row.exemptionCode),
          cbc('TaxExemptionReason', row.exemptionText),
        ),
      ),
    ),
  );
}

function lineParts(line: InvoiceLine, currency: string, credit: boolean, money: Money): Part[] {
  const { item, price } = line;
  return [
    cbc('ID', line.id),
    cbc('Note', line.note),
    cbc(credit ? 'CreditedQuantity' : 'InvoicedQuantity', line.quantity, { unitCode: line.unit }),
    money('LineExtensionAmount', line.netMinor),
    cbc('AccountingCost', line.accounting),
    period('InvoicePeriod', line.period),
    line.orderLine === undefined ? undefined : cac('OrderLineReference', cbc('LineID', line.orderLine)),
    ...each(line.adjustments, (one) => adjustment(one, money)),
    cac(
      'Item',
      cbc('Description', item.description),
      cbc('Name', item.name),
      cac('BuyersItemIdentification', cbc('ID', item.buyerId)),
      cac('SellersItemIdentification', cbc('ID', item.sellerId)),
      item.standardId && cac('StandardItemIdentification', id('ID', item.standardId)),
      cac('OriginCountry', cbc('IdentificationCode', item.originCountry)),
      ...each(item.classifications, ({ code, list, version }) =>
        cac(
          'CommodityClassification',
          cbc('ItemClassificationCode', code, { listID: list, listVersionID: version }),
        ),
      ),
      taxCategory('ClassifiedTaxCategory', line.tax),
      ...each(item.attributes, ({ name, value }) =>
        cac('AdditionalItemProperty', cbc('Name', name), cbc('Value', value)),
      ),
    ),
    cac(
      'Price',
      cbc('PriceAmount', price.net, { currencyID: currency }),
      cbc('BaseQuantity', price.baseQuantity, { unitCode: line.unit }),
      price.discount &&
        cac(
          'AllowanceCharge',
          cbc('ChargeIndicator', 'false'),
          cbc('Amount', price.discount.amount, { currencyID: currency }),
          cbc('BaseAmount', price.discount.gross, { currencyID: currency }),
        ),
    ),
  ];
}
