import { defineWords } from '#platform/words/words.ts';

export const stationWords = defineWords(
  {
    title: 'Station',
    out: 'Change worker',
    menu: 'Menu',
    'none.sentence': 'No station is set up yet.',
    'none.note': 'A planner adds machines and their stations in the office.',
    install: 'Put this station on the home screen: it then opens without a connection.',
    'install.do': 'Install',
    'install.later': 'Not now',
    others:
      '{count, plural, one {# tap of another worker waits} other {# taps of other workers wait}} until they sign in again.',
    broken: 'This page stopped with an error. Taps that were saved are safe.',
    'broken.again': 'Load again',
    theme: 'Bright or dark',
    language: 'Language',
    office: 'To the office',
  },
  {
    title: 'Station',
    out: 'Werker wechseln',
    menu: 'Menü',
    'none.sentence': 'Noch ist keine Station eingerichtet.',
    'none.note': 'Die Planung legt Maschinen und ihre Stationen im Büro an.',
    install: 'Diese Station auf den Startbildschirm legen: dann öffnet sie sich auch ohne Verbindung.',
    'install.do': 'Einrichten',
    'install.later': 'Jetzt nicht',
    others:
      '{count, plural, one {# Tipp eines anderen Werkers wartet} other {# Tipps anderer Werker warten}}, bis sie sich wieder anmelden.',
    broken: 'Diese Seite ist mit einem Fehler stehen geblieben. Gespeicherte Tipps sind sicher.',
    'broken.again': 'Neu laden',
    theme: 'Hell oder dunkel',
    language: 'Sprache',
    office: 'Zum Büro',
  },
);
