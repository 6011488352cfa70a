import type { Day } from '#domain/kernel/days.ts';
import { xml, type XmlElement } from '#domain/kernel/xml.ts';
import type { Minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import type {
  Adjustment,
  Address,
  DocumentAdjustment,
  Identifier,
  InvoiceDocument,
  InvoiceLine,
  LineTax,
  Party,
  Payment,
  Period,
} from '../document.ts';
import { CII, REFERENCE, SPECIFICATIONS } from '../marks.ts';

type Part = XmlElement | undefined;

const leaf = (
  name: string,
  text: string | undefined,
  attributes?: Record<string, string | undefined>,
): Part => xml(CII.ram, name, text, attributes);
const ram = (name: string, ...children: readonly Part[]): Part => xml(CII.ram, name, children);
const each = <T>(of: readonly T[] | undefined, make: (one: T) => Part): Part[] => (of ?? []).map(make);
const id = (name: string, of: Identifier | undefined): Part =>
  of && leaf(name, of.id, { schemeID: of.scheme });
const flag = (yes: boolean): Part =>
  ram('ChargeIndicator', xml(CII.udt, 'Indicator', yes ? 'true' : 'false'));
/** Format 102 of UNTDID 2379: CCYYMMDD. */
const plainDay = (on: Day): string => on.replaceAll('-', '');
const day = (name: string, on: Day | undefined): Part =>
  on === undefined ? undefined : ram(name, xml(CII.udt, 'DateTimeString', plainDay(on), { format: '102' }));
type Money = (name: string, amount: Minor | undefined) => Part;

/** The document as UN/CEFACT Cross Industry Invoice D16B. Elements stand in the order of the schema. */
export function ciiOf(document: InvoiceDocument): XmlElement {
  const money: Money = (name, amount) =>
    amount === undefined ? undefined : leaf(name, formatAmount(amount, document.currency));
  return xml(CII.rsm, 'CrossIndustryInvoice', [
    xml(CII.rsm, 'ExchangedDocumentContext', [
      ram('BusinessProcessSpecifiedDocumentContextParameter', leaf('ID', document.process)),
      ram('GuidelineSpecifiedDocumentContextParameter', leaf('ID', SPECIFICATIONS[document.profile])),
    ]),
    xml(CII.rsm, 'ExchangedDocument', [
      leaf('ID', document.number),
      leaf('TypeCode', document.type),
      day('IssueDateTime', document.issuedOn),
      ...each(document.notes, ({ subject, text }) =>
        ram('IncludedNote', leaf('Content', text), leaf('SubjectCode', subject)),
      ),
    ]),
    xml(CII.rsm, 'SupplyChainTradeTransaction', [
      ...each(document.lines, (line) => lineItem(line, money)),
      agreement(document),
      // The schema asks for the group even where nothing is known about the delivery.
      delivery(document) ?? {
        ns: CII.ram,
        name: 'ApplicableHeaderTradeDelivery',
        attributes: {},
        children: [],
        text: '',
      },
      settlement(document, money),
    ]),
  ])!;
}

function lineItem(line: InvoiceLine, money: Money): Part {
  const { item, price } = line;
  const base = leaf('BasisQuantity', price.baseQuantity, { unitCode: line.unit });
  return ram(
    'IncludedSupplyChainTradeLineItem',
    ram(
      'AssociatedDocumentLineDocument',
      leaf('LineID', line.id),
      ram('IncludedNote', leaf('Content', line.note)),
    ),
    ram(
      'SpecifiedTradeProduct',
      id('GlobalID', item.standardId),
      leaf('SellerAssignedID', item.sellerId),
      leaf('BuyerAssignedID', item.buyerId),
      leaf('Name', item.name),
      leaf('Description', item.description),
      ...each(item.attributes, ({ name, value }) =>
        ram('ApplicableProductCharacteristic', leaf('Description', name), leaf('Value', value)),
      ),
      ...each(item.classifications, ({ code, list, version }) =>
        ram(
          'DesignatedProductClassification',
          leaf('ClassCode', code, { listID: list, listVersionID: version }),
        ),
      ),
      ram('OriginTradeCountry', leaf('ID', item.originCountry)),
    ),
    ram(
      'SpecifiedLineTradeAgreement',
      ram('BuyerOrderReferencedDocument', leaf('LineID', line.orderLine)),
      price.discount &&
        ram(
          'GrossPriceProductTradePrice',
          leaf('ChargeAmount', price.discount.gross),
          base,
          ram('AppliedTradeAllowanceCharge', flag(false), leaf('ActualAmount', price.discount.amount)),
        ),
      ram('NetPriceProductTradePrice', leaf('ChargeAmount', price.net), base),
    ),
    ram('SpecifiedLineTradeDelivery', leaf('BilledQuantity', line.quantity, { unitCode: line.unit })),
    ram(
      'SpecifiedLineTradeSettlement',
      tax('ApplicableTradeTax', line.tax),
      period(line.period),
      ...each(line.adjustments, (one) => adjustment(one, money)),
      ram('SpecifiedTradeSettlementLineMonetarySummation', money('LineTotalAmount', line.netMinor)),
      ram('ReceivableSpecifiedTradeAccountingAccount', leaf('ID', line.accounting)),
    ),
  );
}

function tax(name: string, of: LineTax): Part {
  return ram(
    name,
    leaf('TypeCode', 'VAT'),
    leaf('CategoryCode', of.category),
    leaf('RateApplicablePercent', of.percent),
  );
}

function period(of: Period | undefined): Part {
  return of && ram('BillingSpecifiedPeriod', day('StartDateTime', of.from), day('EndDateTime', of.until));
}

function adjustment(of: Adjustment | DocumentAdjustment, money: Money): Part {
  return ram(
    'SpecifiedTradeAllowanceCharge',
    flag(of.kind === 'charge'),
    leaf('CalculationPercent', of.percent),
    money('BasisAmount', of.baseMinor),
    money('ActualAmount', of.amountMinor),
    leaf('ReasonCode', of.reasonCode),
    leaf('Reason', of.reason),
    'tax' in of ? tax('CategoryTradeTax', of.tax) : undefined,
  );
}

function agreement(document: InvoiceDocument): Part {
  const representative = document.taxRepresentative;
  const reference = (name: string, number: string | undefined): Part =>
    ram(name, leaf('IssuerAssignedID', number));
  return ram(
    'ApplicableHeaderTradeAgreement',
    leaf('BuyerReference', document.buyerReference),
    party('SellerTradeParty', document.seller),
    party('BuyerTradeParty', document.buyer),
    representative &&
      ram(
        'SellerTaxRepresentativeTradeParty',
        leaf('Name', representative.name),
        address(representative.address),
        ram('SpecifiedTaxRegistration', leaf('ID', representative.vatId, { schemeID: 'VA' })),
      ),
    reference('SellerOrderReferencedDocument', document.salesOrder),
    reference('BuyerOrderReferencedDocument', document.order),
    reference('ContractReferencedDocument', document.contract),
    ...each(document.attachments, ({ id: number, description, url, file }) =>
      ram(
        'AdditionalReferencedDocument',
        leaf('IssuerAssignedID', number),
        leaf('URIID', url),
        leaf('TypeCode', REFERENCE.attachment),
        leaf('Name', description),
        file && leaf('AttachmentBinaryObject', file.base64, { mimeCode: file.mime, filename: file.name }),
      ),
    ),
    document.tender === undefined
      ? undefined
      : ram(
          'AdditionalReferencedDocument',
          leaf('IssuerAssignedID', document.tender),
          leaf('TypeCode', REFERENCE.tender),
        ),
    document.object &&
      ram(
        'AdditionalReferencedDocument',
        leaf('IssuerAssignedID', document.object.id),
        leaf('TypeCode', REFERENCE.object),
        leaf('ReferenceTypeCode', document.object.scheme),
      ),
    document.project === undefined
      ? undefined
      : ram('SpecifiedProcuringProject', leaf('ID', document.project), leaf('Name', 'Project reference')),
  );
}

function address(of: Address): Part {
  return ram(
    'PostalTradeAddress',
    leaf('PostcodeCode', of.postCode),
    leaf('LineOne', of.line1),
    leaf('LineTwo', of.line2),
    leaf('LineThree', of.line3),
    leaf('CityName', of.city),
    leaf('CountryID', of.country),
    leaf('CountrySubDivisionName', of.region),
  );
}

function ids(of: readonly Identifier[] | undefined): Part[] {
  return [
    ...each(
      of?.filter((one) => one.scheme === undefined),
      (one) => id('ID', one),
    ),
    ...each(
      of?.filter((one) => one.scheme !== undefined),
      (one) => id('GlobalID', one),
    ),
  ];
}

function party(name: string, of: Party): Part {
  const { contact } = of;
  const registration = (number: string | undefined, scheme: string): Part =>
    ram('SpecifiedTaxRegistration', leaf('ID', number, { schemeID: scheme }));
  return ram(
    name,
    ...ids(of.ids),
    leaf('Name', of.name),
    leaf('Description', of.legalText),
    ram('SpecifiedLegalOrganization', id('ID', of.registration), leaf('TradingBusinessName', of.tradingName)),
    contact &&
      ram(
        'DefinedTradeContact',
        leaf('PersonName', contact.name),
        ram('TelephoneUniversalCommunication', leaf('CompleteNumber', contact.phone)),
        ram('EmailURIUniversalCommunication', leaf('URIID', contact.email)),
      ),
    address(of.address),
    of.endpoint && ram('URIUniversalCommunication', id('URIID', of.endpoint)),
    registration(of.vatId, 'VA'),
    registration(of.taxNumber, 'FC'),
  );
}

function delivery(document: InvoiceDocument): Part {
  const of = document.delivery;
  return ram(
    'ApplicableHeaderTradeDelivery',
    of &&
      ram(
        'ShipToTradeParty',
        ...ids(of.locationId && [of.locationId]),
        leaf('Name', of.name),
        of.address && address(of.address),
      ),
    of && ram('ActualDeliverySupplyChainEvent', day('OccurrenceDateTime', of.on)),
    ram('DespatchAdviceReferencedDocument', leaf('IssuerAssignedID', document.despatchAdvice)),
    ram('ReceivingAdviceReferencedDocument', leaf('IssuerAssignedID', document.receivingAdvice)),
  );
}

function settlement(document: InvoiceDocument, money: Money): Part {
  const { totals, payment, payee, declaredTax } = document;
  return ram(
    'ApplicableHeaderTradeSettlement',
    leaf('CreditorReferenceID', payment?.debit?.creditorId),
    leaf('PaymentReference', payment?.remittance),
    leaf('TaxCurrencyCode', declaredTax?.currency),
    leaf('InvoiceCurrencyCode', document.currency),
    payee &&
      ram(
        'PayeeTradeParty',
        ...ids(payee.id && [payee.id]),
        leaf('Name', payee.name),
        payee.registration && ram('SpecifiedLegalOrganization', id('ID', payee.registration)),
      ),
    ...(payment ? paymentMeans(payment) : []),
    ...each(document.taxes, (row) =>
      ram(
        'ApplicableTradeTax',
        money('CalculatedAmount', row.taxMinor),
        leaf('TypeCode', 'VAT'),
        leaf('ExemptionReason', row.exemptionText),
        money('BasisAmount', row.netMinor),
        leaf('CategoryCode', row.category),
        leaf('ExemptionReasonCode', row.exemptionCode),
        document.taxPointOn === undefined
          ? undefined
          : ram('TaxPointDate', xml(CII.udt, 'DateString', plainDay(document.taxPointOn), { format: '102' })),
        leaf('RateApplicablePercent', row.percent),
      ),
    ),
    period(document.period),
    ...each(document.adjustments, (one) => adjustment(one, money)),
    ram(
      'SpecifiedTradePaymentTerms',
      leaf('Description', document.paymentTerms),
      day('DueDateDateTime', document.dueOn),
      leaf('DirectDebitMandateID', payment?.debit?.mandate),
    ),
    ram(
      'SpecifiedTradeSettlementHeaderMonetarySummation',
      money('LineTotalAmount', totals.linesMinor),
      money('ChargeTotalAmount', totals.chargesMinor),
      money('AllowanceTotalAmount', totals.allowancesMinor),
      money('TaxBasisTotalAmount', totals.netMinor),
      leaf('TaxTotalAmount', formatAmount(totals.taxMinor, document.currency), {
        currencyID: document.currency,
      }),
      declaredTax &&
        leaf('TaxTotalAmount', formatAmount(declaredTax.taxMinor, declaredTax.currency), {
          currencyID: declaredTax.currency,
        }),
      money('RoundingAmount', totals.roundingMinor),
      money('GrandTotalAmount', totals.grossMinor),
      money('TotalPrepaidAmount', totals.prepaidMinor),
      money('DuePayableAmount', totals.payableMinor),
    ),
    ...each(document.preceding, ({ number, issuedOn }) =>
      ram(
        'InvoiceReferencedDocument',
        leaf('IssuerAssignedID', number),
        issuedOn === undefined
          ? undefined
          : ram(
              'FormattedIssueDateTime',
              xml(CII.qdt, 'DateTimeString', plainDay(issuedOn), { format: '102' }),
            ),
      ),
    ),
    ram('ReceivableSpecifiedTradeAccountingAccount', leaf('ID', document.accounting)),
  );
}

/** An account is an IBAN where it looks like one (two letters, two digits), else a number of the country's own. */
const looksLikeIban = (account: string): boolean => /^[A-Z]{2}\d{2}/.test(account);

function paymentMeans(of: Payment): Part[] {
  // Card and debited account stand once, the accounts to pay to one by one.
  const one = (transfer?: NonNullable<Payment['transfers']>[number], at = 0): Part =>
    ram(
      'SpecifiedTradeSettlementPaymentMeans',
      leaf('TypeCode', of.means),
      leaf('Information', of.meansText),
      (at === 0 ? of.card : undefined) &&
        ram(
          'ApplicableTradeSettlementFinancialCard',
          leaf('ID', of.card?.lastDigits),
          leaf('CardholderName', of.card?.holder),
        ),
      ram('PayerPartyDebtorFinancialAccount', leaf('IBANID', at === 0 ? of.debit?.account : undefined)),
      transfer &&
        ram(
          'PayeePartyCreditorFinancialAccount',
          looksLikeIban(transfer.account) ? leaf('IBANID', transfer.account) : undefined,
          leaf('AccountName', transfer.name),
          looksLikeIban(transfer.account) ? undefined : leaf('ProprietaryID', transfer.account),
        ),
      ram('PayeeSpecifiedCreditorFinancialInstitution', leaf('BICID', transfer?.bic)),
    );
  return of.transfers?.length ? of.transfers.map(one) : [one()];
}
