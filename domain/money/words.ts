/** Sentences and remedies for refused amounts, like domain/product/words.ts. */
export const moneyWords = {
  en: {
    'refusal.currency_not_listed': 'The currency "{value}" is not known.',
    'refusal.currency_not_listed.remedy': 'Use a code of ISO 4217, for example EUR.',
    'refusal.amount_not_decimal': '"{value}" is no amount.',
    'refusal.amount_not_decimal.remedy': 'Write 1234.50, with a point and without thousands separators.',
    'refusal.amount_too_fine': '{value} {currency} is finer than the currency allows.',
    'refusal.amount_too_fine.remedy': 'Use at most {decimals} decimals.',
    'refusal.amount_too_large': '{value} is too large.',
    'refusal.amount_too_large.remedy': 'Check the amount.',
  },
  de: {
    'refusal.currency_not_listed': 'Die Währung „{value}“ ist nicht bekannt.',
    'refusal.currency_not_listed.remedy': 'Verwenden Sie einen Code nach ISO 4217, zum Beispiel EUR.',
    'refusal.amount_not_decimal': '„{value}“ ist kein Betrag.',
    'refusal.amount_not_decimal.remedy': 'Schreiben Sie 1234.50, mit Punkt und ohne Tausendertrennzeichen.',
    'refusal.amount_too_fine': '{value} {currency} ist feiner, als die Währung erlaubt.',
    'refusal.amount_too_fine.remedy': 'Verwenden Sie höchstens {decimals} Nachkommastellen.',
    'refusal.amount_too_large': '{value} ist zu groß.',
    'refusal.amount_too_large.remedy': 'Prüfen Sie den Betrag.',
  },
} as const;
