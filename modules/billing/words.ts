import { defineWords } from '#platform/words/words.ts';

export const billingWords = defineWords(
  {
    'billing.money': 'Money',
    'refusal.nothing_to_invoice': 'Nothing of this order is delivered and not yet invoiced.',
    'refusal.nothing_to_invoice.remedy': 'Confirm a delivery first.',
    'refusal.invoice_unknown': 'There is no such invoice.',
    'refusal.payment_not_positive': 'A payment is above zero.',
    'refusal.payment_above_open': 'This is more than is open on the invoice.',
    'refusal.payment_above_open.remedy': 'Check the amount, or record the rest on another invoice.',
    'refusal.payment_in_future': 'This day is still to come.',
    'refusal.payment_in_future.remedy': 'Enter the day the money arrived.',
    'refusal.amount_too_fine': 'This currency has {decimals, plural, =0 {no decimals} other {# decimals}}.',
    'refusal.amount_not_decimal': 'This is no amount.',
    'refusal.amount_not_decimal.remedy': 'Write it as 1250.00.',
  },
  {
    'billing.money': 'Geld',
    'refusal.nothing_to_invoice': 'Von diesem Auftrag ist nichts geliefert, das noch nicht berechnet wäre.',
    'refusal.nothing_to_invoice.remedy': 'Bestätigen Sie zuerst eine Lieferung.',
    'refusal.invoice_unknown': 'Diese Rechnung gibt es nicht.',
    'refusal.payment_not_positive': 'Eine Zahlung ist größer als null.',
    'refusal.payment_above_open': 'Das ist mehr, als auf der Rechnung offen ist.',
    'refusal.payment_above_open.remedy':
      'Prüfen Sie den Betrag oder buchen Sie den Rest auf eine andere Rechnung.',
    'refusal.payment_in_future': 'Dieser Tag kommt erst noch.',
    'refusal.payment_in_future.remedy': 'Geben Sie den Tag des Zahlungseingangs an.',
    'refusal.amount_too_fine':
      'Diese Währung hat {decimals, plural, =0 {keine Nachkommastellen} other {# Nachkommastellen}}.',
    'refusal.amount_not_decimal': 'Das ist kein Betrag.',
    'refusal.amount_not_decimal.remedy': 'Schreiben Sie ihn wie 1250.00.',
  },
);
