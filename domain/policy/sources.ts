import type { DataCategory, Purpose } from '#domain/kernel/personal.ts';
import type { Said } from './parameters.ts';

/** A place other than the person from which information about a firm or a person is read. */
export interface ForeignSource {
  readonly name: Said;
  /** what it is asked and what it answers */
  readonly tells: Said;
  readonly categories: readonly DataCategory[];
  readonly purpose: Purpose;
}

/**
 * The closed list of foreign sources. Whatever is not here is asked nothing; and each needs the stored consent of whom
 * it tells about.
 *
 * @see clause P-2.3
 */
export const SOURCES = {
  'eu-vat-number': {
    name: { en: 'The EU’s VAT number service', de: 'Der USt-IdNr.-Dienst der EU' },
    tells: {
      en: 'whether a VAT number is valid, and the name and address registered for it',
      de: 'ob eine USt-IdNr. gültig ist, und den dazu eingetragenen Namen und die Anschrift',
    },
    categories: ['company'],
    purpose: 'account',
  },
} as const satisfies Readonly<Record<string, ForeignSource>>;

export type SourceId = keyof typeof SOURCES;
export const SOURCE_IDS = Object.keys(SOURCES) as readonly SourceId[];
