import { defineWords } from '#platform/words/words.ts';

/** Mails about the policies themselves. */
export const policyMailWords = defineWords(
  {
    'policy.changed.subject': '{company}: {document} changes on {day}',
    'policy.changed.text':
      'We have published version {number} of our {document}. It changes more than words and counts from {day}. The blog says what is different, sentence by sentence.',
    'policy.changed.button': 'See what changes',
    'policy.changed.note':
      'You get this because you act for a business that works with us. Until somebody of your firm has accepted the new version, everything goes on as before.',
    'policy.drafted.subject': '{document}: the next version waits as a draft',
    'policy.drafted.text':
      'The program no longer does exactly what the published text says: {list}. It drafted the next version by itself.',
    'policy.drafted.button': 'Read the draft',
    'policy.drafted.note': 'Nothing is published before somebody of yours has handed it in and approved it.',
    'policy.ending.subject':
      'The contract with {processor} ends {daysLeft, plural, =0 {today} one {in # day} other {in # days}}',
    'policy.ending.text':
      '{processor} ({service}) may get data until {day}. On the day after, nothing goes there any more: work for it waits, and is not lost.',
    'policy.ending.button': 'Hand in the next contract',
    'policy.ending.note':
      'You get this because you look after this installation. Each step on the way is told once.',
    'policy.disclosure.subject': '{company}: data of {business} was asked for by law',
    'policy.disclosure.text':
      '{askedBy} asks us for data of {business} {ground, select, law {because a law obliges us to give it} legal {in legal proceedings} enforce {where rights are enforced} other {to protect somebody or something}}. We checked the request; two people decided about it. What is handed over: {kinds}. {done, select, yes {It was handed over on {day}; until now we were forbidden to tell you.} other {It has not been handed over yet.}}',
    'policy.disclosure.note':
      'You get this because you own {business}. Answer this mail if you have a question or an objection.',
  },
  {
    'policy.changed.subject': '{company}: {document} ändert sich am {day}',
    'policy.changed.text':
      'Wir haben Fassung {number} veröffentlicht: {document}. Sie ändert mehr als Worte und gilt ab {day}. Der Blog sagt Satz für Satz, was anders ist.',
    'policy.changed.button': 'Ansehen, was sich ändert',
    'policy.changed.note':
      'Sie bekommen diese Nachricht, weil Sie für ein Unternehmen handeln, das mit uns arbeitet. Bis jemand aus Ihrer Firma die neue Fassung akzeptiert hat, bleibt alles wie bisher.',
    'policy.drafted.subject': '{document}: Die nächste Fassung liegt als Entwurf bereit',
    'policy.drafted.text':
      'Das Programm tut nicht mehr genau, was der veröffentlichte Text sagt: {list}. Es hat die nächste Fassung von selbst entworfen.',
    'policy.drafted.button': 'Entwurf lesen',
    'policy.drafted.note':
      'Veröffentlicht wird nichts, bevor jemand von Ihnen den Entwurf eingereicht und freigegeben hat.',
    'policy.ending.subject':
      'Der Vertrag mit {processor} endet {daysLeft, plural, =0 {heute} one {in # Tag} other {in # Tagen}}',
    'policy.ending.text':
      '{processor} ({service}) darf bis {day} Daten bekommen. Am Tag danach geht nichts mehr dorthin: Arbeit dafür wartet und geht nicht verloren.',
    'policy.ending.button': 'Nächsten Vertrag einreichen',
    'policy.ending.note':
      'Sie bekommen diese Nachricht, weil Sie sich um diese Installation kümmern. Jeder Schritt wird einmal gemeldet.',
    'policy.disclosure.subject': '{company}: Daten von {business} wurden nach dem Gesetz verlangt',
    'policy.disclosure.text':
      '{askedBy} verlangt von uns Daten von {business}, {ground, select, law {weil ein Gesetz uns zur Herausgabe verpflichtet} legal {in einem rechtlichen Verfahren} enforce {um Rechte durchzusetzen} other {um jemanden oder etwas zu schützen}}. Wir haben das Ersuchen geprüft; zwei Personen haben darüber entschieden. Herausgegeben wird: {kinds}. {done, select, yes {Das geschah am {day}; bis jetzt durften wir es Ihnen nicht sagen.} other {Noch ist nichts herausgegeben.}}',
    'policy.disclosure.note':
      'Sie bekommen diese Nachricht, weil {business} Ihnen gehört. Antworten Sie auf diese Mail, wenn Sie eine Frage oder einen Einwand haben.',
  },
);
