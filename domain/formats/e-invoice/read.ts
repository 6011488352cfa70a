import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { XmlElement } from '#domain/kernel/xml.ts';
import { isCurrency } from '#domain/money/currency.ts';
import { fromCii } from './cii/read-cii.ts';
import type { InvoiceDocument } from './document.ts';
import { CII, UBL } from './marks.ts';
import { Taking, type Extra, type ReadInvoiceRefusal } from './take.ts';
import { fromUbl } from './ubl/read-ubl.ts';
import type { InvoiceSyntax } from './write.ts';

export type { Extra, ReadInvoiceRefusal } from './take.ts';

export interface ReadInvoice {
  readonly document: InvoiceDocument;
  readonly syntax: InvoiceSyntax;
  /** BT-24 as it stood there: which rules the sender says to keep; '' where it says nothing */
  readonly specification: string;
  /** what the file says and the model has no place for */
  readonly extras: readonly Extra[];
}

/**
 * An invoice or credit note of a supplier, from UBL or CII. Told apart by the root element. What the file claims is taken as it
 * stands: `checkInvoice` says whether it adds up.
 *
 * @param root as `platform/xml` reads it
 * @returns refused for another kind of document, for a currency that is not listed, and for numbers, days and amounts that are
 *   missing or unreadable where a booking needs them
 */
export function readInvoice(root: XmlElement): Result<ReadInvoice, ReadInvoiceRefusal> {
  const ubl =
    (root.name === 'Invoice' && root.ns === UBL.invoice) ||
    (root.name === 'CreditNote' && root.ns === UBL.creditNote);
  const cii = root.name === 'CrossIndustryInvoice' && root.ns === CII.rsm;
  if (!ubl && !cii)
    return refuse({ code: 'invoice_root_unknown', value: `{${root.ns}}${root.name}`.slice(0, 160) });
  const take = new Taking(root, Object.values(ubl ? UBL : CII));
  const specification =
    (ubl
      ? take.text(root, 'CustomizationID')
      : take.text(root, 'ExchangedDocumentContext', 'GuidelineSpecifiedDocumentContextParameter', 'ID')) ??
    '';
  const read = ubl ? fromUbl(take, root) : fromCii(take, root);
  if (take.currency !== '' && !isCurrency(take.currency)) {
    const field = ubl
      ? 'Invoice/DocumentCurrencyCode'
      : 'CrossIndustryInvoice/SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/InvoiceCurrencyCode';
    return refuse({ code: 'invoice_currency_unknown', field, value: take.currency.slice(0, 80) });
  }
  if (take.fault) return refuse(take.fault);
  const profile = specification.includes('xrechnung') ? 'xrechnung' : 'en16931';
  return ok({
    document: { profile, ...read },
    syntax: ubl ? 'ubl' : 'cii',
    specification,
    extras: take.extras(),
  });
}
