import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { xmlText } from '#domain/kernel/xml.ts';
import { decimalsOf } from '#domain/money/currency.ts';
import { ciiOf } from './cii/write-cii.ts';
import { isCreditNote, type InvoiceDocument } from './document.ts';
import { CII, UBL } from './marks.ts';
import { ublOf } from './ubl/write-ubl.ts';

export type InvoiceSyntax = 'ubl' | 'cii';

/**
 * The document as XML text. Rules are not checked here: `checkInvoice` says what a receiver would object to, before.
 *
 * @returns refused for a currency with more than two decimals, which EN 16931 has no place for (clause M-11)
 */
export function invoiceXml(
  document: InvoiceDocument,
  syntax: InvoiceSyntax,
): Result<string, { readonly code: 'invoice_currency_three_decimals'; readonly value: string }> {
  const tooFine = [document.currency, document.declaredTax?.currency].find(
    (currency) => currency !== undefined && decimalsOf(currency) > 2,
  );
  if (tooFine !== undefined) return refuse({ code: 'invoice_currency_three_decimals', value: tooFine });
  if (syntax === 'cii')
    return ok(
      xmlText(ciiOf(document), { [CII.rsm]: 'rsm', [CII.ram]: 'ram', [CII.udt]: 'udt', [CII.qdt]: 'qdt' }),
    );
  const root = isCreditNote(document) ? UBL.creditNote : UBL.invoice;
  return ok(xmlText(ublOf(document), { [root]: '', [UBL.cac]: 'cac', [UBL.cbc]: 'cbc' }));
}
