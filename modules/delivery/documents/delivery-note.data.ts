import type { Paper, PaperFact, PaperSender } from '#platform/documents/paper.ts';

/** Data of `delivery-note.typ`; all strings finished. */
export interface DeliveryNoteData extends Paper {
  readonly words: {
    readonly position: string;
    readonly description: string;
    readonly package: string;
    readonly quantity: string;
    readonly weight: string;
    /** over the boxes to tick */
    readonly received: string;
  };
  readonly lines: readonly DeliveryLine[];
  /** packages and weight in sum */
  readonly totals: readonly PaperFact[];
  /** who signs; `svg` is a signature drawn on a screen */
  readonly signatures: readonly { readonly label: string; readonly svg?: string }[];
}

export type DeliveryLine =
  | { readonly heading: string }
  | {
      readonly position: string;
      readonly name: string;
      readonly details: readonly string[];
      readonly package: string;
      readonly quantity: string;
      readonly weight: string;
    };

const SENDER: PaperSender = {
  name: 'Larch Lane Furniture',
  headLines: ['12 Larch Lane, Leeds LS1 4AP', '+44 113 496 0000', 'office@larchlane.example'],
  returnLine: 'Larch Lane Furniture Ltd · 12 Larch Lane · Leeds LS1 4AP',
  footer: [
    ['Larch Lane Furniture Ltd', '12 Larch Lane, Leeds LS1 4AP', 'Registered in England 01234567'],
    ['Deliveries', '+44 113 496 0001'],
  ],
};

export function sampleDeliveryNote(lineCount: number): DeliveryNoteData {
  return {
    language: 'en',
    title: 'Delivery note D-2026-0311',
    pageWord: 'Page',
    sender: SENDER,
    recipient: ['Forest House Ltd', 'Site office, plot 14', '4 Mill Street', 'York YO1 7EP'],
    facts: [
      { label: 'Delivery note', value: 'D-2026-0311', strong: true },
      { label: 'Order', value: 'K-1042' },
      { label: 'Delivery', value: 'Fri 12 June 2026' },
      { label: 'Window', value: '09:00–11:00' },
      { label: 'Van', value: 'LL 02, stop 3' },
    ],
    opening: ['Please check each package against this list before you sign.'],
    words: {
      position: 'Pos.',
      description: 'Description',
      package: 'Package',
      quantity: 'Quantity',
      weight: 'Weight',
      received: 'Here',
    },
    lines: sampleDeliveryLines(lineCount, 'Base unit 600', 'Oak decor, assembled', 'pcs', '.'),
    totals: [
      { label: 'Packages', value: String(Math.ceil(lineCount / 2)) },
      { label: 'Total weight', value: `${(lineCount * 27.5).toFixed(1)} kg`, strong: true },
    ],
    closing: ['Please note visible damage here before signing; hidden damage within five working days.'],
    signatures: [{ label: 'Driver' }, { label: 'Received complete and undamaged' }],
  };
}

export function sampleDeliveryNoteGerman(lineCount: number): DeliveryNoteData {
  return {
    ...sampleDeliveryNote(lineCount),
    language: 'de',
    title: 'Lieferschein L-2026-0311',
    pageWord: 'Seite',
    facts: [
      { label: 'Lieferschein', value: 'L-2026-0311', strong: true },
      { label: 'Auftrag', value: 'A-1042' },
      { label: 'Lieferung', value: 'Fr 12.06.2026' },
      { label: 'Zeitfenster', value: '09:00–11:00' },
      { label: 'Wagen', value: 'S-LL 2, Halt 3' },
    ],
    opening: ['Bitte prüfen Sie jedes Packstück anhand dieser Liste, bevor Sie unterschreiben.'],
    words: {
      position: 'Pos.',
      description: 'Bezeichnung',
      package: 'Packstück',
      quantity: 'Menge',
      weight: 'Gewicht',
      received: 'Da',
    },
    lines: sampleDeliveryLines(lineCount, 'Unterschrank 600', 'Dekor Eiche, montiert', 'Stk.', ','),
    totals: [
      { label: 'Packstücke', value: String(Math.ceil(lineCount / 2)) },
      {
        label: 'Gesamtgewicht',
        value: `${(lineCount * 27.5).toFixed(1).replace('.', ',')} kg`,
        strong: true,
      },
    ],
    closing: ['Sichtbare Schäden bitte hier vermerken, verdeckte innerhalb von fünf Werktagen melden.'],
    signatures: [{ label: 'Fahrer' }, { label: 'Vollständig und unbeschädigt erhalten' }],
  };
}

function sampleDeliveryLines(
  count: number,
  name: string,
  detail: string,
  unit: string,
  decimal: string,
): DeliveryLine[] {
  return Array.from({ length: count }, (_, i) => ({
    position: String(i + 1),
    name: `${name}, item ${i + 1}`,
    details: [detail],
    package: `P${String(Math.floor(i / 2) + 1).padStart(3, '0')}`,
    quantity: `1 ${unit}`,
    weight: `27${decimal}5 kg`,
  }));
}
