import { defineWords } from '#platform/words/words.ts';

/** Mails on the way from an order to its instance, in the reader's language. */
export const orderMailWords = defineWords(
  {
    'asked.subject': 'Please confirm your order of {plan}',
    'asked.text':
      'Somebody ordered {plan} from {operator} with this address. If that was you, look at the order once more and place it there.',
    'asked.button': 'Look at the order',
    'asked.note':
      'The link works for seven days. If it was not you, do nothing: nothing is charged, and what was typed is forgotten.',
    'placed.subject': 'Your order: {title}',
    'placed.text':
      '{operator} has your order of {title}. The first invoice follows in a mail of its own; as soon as it is paid, everything is set up, and you hear from us.',
    'placed.button': 'Your services',
    'placed.note':
      'There you find the service agreement, how far it is, and later the button by which you accept it.',
    'link.subject': 'Your services at {operator}',
    'link.text': 'This link opens the services of {customer} for 14 days. Whoever has it can see them.',
    'link.button': 'Open my services',
    'link.note': 'If you did not ask for it, do nothing: nobody else got the link.',
  },
  {
    'asked.subject': 'Bitte bestätigen Sie Ihre Bestellung: {plan}',
    'asked.text':
      'Mit dieser Adresse wurde bei {operator} {plan} bestellt. Waren Sie das, sehen Sie die Bestellung noch einmal an und geben sie dort ab.',
    'asked.button': 'Bestellung ansehen',
    'asked.note':
      'Der Link gilt sieben Tage. Waren Sie es nicht, tun Sie nichts: Es kostet nichts, und die Angaben werden vergessen.',
    'placed.subject': 'Ihre Bestellung: {title}',
    'placed.text':
      '{operator} hat Ihre Bestellung von {title}. Die erste Rechnung kommt mit eigener E-Mail; sobald sie bezahlt ist, wird alles eingerichtet, und Sie hören von uns.',
    'placed.button': 'Ihre Dienste',
    'placed.note':
      'Dort finden Sie die Dienstleistungsvereinbarung, den Stand und später den Knopf, mit dem Sie die Leistung annehmen.',
    'link.subject': 'Ihre Dienste bei {operator}',
    'link.text': 'Dieser Link öffnet 14 Tage lang die Dienste von {customer}. Wer ihn hat, kann sie sehen.',
    'link.button': 'Meine Dienste öffnen',
    'link.note': 'Haben Sie ihn nicht angefordert, tun Sie nichts: Niemand sonst hat den Link erhalten.',
  },
);
