import { defineWords } from '#platform/words/words.ts';

/** Words of the drawings that office and stations share. */
export const drawingWords = defineWords(
  {
    'production.draw.offcut': 'Offcut',
    'production.draw.part': 'Part',
    'production.draw.grain': 'Grain',
    'production.draw.offcutKept': 'Offcut that is kept',
    'production.draw.waste': 'Waste',
    'production.draw.firstCut': 'First cuts',
    'production.draw.no': 'Order of cutting',
  },
  {
    'production.draw.offcut': 'Rest',
    'production.draw.part': 'Teil',
    'production.draw.grain': 'Maserung',
    'production.draw.offcutKept': 'Reststück, wird aufgehoben',
    'production.draw.waste': 'Verschnitt',
    'production.draw.firstCut': 'Erste Schnitte',
    'production.draw.no': 'Schnittfolge',
  },
);
