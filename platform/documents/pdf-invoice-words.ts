import { defineWords } from '#platform/words/words.ts';

/** Sentences and remedies for PDFs that hold no invoice. */
export const pdfInvoiceWords = defineWords(
  {
    'refusal.pdf_not_recognised': 'This file is no PDF.',
    'refusal.pdf_not_recognised.remedy': 'Upload the file as the supplier sent it.',
    'refusal.pdf_encrypted': 'This PDF is protected, so its invoice data cannot be read.',
    'refusal.pdf_encrypted.remedy': 'Ask the supplier for it without protection, or for the XML file.',
    'refusal.pdf_without_invoice': 'There is no invoice data in this PDF.',
    'refusal.pdf_without_invoice.remedy': 'Enter the invoice by hand, or ask the supplier for an e-invoice.',
    'refusal.pdf_several_invoices': 'There are {count} different invoices in this PDF.',
    'refusal.pdf_several_invoices.remedy': 'Ask the supplier for one file per invoice.',
  },
  {
    'refusal.pdf_not_recognised': 'Diese Datei ist kein PDF.',
    'refusal.pdf_not_recognised.remedy': 'Laden Sie die Datei so hoch, wie der Lieferant sie gesendet hat.',
    'refusal.pdf_encrypted': 'Dieses PDF ist geschützt, seine Rechnungsdaten sind nicht lesbar.',
    'refusal.pdf_encrypted.remedy':
      'Bitten Sie den Lieferanten um das PDF ohne Schutz oder um die XML-Datei.',
    'refusal.pdf_without_invoice': 'In diesem PDF sind keine Rechnungsdaten.',
    'refusal.pdf_without_invoice.remedy':
      'Erfassen Sie die Rechnung von Hand, oder bitten Sie den Lieferanten um eine E-Rechnung.',
    'refusal.pdf_several_invoices': 'In diesem PDF sind {count} verschiedene Rechnungen.',
    'refusal.pdf_several_invoices.remedy': 'Bitten Sie den Lieferanten um eine Datei je Rechnung.',
  },
);
