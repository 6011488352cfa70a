import type { InvoiceDocument } from './document.ts';
import { CATEGORY_RULES } from './rules/categories.ts';
import { CONTENT_RULES } from './rules/content.ts';
import type { Rule } from './rules/rule.ts';
import { DECIMAL_RULES, SUM_RULES } from './rules/sums.ts';
import { XRECHNUNG_RULES } from './rules/xrechnung.ts';

/** One rule that a document breaks at one place. */
export interface Finding {
  /** the rule's official name, `BR-CO-15`; `M-11` is the clause about currencies of three decimals */
  readonly rule: string;
  readonly severity: 'fatal' | 'warning';
  /** path in the document, `lines.0.item.name` */
  readonly field: string;
  /** of the sentence in `invoiceWords`; the remedy stands under `<key>.remedy` */
  readonly key: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** All rules, in the order in which they are reported. */
export const INVOICE_RULES: readonly Rule[] = [
  ...CONTENT_RULES,
  ...SUM_RULES,
  ...DECIMAL_RULES,
  ...CATEGORY_RULES,
  ...XRECHNUNG_RULES,
];

/** Key of a rule's sentence. */
export function ruleKey(rule: string): string {
  return `invoice.rule.${rule}`;
}

/**
 * What a receiver's validator would object to: mandatory terms, arithmetic, decimals, rules of the tax categories, and for the
 * profile `xrechnung` the German rules.
 *
 * @returns one finding per rule and place; empty when every rule holds. A document with only warnings may be sent.
 */
export function checkInvoice(document: InvoiceDocument): Finding[] {
  return INVOICE_RULES.flatMap((rule) =>
    rule.profile !== undefined && rule.profile !== document.profile
      ? []
      : rule.broken(document).map(({ field, facts = {} }) => ({
          rule: rule.id,
          severity: rule.warning ? ('warning' as const) : ('fatal' as const),
          field,
          key: ruleKey(rule.id),
          facts,
        })),
  );
}
