import { defineWords } from '#platform/words/words.ts';

export const supportWords = defineWords(
  {
    'refusal.support_mail_unknown': 'There is no such mail.',
    'refusal.support_mail_by_machine':
      'A program wrote this mail ({class}); there is nothing to decide about it.',
    'refusal.holiday_unknown': 'This day is no public holiday in your list.',
    'refusal.mail_unknown': 'There is no such mail.',
    'refusal.mail_not_failed': 'This mail is {state}; only mail that failed or came back is sent again.',
    'refusal.mail_not_failed.remedy': 'Wait until it goes out or comes back.',
    'refusal.mail_link_gone':
      'The link in this mail works once, and it is kept nowhere once the mail is out.',
    'refusal.mail_link_gone.remedy':
      'Make a new link where this one was made: a new invitation, a new password mail.',
    'refusal.mail_address_invalid': '{value} is no mail address.',
    'refusal.mail_address_invalid.remedy': 'Write it like name@firm.com.',
  },
  {
    'refusal.support_mail_unknown': 'Diese E-Mail gibt es nicht.',
    'refusal.support_mail_by_machine':
      'Diese E-Mail hat ein Programm geschrieben ({class}); zu entscheiden ist an ihr nichts.',
    'refusal.holiday_unknown': 'Dieser Tag steht nicht in Ihrer Liste der Feiertage.',
    'refusal.mail_unknown': 'Diese E-Mail gibt es nicht.',
    'refusal.mail_not_failed':
      'Diese E-Mail ist {state}; noch einmal gesendet wird nur, was scheiterte oder zurückkam.',
    'refusal.mail_not_failed.remedy': 'Warten Sie, bis sie hinausgeht oder zurückkommt.',
    'refusal.mail_link_gone':
      'Der Link in dieser E-Mail gilt einmal und wird nirgends aufgehoben, sobald sie hinaus ist.',
    'refusal.mail_link_gone.remedy':
      'Machen Sie dort einen neuen Link, wo dieser entstand: eine neue Einladung, eine neue Passwort-Mail.',
    'refusal.mail_address_invalid': '{value} ist keine E-Mail-Adresse.',
    'refusal.mail_address_invalid.remedy': 'Schreiben Sie sie wie name@firma.de.',
  },
);
