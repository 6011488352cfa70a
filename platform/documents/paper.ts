/**
 * What every A4 paper of the kit needs as data. All words, numbers, dates and money are finished strings in the reader's
 * language; `platform/documents/kit.typ` only places them. Text of people prints literally.
 */
export interface Paper {
  /** two-letter code for the reader of the file and for quotation marks, e.g. `en`, `de` */
  readonly language: string;
  /** large above the lines and small on each further page, e.g. `Quote Q-2026-0042` */
  readonly title: string;
  readonly sender: PaperSender;
  /** address lines as in the window of the envelope, at most 6 */
  readonly recipient: readonly string[];
  /** number, date, customer, reference …, at most 8 */
  readonly facts: readonly PaperFact[];
  readonly opening: readonly string[];
  readonly closing: readonly string[];
  /** before the page number: `Page` gives `Page 2 / 3` */
  readonly pageWord: string;
}

export interface PaperSender {
  readonly name: string;
  /** name of a file of the request, instead of the name in letters */
  readonly logo?: string;
  /** colour of the name, `#rrggbb` */
  readonly accent?: string;
  /** right of the name: street, telephone, mail */
  readonly headLines: readonly string[];
  /** the small line above the address, for returns */
  readonly returnLine: string;
  /** columns at the foot of each page: legal name, bank, register */
  readonly footer: readonly (readonly string[])[];
}

export interface PaperFact {
  readonly label: string;
  readonly value: string;
  readonly strong?: boolean;
}

/** A line of priced papers, or a heading over the lines that follow. */
export type PricedLine =
  | { readonly heading: string }
  | {
      readonly position: string;
      readonly name: string;
      readonly details: readonly string[];
      readonly quantity: string;
      readonly unitPrice: string;
      readonly total: string;
    };

/** Headings of the priced line table. */
export interface PricedLineWords {
  readonly position: string;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly lineTotal: string;
}
