import { defineWords } from '#platform/words/words.ts';

/** What the contacts of a customer read when its money takes another way, or may be taken. */
export const contactMailWords = defineWords(
  {
    'mail.refund-account.subject': 'A refund of {company} goes to another account',
    'mail.refund-account.text':
      '{company} gives {amount} back for {number}, to the account {account}, which is not the one that your payment came from. Before the bank carries it out, a second person at {company} confirms it.',
    'mail.mandate-recorded.subject': '{company} has recorded a direct debit mandate',
    'mail.mandate-recorded.text':
      'From now on {company} may collect what you owe by SEPA direct debit from the account {account}. Mandate {reference}, signed on {day}. Each collection is announced before.',
    'mail.mandate-ended.subject': 'A direct debit mandate with {company} has ended',
    'mail.mandate-ended.text':
      'Nothing more is collected by the mandate {reference} from the account {account}.',
    'mail.note':
      'This goes to everybody whom {company} knows as owner or for invoices at {customer}. If nobody of you wanted this, tell {company} at once, by telephone and not by answering a mail about it.',
  },
  {
    'mail.refund-account.subject': 'Eine Rückzahlung von {company} geht auf ein anderes Konto',
    'mail.refund-account.text':
      '{company} zahlt {amount} zu {number} zurück, auf das Konto {account}. Von diesem kam Ihre Zahlung nicht. Bevor die Bank es ausführt, bestätigt es bei {company} eine zweite Person.',
    'mail.mandate-recorded.subject': '{company} hat ein Lastschriftmandat eingetragen',
    'mail.mandate-recorded.text':
      'Ab jetzt darf {company}, was Sie schulden, per SEPA-Lastschrift vom Konto {account} einziehen. Mandat {reference}, unterschrieben am {day}. Jeder Einzug wird vorher angekündigt.',
    'mail.mandate-ended.subject': 'Ein Lastschriftmandat mit {company} ist beendet',
    'mail.mandate-ended.text': 'Mit dem Mandat {reference} wird vom Konto {account} nichts mehr eingezogen.',
    'mail.note':
      'Das geht an alle, die {company} bei {customer} als Inhaber oder für Rechnungen kennt. Hat das bei Ihnen niemand gewollt, sagen Sie es {company} sofort, am Telefon und nicht als Antwort auf eine Mail dazu.',
  },
);
