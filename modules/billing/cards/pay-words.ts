import { defineWords } from '#platform/words/words.ts';

/** What customers read on the way to the provider's page and back. */
export const payWords = defineWords(
  {
    'pay.title': 'Pay an invoice',
    'pay.invoice': 'Invoice {number}',
    'pay.toPay': 'To pay',
    'pay.due': 'Due',
    'pay.how':
      'You pay on the page of the payment provider Stripe. Your card’s number is entered there only; {company} never sees it. A bank transfer to the account on the invoice is just as welcome.',
    'pay.continue': 'Pay {amount} by card',
    'pay.nothing': 'Nothing is open on this invoice. Thank you.',
    'pay.off': 'Cards are not taken at the moment. Please transfer the amount to the account on the invoice.',
    'pay.away':
      'The payment provider cannot be used right now, and nothing was charged. Please try again in a few minutes, or transfer the amount to the account on the invoice.',
    'pay.cancelled': 'You have not paid. Nothing was charged.',
    'pay.notYet':
      'Your payment is not confirmed yet. This can take a few minutes; please do not pay a second time.',
    'pay.again': 'Look again',
    'pay.done': 'Paid. Thank you from {company}.',
    'pay.over':
      'This link has expired. Please ask for a new one, or transfer the amount to the account on the invoice.',
    'pay.braked': 'Too many attempts. Please try again in a quarter of an hour.',
    'pay.mail': 'Pay by card',
    'pay.plain': 'Payment',
  },
  {
    'pay.title': 'Rechnung bezahlen',
    'pay.invoice': 'Rechnung {number}',
    'pay.toPay': 'Zu zahlen',
    'pay.due': 'Fällig',
    'pay.how':
      'Sie bezahlen auf der Seite des Zahlungsdienstes Stripe. Ihre Kartennummer geben Sie nur dort ein; {company} sieht sie nie. Eine Überweisung auf das Konto in der Rechnung ist genauso willkommen.',
    'pay.continue': '{amount} mit Karte bezahlen',
    'pay.nothing': 'Auf dieser Rechnung ist nichts offen. Vielen Dank.',
    'pay.off':
      'Karten werden im Augenblick nicht angenommen. Bitte überweisen Sie auf das Konto in der Rechnung.',
    'pay.away':
      'Der Zahlungsdienst ist gerade nicht erreichbar, und es wurde nichts abgebucht. Bitte versuchen Sie es in einigen Minuten noch einmal oder überweisen Sie auf das Konto in der Rechnung.',
    'pay.cancelled': 'Sie haben nicht bezahlt. Es wurde nichts abgebucht.',
    'pay.notYet':
      'Ihre Zahlung ist noch nicht bestätigt. Das kann einige Minuten dauern; bitte zahlen Sie nicht ein zweites Mal.',
    'pay.again': 'Noch einmal nachsehen',
    'pay.done': 'Bezahlt. {company} dankt Ihnen.',
    'pay.over':
      'Dieser Link ist abgelaufen. Bitte lassen Sie sich einen neuen geben oder überweisen Sie auf das Konto in der Rechnung.',
    'pay.braked': 'Zu viele Versuche. Bitte versuchen Sie es in einer Viertelstunde noch einmal.',
    'pay.mail': 'Mit Karte bezahlen',
    'pay.plain': 'Zahlung',
  },
);
