import { defineWords } from '#platform/words/words.ts';

/** Why something about a supplier's invoice is refused, and what to do. */
export const payableWords = defineWords(
  {
    'refusal.supplier_invoice_unknown': 'There is no such supplier’s invoice.',
    'refusal.supplier_file_type': 'This file is neither XML nor PDF.',
    'refusal.supplier_file_type.remedy': 'Upload the e-invoice as the supplier sent it, or enter it by hand.',
    'refusal.supplier_file_not_pdf': 'This file is no PDF.',
    'refusal.supplier_file_not_pdf.remedy': 'Attach the invoice as PDF.',
    'refusal.supplier_file_there': 'This invoice has its file already.',
    'refusal.supplier_file_too_hard': 'This file takes more to read than any invoice does.',
    'refusal.supplier_file_too_hard.remedy': 'Ask the supplier for it anew, or enter the invoice by hand.',
    'refusal.supplier_is_us': 'This invoice is our own: the seller has our VAT number.',
    'refusal.supplier_is_us.remedy': 'Upload invoices that suppliers sent to us.',
    'refusal.supplier_invoice_twice': 'Invoice {value} of {supplier} is here already.',
    'refusal.supplier_invoice_twice.remedy':
      'Open the one that is here; refuse it first if this is its correction.',
    'refusal.supplier_due_before_issue': 'The invoice would be due before it was issued.',
    'refusal.supplier_rate_without_tax': 'Only taxed lines have a rate.',
    'refusal.supplier_rate_without_tax.remedy': 'Enter 0, or choose the usual tax.',
    'refusal.supplier_sum_differs': 'The lines make {should}, not {value}.',
    'refusal.supplier_sum_differs.remedy': 'Check the lines and their rates against the invoice.',
    'refusal.supplier_invoice_decided': 'This invoice was approved or refused already.',
    'refusal.supplier_invoice_blocked_sums': 'The sums of this invoice are wrong: {rules}.',
    'refusal.supplier_invoice_blocked_sums.remedy': 'Refuse it and ask the supplier for a corrected one.',
    'refusal.supplier_invoice_blocked_prepaid': 'A part of this invoice was paid before.',
    'refusal.supplier_invoice_blocked_prepaid.remedy':
      'Refuse it here and enter by hand what is still to be paid, without what the deposit invoice booked.',
    'refusal.supplier_invoice_blocked_negative': 'This invoice asks for nothing or less.',
    'refusal.supplier_invoice_blocked_negative.remedy': 'Ask the supplier for a credit note.',
    'refusal.supplier_invoice_faulty': 'This invoice breaks rules of e-invoices: {rules}.',
    'refusal.supplier_invoice_faulty.remedy': 'Say why it is approved all the same, or refuse it.',
    'refusal.supplier_tax_percent_missing':
      'The supplier left its tax to us, and no rate is known for our country on that day.',
    'refusal.supplier_tax_percent_missing.remedy':
      'Give the rate here, or add it to the rates of tax in the settings of money.',
    'refusal.supplier_account_wrong': '{value} is no account for expenses.',
    'refusal.supplier_account_wrong.remedy': 'Choose one of the accounts that are offered.',
    'refusal.supplier_invoice_not_open': 'Nothing of this invoice is to be paid.',
    'refusal.supplier_invoice_not_open.remedy': 'It must be approved first; what is paid is paid.',
    'refusal.supplier_payment_above_open': 'This is more than is open on the invoice.',
    'refusal.supplier_currency_other': 'The movement and the invoice are in different currencies.',
    'refusal.bank_line_not_out': 'Only money that went out pays a supplier.',
    'refusal.bank_shares_not_line': 'The shares together are not what moved.',
    'refusal.bank_shares_not_line.remedy': 'Change the amounts, or set the movement aside.',
    'refusal.item_in_run': 'This is on its way to the bank in a run.',
    'refusal.item_in_run.remedy': 'Cancel the run first, or wait for the statement.',
  },
  {
    'refusal.supplier_invoice_unknown': 'Diese Lieferantenrechnung gibt es nicht.',
    'refusal.supplier_file_type': 'Diese Datei ist weder XML noch PDF.',
    'refusal.supplier_file_type.remedy':
      'Laden Sie die E-Rechnung hoch, wie der Lieferant sie gesendet hat, oder erfassen Sie sie von Hand.',
    'refusal.supplier_file_not_pdf': 'Diese Datei ist kein PDF.',
    'refusal.supplier_file_not_pdf.remedy': 'Hängen Sie die Rechnung als PDF an.',
    'refusal.supplier_file_there': 'Diese Rechnung hat ihre Datei schon.',
    'refusal.supplier_file_too_hard': 'Diese Datei ist aufwendiger zu lesen als jede Rechnung.',
    'refusal.supplier_file_too_hard.remedy':
      'Bitten Sie den Lieferanten neu darum, oder erfassen Sie die Rechnung von Hand.',
    'refusal.supplier_is_us': 'Das ist unsere eigene Rechnung: Der Verkäufer hat unsere USt-IdNr.',
    'refusal.supplier_is_us.remedy': 'Laden Sie Rechnungen hoch, die Lieferanten uns gesendet haben.',
    'refusal.supplier_invoice_twice': 'Die Rechnung {value} von {supplier} ist schon da.',
    'refusal.supplier_invoice_twice.remedy':
      'Öffnen Sie die vorhandene; ist dies ihre Berichtigung, weisen Sie jene zuerst zurück.',
    'refusal.supplier_due_before_issue': 'Die Rechnung wäre vor ihrer Ausstellung fällig.',
    'refusal.supplier_rate_without_tax': 'Nur besteuerte Positionen haben einen Satz.',
    'refusal.supplier_rate_without_tax.remedy': 'Tragen Sie 0 ein, oder wählen Sie die übliche Steuer.',
    'refusal.supplier_sum_differs': 'Die Positionen ergeben {should}, nicht {value}.',
    'refusal.supplier_sum_differs.remedy': 'Vergleichen Sie Positionen und Steuersätze mit der Rechnung.',
    'refusal.supplier_invoice_decided': 'Diese Rechnung ist schon freigegeben oder zurückgewiesen.',
    'refusal.supplier_invoice_blocked_sums': 'Die Summen dieser Rechnung stimmen nicht: {rules}.',
    'refusal.supplier_invoice_blocked_sums.remedy':
      'Weisen Sie sie zurück und bitten Sie den Lieferanten um eine berichtigte.',
    'refusal.supplier_invoice_blocked_prepaid': 'Ein Teil dieser Rechnung wurde vorher bezahlt.',
    'refusal.supplier_invoice_blocked_prepaid.remedy':
      'Weisen Sie sie hier zurück und erfassen Sie von Hand, was noch zu zahlen ist, ohne das schon Gebuchte der Anzahlungsrechnung.',
    'refusal.supplier_invoice_blocked_negative': 'Diese Rechnung fordert nichts oder weniger.',
    'refusal.supplier_invoice_blocked_negative.remedy': 'Bitten Sie den Lieferanten um eine Gutschrift.',
    'refusal.supplier_invoice_faulty': 'Diese Rechnung verletzt Regeln für E-Rechnungen: {rules}.',
    'refusal.supplier_invoice_faulty.remedy':
      'Sagen Sie, warum sie trotzdem freigegeben wird, oder weisen Sie sie zurück.',
    'refusal.supplier_tax_percent_missing':
      'Der Lieferant hat uns seine Steuer überlassen, und für unser Land ist an dem Tag kein Satz bekannt.',
    'refusal.supplier_tax_percent_missing.remedy':
      'Nennen Sie den Satz hier, oder ergänzen Sie ihn bei den Steuersätzen in den Einstellungen zum Geld.',
    'refusal.supplier_account_wrong': '{value} ist kein Aufwandskonto.',
    'refusal.supplier_account_wrong.remedy': 'Wählen Sie eines der angebotenen Konten.',
    'refusal.supplier_invoice_not_open': 'Von dieser Rechnung ist nichts zu zahlen.',
    'refusal.supplier_invoice_not_open.remedy':
      'Sie muss zuerst freigegeben sein; was bezahlt ist, ist bezahlt.',
    'refusal.supplier_payment_above_open': 'Das ist mehr, als auf der Rechnung offen ist.',
    'refusal.supplier_currency_other': 'Bewegung und Rechnung haben verschiedene Währungen.',
    'refusal.bank_line_not_out': 'Nur ein Ausgang bezahlt einen Lieferanten.',
    'refusal.bank_shares_not_line': 'Die Teile zusammen sind nicht der Betrag der Bewegung.',
    'refusal.bank_shares_not_line.remedy': 'Ändern Sie die Beträge oder legen Sie die Bewegung beiseite.',
    'refusal.item_in_run': 'Das ist in einem Lauf auf dem Weg zur Bank.',
    'refusal.item_in_run.remedy': 'Brechen Sie zuerst den Lauf ab, oder warten Sie auf den Auszug.',
  },
);
