import { defineWords } from '#platform/words/words.ts';

/** Mails about tickets: answers to whoever asked, and word to colleagues that a time has passed. */
export const ticketMailWords = defineWords(
  {
    'answer.headline': '{company} has answered you.',
    'answer.solved': '{company} has answered you and counts this as solved.',
    'answer.how': 'Answer this mail, or open your request. If it is not solved, write again at any time.',
    'answer.open': 'Open your request',
    'late.subject':
      '{count, plural, one {A request is over its time} other {# requests are over their time}}',
    'late.text': 'What was promised has passed:',
    'late.first-answer': '{number} {subject}: first answer by {at}',
    'late.solution': '{number} {subject}: solution by {at}',
    'late.button': 'Open the requests',
    'digest.subject': '{count, plural, one {A request is new for you} other {# requests are new for you}}',
    'digest.text': 'You were told of these and have not read it yet:',
    'digest.more': '… and {more, plural, one {one more} other {# more}}.',
    'digest.button': 'Open the notices',
  },
  {
    'answer.headline': '{company} hat Ihnen geantwortet.',
    'answer.solved': '{company} hat Ihnen geantwortet und hält dies für gelöst.',
    'answer.how':
      'Antworten Sie auf diese Mail, oder öffnen Sie Ihre Anfrage. Ist sie nicht gelöst, schreiben Sie jederzeit wieder.',
    'answer.open': 'Ihre Anfrage öffnen',
    'late.subject':
      '{count, plural, one {Eine Anfrage ist über ihre Zeit} other {# Anfragen sind über ihre Zeit}}',
    'late.text': 'Was zugesagt war, ist vorbei:',
    'late.first-answer': '{number} {subject}: erste Antwort bis {at}',
    'late.solution': '{number} {subject}: Lösung bis {at}',
    'late.button': 'Anfragen öffnen',
    'digest.subject':
      '{count, plural, one {Eine Anfrage ist neu für Sie} other {# Anfragen sind neu für Sie}}',
    'digest.text': 'Darauf wurden Sie hingewiesen und haben es noch nicht gelesen:',
    'digest.more': '… und {more, plural, one {eine weitere} other {# weitere}}.',
    'digest.button': 'Hinweise öffnen',
  },
);
