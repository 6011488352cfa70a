import { INVOICE_RULES, ruleKey } from './check.ts';

/** Sentences and remedies of the rules, out of the rules themselves: one place for a rule and what it says. */
function ruleWords(language: 'en' | 'de'): Readonly<Record<string, string>> {
  return Object.fromEntries(
    INVOICE_RULES.flatMap((rule) => {
      const [sentence, remedy] = rule[language];
      return [
        [ruleKey(rule.id), sentence],
        [`${ruleKey(rule.id)}.remedy`, remedy],
      ];
    }),
  );
}

/** Sentences for broken rules and for files that cannot be taken in. */
export const invoiceWords = {
  en: {
    ...ruleWords('en'),
    'refusal.invoice_root_unknown': 'This file is no e-invoice: it begins with {value}.',
    'refusal.invoice_root_unknown.remedy':
      'Upload an invoice or credit note as UBL, as CII, or as a PDF with one of them inside.',
    'refusal.invoice_currency_unknown': 'The currency "{value}" of the invoice is not known.',
    'refusal.invoice_currency_unknown.remedy': 'Ask the sender for an invoice with a code of ISO 4217.',
    'refusal.invoice_currency_mixed': '{field} is in {value}, but the invoice is in {expected}.',
    'refusal.invoice_currency_mixed.remedy': 'Ask the sender for a corrected invoice.',
    'refusal.invoice_field_missing': '{field} is missing.',
    'refusal.invoice_field_missing.remedy': 'Ask the sender for a complete invoice.',
    'refusal.invoice_field_unreadable': '{field}: "{value}" cannot be read.',
    'refusal.invoice_field_unreadable.remedy': 'Ask the sender for a corrected invoice.',
    'refusal.invoice_amount_too_fine': '{field}: {value} {currency} is finer than the currency allows.',
    'refusal.invoice_amount_too_fine.remedy': 'Ask the sender for a corrected invoice.',
    'refusal.invoice_currency_three_decimals':
      '{value} has three decimals, and an e-invoice has room for two.',
    'refusal.invoice_currency_three_decimals.remedy': 'Issue this document as PDF only.',
  },
  de: {
    ...ruleWords('de'),
    'refusal.invoice_root_unknown': 'Diese Datei ist keine E-Rechnung: Sie beginnt mit {value}.',
    'refusal.invoice_root_unknown.remedy':
      'Laden Sie eine Rechnung oder Gutschrift als UBL, als CII oder als PDF mit einer davon hoch.',
    'refusal.invoice_currency_unknown': 'Die Währung „{value}“ der Rechnung ist nicht bekannt.',
    'refusal.invoice_currency_unknown.remedy':
      'Bitten Sie den Absender um eine Rechnung mit einem Code nach ISO 4217.',
    'refusal.invoice_currency_mixed': '{field} ist in {value}, die Rechnung aber in {expected}.',
    'refusal.invoice_currency_mixed.remedy': 'Bitten Sie den Absender um eine berichtigte Rechnung.',
    'refusal.invoice_field_missing': '{field} fehlt.',
    'refusal.invoice_field_missing.remedy': 'Bitten Sie den Absender um eine vollständige Rechnung.',
    'refusal.invoice_field_unreadable': '{field}: „{value}“ ist nicht lesbar.',
    'refusal.invoice_field_unreadable.remedy': 'Bitten Sie den Absender um eine berichtigte Rechnung.',
    'refusal.invoice_amount_too_fine': '{field}: {value} {currency} ist feiner, als die Währung erlaubt.',
    'refusal.invoice_amount_too_fine.remedy': 'Bitten Sie den Absender um eine berichtigte Rechnung.',
    'refusal.invoice_currency_three_decimals':
      '{value} hat drei Nachkommastellen, eine E-Rechnung hat Platz für zwei.',
    'refusal.invoice_currency_three_decimals.remedy': 'Stellen Sie dieses Dokument nur als PDF aus.',
  },
} as const;
