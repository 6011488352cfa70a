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
    'keptOut.card_number':
      'We did not keep {names}: there is a card number in it that we cannot mask in this kind of file. Please send it again without the number.',
    'keptOut.locked':
      'We did not keep {names}: it is encrypted, and we keep no file that we cannot check for card numbers. Please send it without a password.',
    'keptOut.unreadable':
      'We did not keep {names}: it is damaged or packed in a way that we cannot open. Please send it as ZIP or PDF.',
    'keptOut.too_large': 'We did not keep {names}: unpacked it is too large. Please send it in parts.',
    'due.subject': '{count, plural, one {A question has} other {# questions have}} to be answered today',
    'due.text': 'The time in which we answer ends at the end of the day named:',
    'due.row': '{day}: {subject} ({from})',
    'due.more': '… and {more, plural, one {one more} other {# more}}.',
    'due.button': 'Open the inbox',
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
    'keptOut.card_number':
      '{names} haben wir nicht aufgehoben: Darin steht eine Kartennummer, die wir in dieser Art Datei nicht unkenntlich machen können. Bitte senden Sie die Datei noch einmal ohne die Nummer.',
    'keptOut.locked':
      '{names} haben wir nicht aufgehoben: Die Datei ist verschlüsselt, und wir heben keine Datei auf, die wir nicht auf Kartennummern prüfen können. Bitte senden Sie sie ohne Kennwort.',
    'keptOut.unreadable':
      '{names} haben wir nicht aufgehoben: Die Datei ist beschädigt oder so gepackt, dass wir sie nicht öffnen können. Bitte senden Sie sie als ZIP oder PDF.',
    'keptOut.too_large':
      '{names} haben wir nicht aufgehoben: Entpackt ist die Datei zu groß. Bitte senden Sie sie in Teilen.',
    'due.subject': '{count, plural, one {Eine Frage ist} other {# Fragen sind}} heute zu beantworten',
    'due.text': 'Die Zeit, in der wir antworten, endet mit dem genannten Tag:',
    'due.row': '{day}: {subject} ({from})',
    'due.more': '… und {more, plural, one {eine weitere} other {# weitere}}.',
    'due.button': 'Posteingang öffnen',
    automatic:
      'Diese Antwort hat ein Programm geschrieben. Höchstens eine solche Antwort wird je Stunde gesendet.',
  },
);
