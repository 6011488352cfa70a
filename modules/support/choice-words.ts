import { defineWords } from '#platform/words/words.ts';

/** The page on which the recipient of a mail chooses what else comes. */
export const choicePageWords = defineWords(
  {
    title: 'Which mail you get',
    for: 'Mail from {company} to {address}',
    done: 'Saved. It counts from now on.',
    off: 'Turned off: {kind}. It counts from now on; here you can turn it on again.',
    wanted: 'These come if you want them:',
    needed:
      'Quotes, confirmations, invoices, reminders, answers, and what concerns your login, your security or the law belong to the contract and always come.',
    save: 'Save',
  },
  {
    title: 'Welche Mails Sie bekommen',
    for: 'Mails von {company} an {address}',
    done: 'Gespeichert. Es gilt ab jetzt.',
    off: 'Abbestellt: {kind}. Es gilt ab jetzt; hier können Sie es wieder bestellen.',
    wanted: 'Diese kommen, wenn Sie möchten:',
    needed:
      'Angebote, Bestätigungen, Rechnungen, Mahnungen, Antworten und was Ihre Anmeldung, Ihre Sicherheit oder das Gesetz betrifft, gehören zum Vertrag und kommen immer.',
    save: 'Speichern',
  },
);
