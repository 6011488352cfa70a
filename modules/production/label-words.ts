import { defineWords } from '#platform/words/words.ts';

/** What stands on labels of parts and offcuts. */
export const labelWords = defineWords(
  {
    parts: 'Part labels {what}',
    offcuts: 'Offcut labels {what}',
    order: 'Order',
    customer: 'Customer',
    sheet: 'Sheet',
    next: 'Next',
    unit: 'For',
    rack: 'Rack {rack}',
    sheetOf: 'Sheet {sheet}, batch B-{batch}',
    nextIs: 'next: {centre}',
  },
  {
    parts: 'Teileetiketten {what}',
    offcuts: 'Restetiketten {what}',
    order: 'Auftrag',
    customer: 'Kunde',
    sheet: 'Platte',
    next: 'Weiter',
    unit: 'Für',
    rack: 'Regal {rack}',
    sheetOf: 'Platte {sheet}, Charge B-{batch}',
    nextIs: 'weiter: {centre}',
  },
);
