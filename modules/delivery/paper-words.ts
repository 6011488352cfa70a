import { defineWords } from '#platform/words/words.ts';

/** Words of the delivery note, in the customer's language. */
export const notePaperWords = defineWords(
  {
    page: 'Page', title: 'Delivery note {number}', note: 'Delivery note', order: 'Order', customer: 'Customer', plannedOn: 'Delivery',
    opening: 'Please check each package against this list before you sign.',
    position: 'Pos.', description: 'Description', package: 'Package', quantity: 'Quantity', received: 'Here',
    pieces: '{count, plural, one {# pc} other {# pcs}}', packages: 'Packages', driver: 'Driver', signature: 'Received complete and undamaged',
    closing: 'Please note visible damage here before signing; hidden damage within five working days.',
  },
  {
    page: 'Seite', title: 'Lieferschein {number}', note: 'Lieferschein', order: 'Auftrag', customer: 'Kunde', plannedOn: 'Lieferung',
    opening: 'Bitte prüfen Sie jedes Packstück anhand dieser Liste, bevor Sie unterschreiben.',
    position: 'Pos.', description: 'Bezeichnung', package: 'Packstück', quantity: 'Menge', received: 'Da',
    pieces: '{count} Stk.', packages: 'Packstücke', driver: 'Fahrer', signature: 'Vollständig und unbeschädigt erhalten',
    closing: 'Sichtbare Schäden bitte hier vermerken, verdeckte innerhalb von fünf Werktagen melden.',
  },
);
