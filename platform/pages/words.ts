import { defineWords } from '../words/words.ts';

export const pagesWords = defineWords(
  {
    'pages.skip': 'Skip to the text',
    'pages.language': 'Language',
    'pages.links': 'More of these pages',
    'pages.missing': 'There is nothing at this address.',
    'pages.missing.note': 'It may have been mistyped. What was published here once stays at its address.',
  },
  {
    'pages.skip': 'Zum Text springen',
    'pages.language': 'Sprache',
    'pages.links': 'Weitere dieser Seiten',
    'pages.missing': 'Unter dieser Adresse gibt es nichts.',
    'pages.missing.note':
      'Vielleicht ist sie vertippt. Was hier einmal veröffentlicht wurde, bleibt unter seiner Adresse.',
  },
);
