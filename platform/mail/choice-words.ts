import { defineWords } from '../words/words.ts';

/** The line at the foot of mail that a person may turn off. */
export const choiceWords = defineWords(
  { 'choice.foot': 'Choose which mail you get' },
  { 'choice.foot': 'Wählen, welche Mails Sie bekommen' },
);
