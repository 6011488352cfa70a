import { defineWords } from '#platform/words/words.ts';

/** Refusals of write-offs, differences, rates of tax, charges of reminders and service agreements. */
export const moneyRestWords = defineWords(
  {
    'refusal.write_off_above_open': 'This is more than is open on the invoice.',
    'refusal.write_off_above_open.remedy': 'Give up at most what is open.',
    'refusal.difference_too_large': 'What would be left is more than a small difference.',
    'refusal.difference_too_large.remedy':
      'Leave it open, write it off with a reason, or raise the limit in the settings of money.',
    'refusal.agreement_of_nothing': 'An agreement names at least one service.',
    'refusal.agreement_of_nothing.remedy': 'Enter a service, or choose an order.',
    'refusal.agreement_unknown': 'There is no such service agreement.',
    'refusal.agreement_accepted_already': 'This agreement has been accepted already.',
    'refusal.agreement_ends_first': 'An agreement ends after it starts.',
    'refusal.agreement_ends_first.remedy': 'Enter a later last day, or none.',
    'refusal.reminder_unknown': 'There is no such reminder.',
    'refusal.charge_above_claim': 'This is more than fee and interest of the reminder.',
    'refusal.charge_above_claim.remedy': 'Record the rest on the invoices, or on account.',
  },
  {
    'refusal.write_off_above_open': 'Das ist mehr, als auf der Rechnung offen ist.',
    'refusal.write_off_above_open.remedy': 'Schreiben Sie höchstens ab, was offen ist.',
    'refusal.difference_too_large': 'Was übrig bliebe, ist mehr als eine Kleindifferenz.',
    'refusal.difference_too_large.remedy':
      'Lassen Sie es offen, schreiben Sie es mit Grund ab oder heben Sie die Grenze in den Einstellungen an.',
    'refusal.agreement_of_nothing': 'Eine Vereinbarung nennt mindestens eine Leistung.',
    'refusal.agreement_of_nothing.remedy': 'Tragen Sie eine Leistung ein oder wählen Sie einen Auftrag.',
    'refusal.agreement_unknown': 'Diese Dienstleistungsvereinbarung gibt es nicht.',
    'refusal.agreement_accepted_already': 'Diese Vereinbarung ist schon angenommen.',
    'refusal.agreement_ends_first': 'Eine Vereinbarung endet nach ihrem Beginn.',
    'refusal.agreement_ends_first.remedy': 'Geben Sie einen späteren letzten Tag an oder keinen.',
    'refusal.reminder_unknown': 'Diese Mahnung gibt es nicht.',
    'refusal.charge_above_claim': 'Das ist mehr als Gebühr und Zinsen der Mahnung.',
    'refusal.charge_above_claim.remedy': 'Buchen Sie den Rest auf die Rechnungen oder auf Konto.',
  },
);
