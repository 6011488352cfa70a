import { codeSvg } from '#platform/documents/codes.ts';
import type { Paper, PaperFact } from '#platform/documents/paper.ts';

/** Data of `account.typ`; all strings finished. */
export interface AccountData extends Paper {
  readonly columns: readonly { readonly label: string; readonly wide: boolean; readonly end: boolean }[];
  /** cells in the order of the columns */
  readonly rows: readonly (readonly (
    string | { readonly text: string; readonly details: readonly string[] }
  )[])[];
  readonly totals: readonly PaperFact[];
  readonly payment?: {
    readonly title: string;
    readonly rows: readonly PaperFact[];
    readonly codeSvg?: string;
  };
}

/** A reminder of as many invoices as asked for. */
export function sampleReminder(count: number): AccountData {
  const transfer =
    'BCD\n002\n1\nSCT\n\nMöbelwerk Lärchenweg GmbH\nDE02120300000000202051\nEUR700.00\n\n\nREM-2026-0007';
  return {
    language: 'de',
    title: 'Zweite Mahnung REM-2026-0007',
    pageWord: 'Seite',
    sender: {
      name: 'Möbelwerk Lärchenweg',
      headLines: ['Lärchenweg 12, 70173 Stuttgart', 'buero@laerchenweg.example'],
      returnLine: 'Möbelwerk Lärchenweg GmbH · Lärchenweg 12 · 70173 Stuttgart',
      footer: [['Möbelwerk Lärchenweg GmbH', 'Lärchenweg 12, 70173 Stuttgart']],
    },
    recipient: ['Waldhaus GmbH', 'Mühlstraße 4', '72070 Tübingen'],
    facts: [
      { label: 'Mahnung', value: 'REM-2026-0007', strong: true },
      { label: 'Datum', value: '12.06.2026' },
    ],
    opening: ['An diese Rechnungen haben wir schon erinnert und noch keine Zahlung gesehen.'],
    columns: [
      { label: 'Rechnung', wide: true, end: false },
      { label: 'Fällig am', wide: false, end: true },
      { label: 'Tage', wide: false, end: true },
      { label: 'Offen', wide: false, end: true },
    ],
    rows: Array.from({ length: count }, (_, i) => [
      `INV-2026-${String(i + 1).padStart(4, '0')}, item ${i + 1}`,
      '01.05.2026',
      '42',
      '700,00 €',
    ]),
    totals: [{ label: 'Offen', value: '700,00 €', strong: true }],
    payment: {
      title: 'Bitte zahlen Sie bis 22.06.2026',
      rows: [{ label: 'IBAN', value: 'DE02 1203 0000 0000 2020 51' }],
      codeSvg: codeSvg('qr', transfer),
    },
    closing: ['Haben Sie inzwischen gezahlt, ist dieses Schreiben erledigt.'],
  };
}
