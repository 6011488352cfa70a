import { defineWords } from '#platform/words/words.ts';

export const booksWords = defineWords(
  {
    'refusal.books_account_wrong': '{value} is no account here.',
    'refusal.books_number_wrong': '{value} has not {digits} digits.',
    'refusal.books_number_wrong.remedy':
      'Every number has as many digits as the accountant’s program asks for.',
    'refusal.books_period_wrong': 'A booking batch lies in one fiscal year.',
    'refusal.books_period_wrong.remedy': 'Choose a period within one fiscal year, the first day first.',
  },
  {
    'refusal.books_account_wrong': '{value} ist hier kein Konto.',
    'refusal.books_number_wrong': '{value} hat nicht {digits} Stellen.',
    'refusal.books_number_wrong.remedy':
      'Jede Nummer hat so viele Stellen, wie das Programm der Steuerberatung verlangt.',
    'refusal.books_period_wrong': 'Ein Buchungsstapel liegt in einem Wirtschaftsjahr.',
    'refusal.books_period_wrong.remedy':
      'Wählen Sie einen Zeitraum in einem Wirtschaftsjahr, den ersten Tag zuerst.',
  },
);
