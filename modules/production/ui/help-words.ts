import { defineWords } from '#platform/words/words.ts';

/** Answers to calls for help, as the office gives them. */
export const helpWords = defineWords(
  {
    'production.help.answer': 'Answer',
    'production.help.title': 'Help at {centre}',
    'production.help.answered': '{centre} sees the answer.',
    'production.help.say.now': 'Coming now',
    'production.help.say.soon': 'In ten minutes',
    'production.help.say.phone': 'Please phone me',
    'production.help.say.goOn': 'Go on with the next one',
    'production.help.own': 'Or in your own words',
    'production.help.send': 'Send',
  },
  {
    'production.help.answer': 'Antworten',
    'production.help.title': 'Hilfe bei {centre}',
    'production.help.answered': '{centre} sieht die Antwort.',
    'production.help.say.now': 'Komme sofort',
    'production.help.say.soon': 'In zehn Minuten',
    'production.help.say.phone': 'Bitte anrufen',
    'production.help.say.goOn': 'Mit dem nächsten weitermachen',
    'production.help.own': 'Oder in eigenen Worten',
    'production.help.send': 'Senden',
  },
);
