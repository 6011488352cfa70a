import { defineWords } from '#platform/words/words.ts';

/** The test mail of a company's own relay. */
export const relayMailWords = defineWords(
  {
    'mail.test.subject': 'Your relay sends',
    'mail.test.text': 'This mail went by {place}, the relay of {company}, and by no other.',
  },
  {
    'mail.test.subject': 'Ihr Relay sendet',
    'mail.test.text': 'Diese Mail ging über {place}, das Relay von {company}, und über kein anderes.',
  },
);
