import { defineWords } from '#platform/words/words.ts';

export const quotaWords = defineWords(
  {
    'quota.subject': '{title}: {level} % of a limit',
    'quota.users': '{used} of {most} people now have access to {title}.',
    'quota.bytes': '{title} now holds {used} of {most}.',
    'quota.soon.tell': 'Nothing is switched off. A larger plan gives more room.',
    'quota.soon.hold': 'At 100 % it is closed until it fits again. A larger plan gives more room.',
    'quota.full.tell': 'The limit is reached. Everything goes on; please change to a larger plan.',
    'quota.full.hold':
      'The limit is reached, and it is closed until it fits again. Nothing is lost; a larger plan opens it.',
  },
  {
    'quota.subject': '{title}: {level} % einer Grenze',
    'quota.users': '{used} von {most} Personen haben jetzt Zugang zu {title}.',
    'quota.bytes': '{title} enthält jetzt {used} von {most}.',
    'quota.soon.tell': 'Abgeschaltet wird nichts. Ein größerer Tarif schafft Platz.',
    'quota.soon.hold': 'Bei 100 % wird geschlossen, bis es wieder passt. Ein größerer Tarif schafft Platz.',
    'quota.full.tell':
      'Die Grenze ist erreicht. Alles läuft weiter; bitte wechseln Sie in einen größeren Tarif.',
    'quota.full.hold':
      'Die Grenze ist erreicht, und es ist geschlossen, bis es wieder passt. Nichts ist verloren; ein größerer Tarif öffnet es.',
  },
);
