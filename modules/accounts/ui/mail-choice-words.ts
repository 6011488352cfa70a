import { defineWords } from '#platform/words/words.ts';

export const mailChoiceUiWords = defineWords(
  {
    'mailChoice.title': 'Mail you get',
    'mailChoice.mine': 'Mail to {address}',
    'mailChoice.customer': 'Mail that is not needed',
    'mailChoice.needed':
      'Quotes, confirmations, invoices, reminders, answers, and what concerns your login, your security or the law belong to the contract and always come.',
    'mailChoice.none': 'No address is known here.',
    'mailChoice.who': 'To',
    'mailChoice.kind': 'Kind',
    'mailChoice.state': 'State',
    'mailChoice.on': 'comes',
    'mailChoice.off': 'turned off',
    'mailChoice.turnOff': 'Turn off',
    'mailChoice.turnOn': 'Turn on',
    'mailChoice.action': 'Change',
    'mailChoice.turn.of': '{do}: {kind}, {address}',
  },
  {
    'mailChoice.title': 'Mails, die Sie bekommen',
    'mailChoice.mine': 'Mails an {address}',
    'mailChoice.customer': 'Mails, die nicht nötig sind',
    'mailChoice.needed':
      'Angebote, Bestätigungen, Rechnungen, Mahnungen, Antworten und was Ihre Anmeldung, Ihre Sicherheit oder das Gesetz betrifft, gehören zum Vertrag und kommen immer.',
    'mailChoice.none': 'Hier ist keine Adresse bekannt.',
    'mailChoice.who': 'An',
    'mailChoice.kind': 'Art',
    'mailChoice.state': 'Stand',
    'mailChoice.on': 'kommt',
    'mailChoice.off': 'abbestellt',
    'mailChoice.turnOff': 'Abbestellen',
    'mailChoice.turnOn': 'Bestellen',
    'mailChoice.action': 'Ändern',
    'mailChoice.turn.of': '{do}: {kind}, {address}',
  },
);
