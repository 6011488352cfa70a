import { defineWords } from '#platform/words/words.ts';

/** Sentences of the short answers that are none of the nine mails. */
export const answerWords = defineWords(
  {
    received: 'Received',
    'duplicate.subject': '{case}: your message belongs to this case',
    'duplicate.headline': 'Your message belongs to the cancellation that we have already.',
    'duplicate.text':
      'Nothing was counted twice: the day on which your first message arrived keeps counting.',
    'duplicate.lastOn': 'Last day of service',
    'duplicate.waits':
      'The request is still being checked. If you named another day, it is taken as soon as the request is cleared.',
    'already_ended.subject': '{case}: this subscription has ended already',
    'already_ended.headline': 'This subscription has ended already.',
    'already_ended.text': 'There is nothing left to cancel.',
    'already_ended.on': 'Ended on',
    'which.subject': '{case}: which subscription do you want to cancel?',
    'which.headline': 'Which subscription do you want to cancel?',
    'which.text':
      'You have several with us. Please answer this mail with the number of the one you mean, with several numbers, or with “all of them”.',
    'which.until': 'Please answer until',
    'which.counts':
      'If you answer until then, the day on which your first message arrived counts. Else nothing is cancelled.',
    'which.button': 'Choose on the page of the case',
    'lapsed.subject': '{case}: nothing was cancelled',
    'lapsed.headline': 'Nothing was cancelled.',
    'lapsed.text':
      'The request was not confirmed, so it has no effect and the subscription continues. Whoever wants to cancel starts with a new request and a new notice.',
    'too_late.subject': '{case}: your message came after the end',
    'too_late.headline': 'Your message came after the end of the service.',
    'too_late.text':
      'A cancellation can be changed or stopped until the service ends. What you want now is a new order; please write to us.',
  },
  {
    received: 'Eingegangen',
    'duplicate.subject': '{case}: Ihre Nachricht gehört zu diesem Vorgang',
    'duplicate.headline': 'Ihre Nachricht gehört zu der Kündigung, die uns schon vorliegt.',
    'duplicate.text':
      'Nichts wurde doppelt gezählt: Der Tag, an dem Ihre erste Nachricht einging, zählt weiter.',
    'duplicate.lastOn': 'Letzter Tag des Dienstes',
    'duplicate.waits':
      'Der Antrag wird noch geprüft. Haben Sie einen anderen Tag genannt, gilt er, sobald der Antrag geklärt ist.',
    'already_ended.subject': '{case}: Dieser Vertrag ist schon beendet',
    'already_ended.headline': 'Dieser Vertrag ist schon beendet.',
    'already_ended.text': 'Es gibt nichts mehr zu kündigen.',
    'already_ended.on': 'Beendet am',
    'which.subject': '{case}: Welchen Vertrag möchten Sie kündigen?',
    'which.headline': 'Welchen Vertrag möchten Sie kündigen?',
    'which.text':
      'Sie haben mehrere bei uns. Bitte antworten Sie auf diese E-Mail mit der Nummer dessen, den Sie meinen, mit mehreren Nummern oder mit „alle Verträge“.',
    'which.until': 'Bitte antworten Sie bis',
    'which.counts':
      'Antworten Sie bis dahin, zählt der Tag, an dem Ihre erste Nachricht einging. Sonst wird nichts gekündigt.',
    'which.button': 'Auf der Seite des Vorgangs wählen',
    'lapsed.subject': '{case}: Es wurde nichts gekündigt',
    'lapsed.headline': 'Es wurde nichts gekündigt.',
    'lapsed.text':
      'Der Antrag wurde nicht bestätigt, er hat also keine Wirkung, und der Vertrag läuft weiter. Wer kündigen möchte, beginnt mit einem neuen Antrag und einer neuen Frist.',
    'too_late.subject': '{case}: Ihre Nachricht kam nach dem Ende',
    'too_late.headline': 'Ihre Nachricht kam nach dem Ende des Dienstes.',
    'too_late.text':
      'Eine Kündigung lässt sich ändern oder zurücknehmen, bis der Dienst endet. Was Sie jetzt möchten, ist eine neue Bestellung; bitte schreiben Sie uns.',
  },
);
