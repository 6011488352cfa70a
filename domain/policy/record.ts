import {
  DATA_CATEGORIES,
  type DataCategory,
  type PersonalMap,
  type Purpose,
} from '#domain/kernel/personal.ts';
import { definitionOf, type Language, type ParameterValues, type Said } from './parameters.ts';
import { PURPOSE_REGISTER, type BalancingNote } from './purposes.ts';
import { REGISTER, type Kept, type RegisterEntry } from './register.ts';
import { BASIS_TEXTS, CATEGORY_TEXTS, KEPT_TEXTS, RECIPIENT_TEXTS, SOURCE_TEXTS } from './register-texts.ts';

/** One row of the record of processing (Art. 30 GDPR), in words. */
export interface RecordRow {
  readonly category: DataCategory;
  readonly name: Said;
  readonly examples: Said;
  readonly sources: readonly Said[];
  /** empty where we act on the customer's instruction only */
  readonly purposes: readonly { readonly purpose: Purpose; readonly name: Said }[];
  readonly stated: Said | null;
  readonly fallback: Said | null;
  readonly kept: readonly Said[];
  readonly recipients: readonly Said[];
  /** `table.column` of every place where it lies, by table; empty where nothing of it is stored yet */
  readonly columns: readonly string[];
}

export interface ProcessingRecord {
  readonly rows: readonly RecordRow[];
  readonly purposes: readonly {
    readonly purpose: Purpose;
    readonly name: Said;
    readonly why: Said;
    readonly stated: Said;
    readonly fallback: Said | null;
    readonly balancing: BalancingNote | null;
  }[];
}

/**
 * The record of processing: one row per category, made from the register, the parameters of a policy version and the
 * columns that really exist. Nothing in it is written twice, so it cannot say something else than the program does.
 *
 * @param values the version's parameters: times of keeping are printed from them
 * @param maps every table of the installation, module by module
 * @see clause P-2.0
 */
export function recordOfProcessing(values: ParameterValues, maps: readonly PersonalMap[]): ProcessingRecord {
  const places = placesOf(maps);
  return {
    rows: DATA_CATEGORIES.map((category): RecordRow => {
      const entry: RegisterEntry = REGISTER[category];
      return {
        category,
        ...CATEGORY_TEXTS[category],
        sources: entry.sources.map((source) => SOURCE_TEXTS[source]),
        purposes: entry.purposes.map((purpose) => ({ purpose, name: PURPOSE_REGISTER[purpose].name })),
        stated: entry.stated && BASIS_TEXTS[entry.stated],
        fallback: entry.fallback && BASIS_TEXTS[entry.fallback],
        kept: entry.kept.map((time) => keptText(time, values)),
        recipients: entry.recipients.map((recipient) => RECIPIENT_TEXTS[recipient]),
        columns: places.get(category) ?? [],
      };
    }),
    purposes: (Object.keys(PURPOSE_REGISTER) as Purpose[]).map((purpose) => {
      const { name, why, stated, fallback, balancing } = PURPOSE_REGISTER[purpose];
      return {
        purpose,
        name,
        why,
        stated: BASIS_TEXTS[stated],
        fallback: fallback && BASIS_TEXTS[fallback],
        balancing,
      };
    }),
  };
}

function placesOf(maps: readonly PersonalMap[]): Map<DataCategory, string[]> {
  const places = new Map<DataCategory, string[]>();
  for (const map of maps)
    for (const [table, { columns }] of Object.entries(map))
      for (const [column, kind] of Object.entries(columns))
        if (kind !== 'not-personal') places.set(kind, [...(places.get(kind) ?? []), `${table}.${column}`]);
  return places;
}

/** A time of keeping in words; the number comes from the register or from a parameter, never from here. */
export function keptText(kept: Kept, values: ParameterValues): Said {
  const time = (language: Language): string => {
    if (kept.fixed) return amount(kept.fixed.count, kept.fixed.unit, language);
    if (kept.parameter === null) return '';
    const { kind } = definitionOf(kept.parameter);
    if (kind.type !== 'count') throw new RangeError(`${kept.parameter} is no time of keeping`);
    return amount(Number(values[kept.parameter]), kind.unit, language);
  };
  const text = KEPT_TEXTS[kept.from];
  return { en: text.en.replace('{time}', time('en')), de: text.de.replace('{time}', time('de')) };
}

const UNITS: Readonly<Record<string, Readonly<Record<Language, readonly [one: string, many: string]>>>> = {
  days: { en: ['day', 'days'], de: ['Tag', 'Tage'] },
  months: { en: ['month', 'months'], de: ['Monat', 'Monate'] },
  years: { en: ['year', 'years'], de: ['Jahr', 'Jahre'] },
};

function amount(count: number, unit: string, language: Language): string {
  const words = UNITS[unit];
  if (!words) throw new RangeError(`nothing is kept for ${unit}`);
  return `${count} ${words[language][count === 1 ? 0 : 1]}`;
}
