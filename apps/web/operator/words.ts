import { defineWords } from '#platform/words/words.ts';

export const operatorWords = defineWords(
  {
    brand: 'Operator',
    'nav.label': 'What the operator looks after',
    'nav.skip': 'Skip to the page',
    me: 'theme, language, sign out',
    'missing.sentence': 'There is nothing at this address.',
    'missing.note': 'It may have been moved.',
    'missing.go': 'Go to the first page',
    'denied.sentence': 'This page is for the operator of the installation.',
    'denied.note': 'Sign in with an operator login to see it.',
    'broken.sentence': 'This page stopped with an error.',
    'broken.note': 'Nothing you saved is lost. Loading it again usually helps.',
    'broken.again': 'Load again',
  },
  {
    brand: 'Betreiber',
    'nav.label': 'Worum sich der Betreiber kümmert',
    'nav.skip': 'Zur Seite springen',
    me: 'Farben, Sprache, abmelden',
    'missing.sentence': 'Unter dieser Adresse gibt es nichts.',
    'missing.note': 'Vielleicht ist es umgezogen.',
    'missing.go': 'Zur ersten Seite',
    'denied.sentence': 'Diese Seite ist für den Betreiber der Installation.',
    'denied.note': 'Melden Sie sich mit einem Zugang des Betreibers an, um sie zu sehen.',
    'broken.sentence': 'Diese Seite ist mit einem Fehler stehen geblieben.',
    'broken.note': 'Nichts Gespeichertes ist verloren. Neu laden hilft meistens.',
    'broken.again': 'Neu laden',
  },
);
