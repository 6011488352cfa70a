import { defineWords } from '#platform/words/words.ts';

/** What people and businesses are told. */
export const letterWords = defineWords(
  {
    'right.access': 'to see their data',
    'right.rectification': 'to have their data corrected',
    'right.erasure': 'to have their data deleted',
    'right.restriction': 'to have their data left unused',
    'right.portability': 'to take their data along',
    'right.objection': 'to object to a use of their data',
    'right.withdrawal': 'to take a consent back',
    'person.subject': 'Your request about your data, no. {number}',
    'person.identity-asked':
      'Before we answer we have to be sure that it is you who asks. Please answer this mail from this address. We need no copy of an identity card. The time for our answer stands still until then.',
    'person.extended':
      'We need longer for our answer, at most two months more than the first one. The reason:',
    'person.passed-on':
      'Your request concerns data that a customer of ours would keep, and that customer decides about them. We have passed it on. We cannot say what is held there or whether anything is.',
    'person.answered': 'This is our answer:',
    'person.refused':
      '{who} has decided not to follow your request. The reason stands below. You can complain to a supervisory authority for data protection, for instance where you live.',
    'person.note': 'You can answer this mail. It goes only to the address that we have on file for you.',
    'request.subject': 'A request about data that you keep (no. {number})',
    'request.text':
      '{person} wrote to {company} on {day} and asks {asks}. As far as it concerns data that {business} keeps, you decide and answer; we do only what you tell us to. We have told the person that we passed the request on, and nothing of what you hold.',
    'breach.subject': 'A breach that concerns your data (no. {number})',
    'breach.text':
      'On {at} {company} became aware of a breach that concerns data of {business}: {kinds}. What we know, what may follow and what was done stands below. You decide whether an authority and people have to be told; your hours for that run from now.',
  },
  {
    'right.access': 'ihre Daten zu sehen',
    'right.rectification': 'ihre Daten zu berichtigen',
    'right.erasure': 'ihre Daten zu löschen',
    'right.restriction': 'ihre Daten ungenutzt zu lassen',
    'right.portability': 'ihre Daten mitzunehmen',
    'right.objection': 'einer Nutzung ihrer Daten zu widersprechen',
    'right.withdrawal': 'eine Einwilligung zurückzunehmen',
    'person.subject': 'Ihr Anliegen zu Ihren Daten, Nr. {number}',
    'person.identity-asked':
      'Vor der Antwort müssen wir sicher sein, dass Sie es sind. Bitte antworten Sie auf diese Mail von dieser Adresse. Wir brauchen keine Ausweiskopie. Die Zeit für unsere Antwort steht bis dahin still.',
    'person.extended':
      'Wir brauchen länger für die Antwort, höchstens zwei Monate mehr als den ersten. Der Grund:',
    'person.passed-on':
      'Ihr Anliegen betrifft Daten, die ein Kunde von uns führen würde, und dieser Kunde entscheidet darüber. Wir haben es weitergegeben. Wir können nicht sagen, was dort gespeichert ist und ob überhaupt etwas.',
    'person.answered': 'Dies ist unsere Antwort:',
    'person.refused':
      '{who} hat entschieden, Ihrem Anliegen nicht zu folgen. Der Grund steht unten. Sie können sich bei einer Aufsichtsbehörde für den Datenschutz beschweren, etwa dort, wo Sie wohnen.',
    'person.note':
      'Sie können auf diese Mail antworten. Sie geht nur an die Adresse, die wir von Ihnen haben.',
    'request.subject': 'Ein Anliegen zu Daten, die Sie führen (Nr. {number})',
    'request.text':
      '{person} hat am {day} an {company} geschrieben und verlangt, {asks}. Soweit es Daten betrifft, die {business} führt, entscheiden und antworten Sie; wir tun nur, was Sie uns auftragen. Der Person haben wir gesagt, dass wir es weitergegeben haben, und nichts von dem, was Sie haben.',
    'breach.subject': 'Eine Datenpanne, die Ihre Daten betrifft (Nr. {number})',
    'breach.text':
      'Am {at} hat {company} von einer Datenpanne erfahren, die Daten von {business} betrifft: {kinds}. Was wir wissen, was folgen kann und was getan wurde, steht unten. Ob eine Behörde und Personen unterrichtet werden müssen, entscheiden Sie; Ihre Stunden dafür laufen ab jetzt.',
  },
);
