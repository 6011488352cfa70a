import { defineWords } from '../words/words.ts';

export const pagesWords = defineWords(
  {
    'pages.skip': 'Skip to the text',
    'pages.language': 'Language',
    'pages.links': 'More of these pages',
    'pages.ways': 'This site',
    'pages.foreign': 'This form was sent from another site.',
    'pages.foreign.note': 'Nothing was changed. Open the page here and send it again.',
    'pages.missing': 'There is nothing at this address.',
    'pages.missing.note': 'It may have been mistyped. What was published here once stays at its address.',
  },
  {
    'pages.skip': 'Zum Text springen',
    'pages.language': 'Sprache',
    'pages.links': 'Weitere dieser Seiten',
    'pages.ways': 'Diese Website',
    'pages.foreign': 'Dieses Formular wurde von einer anderen Website gesendet.',
    'pages.foreign.note': 'Es wurde nichts geändert. Öffnen Sie die Seite hier und senden Sie erneut.',
    'pages.missing': 'Unter dieser Adresse gibt es nichts.',
    'pages.missing.note':
      'Vielleicht ist sie vertippt. Was hier einmal veröffentlicht wurde, bleibt unter seiner Adresse.',
  },
);
