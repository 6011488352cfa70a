import { defineWords } from '#platform/words/words.ts';

export const sepaMailWords = defineWords(
  {
    'mail.debit.subject': '{company} collects {total} on {day}',
    'mail.debit.headline': 'Announcement of a direct debit',
    'mail.debit.text':
      'On {day} we collect {total} by SEPA direct debit from your account {account}: {invoices}. Mandate {mandate}, creditor identifier {creditor}. Please see that the account covers it.',
  },
  {
    'mail.debit.subject': '{company} bucht am {day} {total} ab',
    'mail.debit.headline': 'Ankündigung einer Lastschrift',
    'mail.debit.text':
      'Am {day} ziehen wir {total} per SEPA-Lastschrift von Ihrem Konto {account} ein: {invoices}. Mandat {mandate}, Gläubiger-Identifikationsnummer {creditor}. Bitte sorgen Sie für Deckung.',
  },
);
