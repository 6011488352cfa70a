import type { Paper, PaperFact, PricedLine, PricedLineWords } from '#platform/documents/paper.ts';
import { sampleQuote, sampleQuoteGerman } from './quote.data.ts';

/** Data of `order-confirmation.typ`; all strings finished. */
export interface OrderConfirmationData extends Paper {
  /** the day we promise, large above the lines */
  readonly promise: { readonly title: string; readonly day: string; readonly details: readonly string[] };
  readonly words: PricedLineWords;
  readonly lines: readonly PricedLine[];
  readonly totals: readonly PaperFact[];
}

export function sampleOrderConfirmation(lineCount: number): OrderConfirmationData {
  const { acceptance: _, ...quote } = sampleQuote(lineCount);
  return {
    ...quote,
    title: 'Order confirmation K-1042',
    facts: [
      { label: 'Order', value: 'K-1042', strong: true },
      { label: 'Date', value: '11 May 2026' },
      { label: 'Customer', value: 'C-1007' },
      { label: 'Quote', value: 'Q-2026-0042' },
    ],
    opening: ['Dear Ms Green,', 'Thank you for your order. We have planned it as follows:'],
    promise: {
      title: 'Delivery',
      day: 'Friday 12 June 2026',
      details: ['Forest House, 4 Mill Street, York', 'We call the day before with a two-hour window.'],
    },
    closing: [
      'Changes cost nothing until we cut, planned for 1 June 2026. Our terms of sale of January 2026 apply.',
    ],
  };
}

export function sampleOrderConfirmationGerman(lineCount: number): OrderConfirmationData {
  const { acceptance: _, ...quote } = sampleQuoteGerman(lineCount);
  return {
    ...quote,
    title: 'Auftragsbestätigung A-1042',
    facts: [
      { label: 'Auftrag', value: 'A-1042', strong: true },
      { label: 'Datum', value: '11.05.2026' },
      { label: 'Kundennummer', value: 'K-1007' },
      { label: 'Angebot', value: 'AN-2026-0042' },
    ],
    opening: ['Sehr geehrte Frau Grün,', 'vielen Dank für Ihren Auftrag. Wir haben ihn so eingeplant:'],
    promise: {
      title: 'Lieferung',
      day: 'Freitag, 12. Juni 2026',
      details: [
        'Waldhaus, Mühlstraße 4, Tübingen',
        'Am Tag davor nennen wir Ihnen ein Zeitfenster von zwei Stunden.',
      ],
    },
    closing: [
      'Änderungen sind kostenfrei, bis wir zuschneiden (geplant am 1. Juni 2026). Es gelten unsere Verkaufsbedingungen vom Januar 2026.',
    ],
  };
}
