import { defineWords } from '#platform/words/words.ts';

/** Refusals around releases. */
export const releaseWords = defineWords(
  {
    'refusal.tool_address': '{value} cannot be the address of an analytics tool.',
    'refusal.tool_address.remedy':
      'Give an address that begins with https:// and has no password in it; http:// only for a machine of your own network.',
    'refusal.tool_categories': 'For {name} finished numbers are not among the kinds of data it may get.',
    'refusal.tool_categories.remedy':
      'Add “aggregate” to its kinds of data in the register of processors and have its contract confirmed.',
  },
  {
    'refusal.tool_address': '{value} kann nicht die Adresse eines Analysewerkzeugs sein.',
    'refusal.tool_address.remedy':
      'Nennen Sie eine Adresse, die mit https:// beginnt und kein Kennwort enthält; http:// nur für eine Maschine im eigenen Netz.',
    'refusal.tool_categories':
      'Für {name} gehören fertige Zahlen nicht zu den Datenarten, die er erhalten darf.',
    'refusal.tool_categories.remedy':
      'Ergänzen Sie „aggregate“ bei seinen Datenarten im Verzeichnis der Dienstleister und lassen Sie den Vertrag bestätigen.',
  },
);
