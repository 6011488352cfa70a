import type { Day } from '#domain/kernel/days.ts';
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

/** The document of a CII tree; valid only while `take.fault` stays undefined. */
export function fromCii(take: Taking, root: XmlElement): Omit<InvoiceDocument, 'profile'> {
  const context = take.one(root, 'ExchangedDocumentContext');
  const head = take.one(root, 'ExchangedDocument');
  const trade = take.one(root, 'SupplyChainTradeTransaction');
  const agreement = take.one(trade, 'ApplicableHeaderTradeAgreement');
  const delivered = take.one(trade, 'ApplicableHeaderTradeDelivery');
  const settlement = take.one(trade, 'ApplicableHeaderTradeSettlement');
  take.currency = take.needed(settlement, 'InvoiceCurrencyCode');
  const sums = take.one(settlement, 'SpecifiedTradeSettlementHeaderMonetarySummation');
  const taxCurrency = take.text(settlement, 'TaxCurrencyCode');
  const [taxMinor, declared] = taxTotals(take, sums, taxCurrency);
  const documents = take.all(agreement, 'AdditionalReferencedDocument').map((at) => ({
    at,
    type: take.text(at, 'TypeCode'),
  }));
  const ofType = (type: string): At => documents.find((one) => one.type === type)?.at;
  const terms = take.one(settlement, 'SpecifiedTradePaymentTerms');
  const rows = take.all(settlement, 'ApplicableTradeTax');
  const object = ofType(REFERENCE.object);
  const objectId = take.text(object, 'IssuerAssignedID');
  take.text(agreement, 'SpecifiedProcuringProject', 'Name');
  return only({
    process: take.text(context, 'BusinessProcessSpecifiedDocumentContextParameter', 'ID'),
    type: take.oneOf([...INVOICE_TYPES, ...CREDIT_NOTE_TYPES], head, 'TypeCode') ?? '380',
    number: take.needed(head, 'ID'),
    issuedOn: day(take, head, 'IssueDateTime') ?? take.neededDay(head, 'IssueDateTime', 'DateTimeString'),
    currency: take.currency,
    declaredTax: declared,
    taxPointOn: rows.map((at) => take.day(at, 'TaxPointDate', 'DateString')).find((on) => on !== undefined),
    dueOn: day(take, terms, 'DueDateDateTime'),
    buyerReference: take.text(agreement, 'BuyerReference'),
    project: take.text(agreement, 'SpecifiedProcuringProject', 'ID'),
    contract: take.text(agreement, 'ContractReferencedDocument', 'IssuerAssignedID'),
    order: take.text(agreement, 'BuyerOrderReferencedDocument', 'IssuerAssignedID'),
    salesOrder: take.text(agreement, 'SellerOrderReferencedDocument', 'IssuerAssignedID'),
    receivingAdvice: take.text(delivered, 'ReceivingAdviceReferencedDocument', 'IssuerAssignedID'),
    despatchAdvice: take.text(delivered, 'DespatchAdviceReferencedDocument', 'IssuerAssignedID'),
    tender: take.text(ofType(REFERENCE.tender), 'IssuerAssignedID'),
    object:
      objectId === undefined
        ? undefined
        : only({ id: objectId, scheme: take.text(object, 'ReferenceTypeCode') }),
    accounting: take.text(settlement, 'ReceivableSpecifiedTradeAccountingAccount', 'ID'),
    paymentTerms: take.text(terms, 'Description'),
    notes: listed(
      take
        .all(head, 'IncludedNote')
        .map((at) => only({ subject: take.text(at, 'SubjectCode'), text: take.text(at, 'Content') ?? '' })),
    ),
    preceding: listed(
      take.all(settlement, 'InvoiceReferencedDocument').map((at) =>
        only({
          number: take.needed(at, 'IssuerAssignedID'),
          issuedOn: day(take, at, 'FormattedIssueDateTime'),
        }),
      ),
    ),
    seller: party(take, take.one(agreement, 'SellerTradeParty')),
    buyer: party(take, take.one(agreement, 'BuyerTradeParty')),
    payee: payee(take, take.one(settlement, 'PayeeTradeParty')),
    taxRepresentative: representative(take, take.one(agreement, 'SellerTaxRepresentativeTradeParty')),
    delivery: delivery(take, delivered),
    period: period(take, take.one(settlement, 'BillingSpecifiedPeriod')),
    payment: payment(take, settlement, terms),
    adjustments: listed(
      take.all(settlement, 'SpecifiedTradeAllowanceCharge').map((at): DocumentAdjustment => ({
        ...adjustment(take, at),
        tax: tax(take, take.one(at, 'CategoryTradeTax')),
      })),
    ),
    totals: only({
      linesMinor: take.neededAmount(sums, 'LineTotalAmount'),
      allowancesMinor: take.amount(sums, ['AllowanceTotalAmount']),
      chargesMinor: take.amount(sums, ['ChargeTotalAmount']),
      netMinor: take.neededAmount(sums, 'TaxBasisTotalAmount'),
      taxMinor,
      grossMinor: take.neededAmount(sums, 'GrandTotalAmount'),
      prepaidMinor: take.amount(sums, ['TotalPrepaidAmount']),
      roundingMinor: take.amount(sums, ['RoundingAmount']),
      payableMinor: take.neededAmount(sums, 'DuePayableAmount'),
    }),
    taxes: rows.map((at) =>
      only({
        ...tax(take, at),
        netMinor: take.neededAmount(at, 'BasisAmount'),
        taxMinor: take.neededAmount(at, 'CalculatedAmount'),
        exemptionText: take.text(at, 'ExemptionReason'),
        exemptionCode: take.text(at, 'ExemptionReasonCode'),
      }),
    ),
    attachments: listed(
      documents
        .filter(({ type }) => type !== REFERENCE.object && type !== REFERENCE.tender)
        .map(({ at }) => attachment(take, at)),
    ),
    lines: take.all(trade, 'IncludedSupplyChainTradeLineItem').map((at) => line(take, at)),
  });
}

function day(take: Taking, at: At, name: string): Day | undefined {
  return take.day(at, name, 'DateTimeString');
}

/** The tax total in the document's currency, and the one in the currency it is declared in. */
function taxTotals(take: Taking, sums: At, taxCurrency: string | undefined) {
  const all = take.all(sums, 'TaxTotalAmount');
  const other =
    taxCurrency === undefined || taxCurrency === take.currency
      ? undefined
      : all.find((at) => at.attributes['currencyID'] === taxCurrency);
  const amountOf = (at: At, currency: string) =>
    at && sums ? take.amount({ ...sums, children: [at] }, ['TaxTotalAmount'], currency) : undefined;
  const own = all.find((at) => at !== other);
  const declaredMinor = taxCurrency === undefined ? undefined : amountOf(other, taxCurrency);
  const declared =
    declaredMinor === undefined || taxCurrency === undefined
      ? undefined
      : { currency: taxCurrency, taxMinor: declaredMinor };
  return [amountOf(own, take.currency) ?? take.neededAmount(sums, 'TaxTotalAmount'), declared] as const;
}

function identifier(take: Taking, from: At, ...path: readonly string[]): Identifier | undefined {
  const element = take.take(take.one(from, ...path));
  if (!element?.text) return undefined;
  return only({ id: element.text, scheme: element.attributes['schemeID'] || undefined });
}

function ids(take: Taking, at: At): readonly Identifier[] | undefined {
  return listed(
    [...take.all(at, 'ID'), ...take.all(at, 'GlobalID')].map((one) => {
      take.take(one);
      return only({ id: one.text, scheme: one.attributes['schemeID'] || undefined });
    }),
  );
}

function address(take: Taking, at: At): Address | undefined {
  if (!at) return undefined;
  return only({
    line1: take.text(at, 'LineOne'),
    line2: take.text(at, 'LineTwo'),
    line3: take.text(at, 'LineThree'),
    city: take.text(at, 'CityName'),
    postCode: take.text(at, 'PostcodeCode'),
    region: take.text(at, 'CountrySubDivisionName'),
    country: take.text(at, 'CountryID') ?? '',
  });
}

function taxNumber(take: Taking, at: At, scheme: 'VA' | 'FC'): string | undefined {
  const found = take
    .all(at, 'SpecifiedTaxRegistration')
    .map((one) => take.one(one, 'ID'))
    .find((one) => one?.attributes['schemeID'] === scheme);
  return take.take(found)?.text || undefined;
}

function party(take: Taking, at: At): Party {
  const contact = take.one(at, 'DefinedTradeContact');
  return only({
    name: take.text(at, 'Name') ?? '',
    tradingName: take.text(at, 'SpecifiedLegalOrganization', 'TradingBusinessName'),
    ids: ids(take, at),
    registration: identifier(take, at, 'SpecifiedLegalOrganization', 'ID'),
    vatId: taxNumber(take, at, 'VA'),
    taxNumber: taxNumber(take, at, 'FC'),
    legalText: take.text(at, 'Description'),
    endpoint: identifier(take, at, 'URIUniversalCommunication', 'URIID'),
    address: address(take, take.one(at, 'PostalTradeAddress')) ?? { country: '' },
    contact: some({
      name: take.text(contact, 'PersonName') ?? take.text(contact, 'DepartmentName'),
      phone: take.text(contact, 'TelephoneUniversalCommunication', 'CompleteNumber'),
      email: take.text(contact, 'EmailURIUniversalCommunication', 'URIID'),
    }),
  });
}

function payee(take: Taking, at: At): InvoiceDocument['payee'] {
  if (!at) return undefined;
  return only({
    name: take.text(at, 'Name') ?? '',
    id: ids(take, at)?.[0],
    registration: identifier(take, at, 'SpecifiedLegalOrganization', 'ID'),
  });
}

function representative(take: Taking, at: At): InvoiceDocument['taxRepresentative'] {
  if (!at) return undefined;
  return {
    name: take.text(at, 'Name') ?? '',
    vatId: taxNumber(take, at, 'VA') ?? '',
    address: address(take, take.one(at, 'PostalTradeAddress')) ?? { country: '' },
  };
}

function delivery(take: Taking, at: At): InvoiceDocument['delivery'] {
  const to = take.one(at, 'ShipToTradeParty');
  return some({
    name: take.text(to, 'Name'),
    locationId: ids(take, to)?.[0],
    on: day(take, take.one(at, 'ActualDeliverySupplyChainEvent'), 'OccurrenceDateTime'),
    address: address(take, take.one(to, 'PostalTradeAddress')),
  });
}

function period(take: Taking, at: At): Period | undefined {
  return some({ from: day(take, at, 'StartDateTime'), until: day(take, at, 'EndDateTime') });
}

/** One instruction out of the elements for its accounts. */
function payment(take: Taking, settlement: At, terms: At): Payment | undefined {
  const all = take.all(settlement, 'SpecifiedTradeSettlementPaymentMeans');
  const first = all[0];
  const means = take.text(first, 'TypeCode');
  const alike = all.filter((at) => take.one(at, 'TypeCode')?.text === means);
  for (const at of alike) {
    take.text(at, 'TypeCode');
    if (take.one(at, 'Information')?.text === take.one(first, 'Information')?.text)
      take.text(at, 'Information');
  }
  const card = take.one(first, 'ApplicableTradeSettlementFinancialCard');
  const digits = take.text(card, 'ID');
  const rest = some({
    meansText: take.text(first, 'Information'),
    remittance: take.text(settlement, 'PaymentReference'),
    transfers: listed(
      alike.flatMap((at) => {
        const account = take.one(at, 'PayeePartyCreditorFinancialAccount');
        const number = take.text(account, 'IBANID') ?? take.text(account, 'ProprietaryID');
        if (number === undefined) return [];
        return only({
          account: number,
          name: take.text(account, 'AccountName'),
          bic: take.text(at, 'PayeeSpecifiedCreditorFinancialInstitution', 'BICID'),
        });
      }),
    ),
    card:
      digits === undefined
        ? undefined
        : only({ lastDigits: digits, holder: take.text(card, 'CardholderName') }),
    debit: some({
      mandate: take.text(terms, 'DirectDebitMandateID'),
      creditorId: take.text(settlement, 'CreditorReferenceID'),
      account: take.text(first, 'PayerPartyDebtorFinancialAccount', 'IBANID'),
    }),
  });
  return means === undefined && rest === undefined ? undefined : { means: means ?? '', ...rest };
}

function tax(take: Taking, at: At): LineTax {
  take.text(at, 'TypeCode');
  const category = take.oneOf(CATEGORIES, at, 'CategoryCode');
  if (category === undefined) take.needed(at, 'CategoryCode');
  return only({ category: category ?? 'S', percent: take.decimal(at, 'RateApplicablePercent') });
}

function adjustment(take: Taking, at: XmlElement): Adjustment {
  const charge = take.oneOf(['true', 'false'], at, 'ChargeIndicator', 'Indicator') === 'true';
  return only({
    kind: charge ? 'charge' : 'allowance',
    amountMinor: take.neededAmount(at, 'ActualAmount'),
    baseMinor: take.amount(at, ['BasisAmount']),
    percent: take.decimal(at, 'CalculationPercent'),
    reason: take.text(at, 'Reason'),
    reasonCode: take.text(at, 'ReasonCode'),
  } as const);
}

function attachment(take: Taking, at: XmlElement) {
  const file = take.take(take.one(at, 'AttachmentBinaryObject'));
  return only({
    id: take.text(at, 'IssuerAssignedID') ?? '',
    description: take.text(at, 'Name'),
    url: take.text(at, 'URIID'),
    file: file && {
      name: file.attributes['filename'] ?? '',
      mime: file.attributes['mimeCode'] ?? '',
      base64: file.text.replace(/\s/g, ''),
    },
  });
}

function line(take: Taking, at: XmlElement): InvoiceLine {
  const product = take.one(at, 'SpecifiedTradeProduct');
  const agreement = take.one(at, 'SpecifiedLineTradeAgreement');
  const settlement = take.one(at, 'SpecifiedLineTradeSettlement');
  const quantity = ['SpecifiedLineTradeDelivery', 'BilledQuantity'] as const;
  return only({
    id: take.text(at, 'AssociatedDocumentLineDocument', 'LineID') ?? '',
    note: take.text(at, 'AssociatedDocumentLineDocument', 'IncludedNote', 'Content'),
    quantity: take.neededDecimal(at, ...quantity),
    unit: take.one(at, ...quantity)?.attributes['unitCode'] ?? '',
    netMinor: take.neededAmount(
      settlement,
      'SpecifiedTradeSettlementLineMonetarySummation',
      'LineTotalAmount',
    ),
    orderLine: take.text(agreement, 'BuyerOrderReferencedDocument', 'LineID'),
    accounting: take.text(settlement, 'ReceivableSpecifiedTradeAccountingAccount', 'ID'),
    period: period(take, take.one(settlement, 'BillingSpecifiedPeriod')),
    adjustments: listed(
      take.all(settlement, 'SpecifiedTradeAllowanceCharge').map((one) => adjustment(take, one)),
    ),
    price: price(take, agreement),
    tax: tax(take, take.one(settlement, 'ApplicableTradeTax')),
    item: only({
      name: take.text(product, 'Name') ?? '',
      description: take.text(product, 'Description'),
      sellerId: take.text(product, 'SellerAssignedID'),
      buyerId: take.text(product, 'BuyerAssignedID'),
      standardId: identifier(take, product, 'GlobalID'),
      classifications: listed(
        take
          .all(product, 'DesignatedProductClassification')
          .map((one) => take.take(take.one(one, 'ClassCode')))
          .filter((one) => one !== undefined)
          .map(({ text, attributes }) =>
            only({
              code: text,
              list: attributes['listID'] ?? '',
              version: attributes['listVersionID'] || undefined,
            }),
          ),
      ),
      originCountry: take.text(product, 'OriginTradeCountry', 'ID'),
      attributes: listed(
        take.all(product, 'ApplicableProductCharacteristic').map((one) => ({
          name: take.text(one, 'Description') ?? '',
          value: take.text(one, 'Value') ?? '',
        })),
      ),
    }),
  });
}

function price(take: Taking, agreement: At): Price {
  const at = take.one(agreement, 'NetPriceProductTradePrice');
  const before = take.one(agreement, 'GrossPriceProductTradePrice');
  const net = take.neededDecimal(at, 'ChargeAmount');
  const gross = take.decimal(before, 'ChargeAmount');
  const applied = take.one(before, 'AppliedTradeAllowanceCharge');
  take.text(applied, 'ChargeIndicator', 'Indicator');
  const amount = take.decimal(applied, 'ActualAmount');
  take.decimal(before, 'BasisQuantity');
  const baseQuantity = take.decimal(at, 'BasisQuantity');
  // A gross price without a discount says the same as the net price.
  const discount =
    amount === undefined
      ? undefined
      : { gross: gross ?? toDecimalText(add(decimal(net), decimal(amount)), 30), amount };
  return only({ net, discount, baseQuantity });
}
