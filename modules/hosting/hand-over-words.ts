import { defineWords } from '#platform/words/words.ts';

export const handOverWords = defineWords(
  {
    'handOver.subject': '{title} is ready',
    'handOver.text':
      '{operator} has set up {title} for you, and signing in was tried before this mail went out.',
    'handOver.how':
      'You sign in with {email}. If you have no password yet, choose “Forgot your password?” there and follow the link that you are sent.',
    'handOver.button': 'Open {title}',
    'handOver.accept':
      'When you have looked at it and all is as agreed, accept it on the page of your services.',
    'handOver.services': 'Your services',
  },
  {
    'handOver.subject': '{title} ist bereit',
    'handOver.text':
      '{operator} hat {title} für Sie eingerichtet; die Anmeldung wurde geprüft, bevor diese E-Mail hinausging.',
    'handOver.how':
      'Sie melden sich mit {email} an. Haben Sie noch kein Kennwort, wählen Sie dort „Kennwort vergessen?“ und folgen dem Link, den Sie erhalten.',
    'handOver.button': '{title} öffnen',
    'handOver.accept':
      'Wenn Sie es angesehen haben und alles ist wie vereinbart, nehmen Sie es auf der Seite Ihrer Dienste an.',
    'handOver.services': 'Ihre Dienste',
  },
);
