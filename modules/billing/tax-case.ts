import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Tax } from '#domain/money/tax.ts';
import { hasVatNumbers } from '#domain/money/vat-number.ts';

/** Where a company is, and its VAT number ('' = none). */
export interface TaxParty {
  readonly country: string;
  readonly vatNumber: string;
}

export type TaxCase = 'usual' | 'reverse-charge';

/**
 * The tax of a line as the parties and the case have it. A taxed line becomes: reverse charge (AE) where the case says so;
 * tax-free supply within the EU (K) for a buyer in another member state who has a VAT number; tax-free export (G) for a buyer
 * outside. Everything else keeps its own rate. Why nothing is charged is printed with the document by category.
 *
 * @see Directive 2006/112/EC, articles 138, 146, 194–199; EN 16931 BR-AE, BR-IC, BR-G
 */
export function taxOf(
  own: Tax,
  seller: TaxParty,
  buyer: TaxParty,
  taxCase: TaxCase,
): Result<Tax, { code: 'reverse_charge_needs_vat_number'; field: 'taxCase' }> {
  if (taxCase === 'reverse-charge') {
    if (buyer.vatNumber === '' || seller.vatNumber === '')
      return refuse({ code: 'reverse_charge_needs_vat_number', field: 'taxCase' });
    return ok({ category: 'AE', percent: '0' });
  }
  if (own.category !== 'S' || buyer.country === '' || buyer.country === seller.country) return ok(own);
  if (!hasVatNumbers(buyer.country)) return ok({ category: 'G', percent: '0' });
  return ok(
    hasVatNumbers(seller.country) && buyer.vatNumber !== '' && seller.vatNumber !== ''
      ? { category: 'K', percent: '0' }
      : own,
  );
}
