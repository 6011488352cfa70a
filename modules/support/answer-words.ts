import { defineWords } from '#platform/words/words.ts';

/** The automatic answer to whoever writes to us, in the language of the mail. It says nothing about any account. */
export const answerWords = defineWords(
  {
    subject: 'We have received your message',
    headline: 'We have received your message.',
    received: 'It arrived on {at}. A person will read it and answer you; you need not write again.',
    policy: 'How we handle what you tell us is in our privacy policy: {url}',
    masked:
      'Your message held what looks like {count, plural, one {a card number} other {card numbers}}. We masked it before it was stored: only the last four digits are left. Please never send card numbers by mail.',
    automatic: 'This answer was written by a program. One such answer is sent in an hour at most.',
  },
  {
    subject: 'Wir haben Ihre Nachricht erhalten',
    headline: 'Wir haben Ihre Nachricht erhalten.',
    received:
      'Sie ist am {at} eingegangen. Ein Mensch liest sie und antwortet Ihnen; Sie müssen nicht noch einmal schreiben.',
    policy: 'Wie wir mit dem umgehen, was Sie uns mitteilen, steht in unserer Datenschutzerklärung: {url}',
    masked:
      'Ihre Nachricht enthielt {count, plural, one {eine Ziffernfolge, die wie eine Kartennummer aussieht} other {Ziffernfolgen, die wie Kartennummern aussehen}}. Wir haben sie vor dem Speichern unkenntlich gemacht: Nur die letzten vier Ziffern sind geblieben. Bitte senden Sie nie Kartennummern per E-Mail.',
    automatic:
      'Diese Antwort hat ein Programm geschrieben. Höchstens eine solche Antwort wird je Stunde gesendet.',
  },
);
