import { defineWords } from '#platform/words/words.ts';

/** What a draft that the program makes by itself says of itself. */
export const draftWords = defineWords(
  {
    'draft.made.summary': '{document}: our software was updated, and this version says what it does now.',
    'draft.made.clauses': 'Sentences: {list}.',
    'draft.made.parameters': 'Values: {list}.',
    'draft.made.annexes': 'What stands behind them: {list}.',
  },
  {
    'draft.made.summary':
      '{document}: Unsere Software wurde aktualisiert, und diese Fassung sagt, was sie jetzt tut.',
    'draft.made.clauses': 'Sätze: {list}.',
    'draft.made.parameters': 'Werte: {list}.',
    'draft.made.annexes': 'Was dahintersteht: {list}.',
  },
);
