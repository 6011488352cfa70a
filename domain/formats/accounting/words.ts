/** Sentences and remedies for refused exports to the accountant. */
export const accountingWords = {
  en: {
    'refusal.datev_day': '{reference} is of {value}, outside of the period.',
    'refusal.datev_day.remedy': 'Choose the period of the export anew; it lies in one fiscal year.',
    'refusal.datev_currency': '{reference} is in {value}.',
    'refusal.datev_currency.remedy': 'Export the journal as CSV, which has every currency.',
    'refusal.datev_number': '{value} is no number of an adviser, of a client, or of digits.',
    'refusal.datev_number.remedy': 'Ask the accountant for the numbers.',
  },
  de: {
    'refusal.datev_day': '{reference} ist vom {value}, außerhalb des Zeitraums.',
    'refusal.datev_day.remedy': 'Wählen Sie den Zeitraum neu; er liegt in einem Wirtschaftsjahr.',
    'refusal.datev_currency': '{reference} ist in {value}.',
    'refusal.datev_currency.remedy': 'Geben Sie das Journal als CSV aus, das jede Währung kennt.',
    'refusal.datev_number': '{value} ist keine Berater- oder Mandantennummer oder Stellenzahl.',
    'refusal.datev_number.remedy': 'Fragen Sie die Steuerberatung nach den Nummern.',
  },
} as const;
