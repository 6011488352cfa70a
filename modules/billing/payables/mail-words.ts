import { defineWords } from '#platform/words/words.ts';

/** What a supplier reads when an invoice in its name asks for payment to another account. */
export const supplierMailWords = defineWords(
  {
    'mail.supplier.subject': 'Is this your account?',
    'mail.supplier.text':
      'In your name {company} was sent the invoice {number}, which asks for payment to {account}. Your invoices before named {earlier}. If the new account is not yours, tell {company} at once, by telephone. If it is yours, there is nothing to do.',
  },
  {
    'mail.supplier.subject': 'Ist das Ihr Konto?',
    'mail.supplier.text':
      'In Ihrem Namen kam bei {company} die Rechnung {number} an, die auf {account} bezahlt werden soll. Ihre früheren Rechnungen nannten {earlier}. Ist das neue Konto nicht Ihres, sagen Sie es {company} sofort, am Telefon. Ist es Ihres, ist nichts zu tun.',
  },
);
