import type { InvoiceDocument } from '../document.ts';

/** Where a rule is broken, and the values that its sentence needs. */
export interface Breach {
  /** path in the document, `lines.0.item.name` */
  readonly field: string;
  readonly facts?: Readonly<Record<string, string>>;
}

/** Sentence and remedy. */
export type Said = readonly [sentence: string, remedy: string];

/** One rule under its official name. */
export interface Rule {
  readonly id: string;
  /** rules that only this profile has */
  readonly profile?: InvoiceDocument['profile'];
  /** what a validator only warns about; a receiver may still take the document */
  readonly warning?: true;
  readonly en: Said;
  readonly de: Said;
  readonly broken: (document: InvoiceDocument) => readonly Breach[];
}

export const blank = (text: string | undefined): boolean => text === undefined || text.trim() === '';

/** One breach where the condition holds. */
export function when(broken: boolean, field: string, facts?: Breach['facts']): readonly Breach[] {
  return broken ? [facts ? { field, facts } : { field }] : [];
}

/** The breaches over a list, each with its place in the path. */
export function each<T>(
  list: readonly T[] | undefined,
  path: string,
  of: (one: T, at: string) => readonly Breach[],
): readonly Breach[] {
  return (list ?? []).flatMap((one, index) => of(one, `${path}.${index}`));
}

/** A rule that asks for a field to be there. `en` and `de` name the field with its article. */
export function needed(
  id: string,
  term: string,
  en: string,
  de: string,
  broken: Rule['broken'],
  profile?: InvoiceDocument['profile'],
): Rule {
  return {
    id,
    ...(profile ? { profile } : {}),
    en: [`${capital(en)} (${term}) is missing.`, `Enter ${en}.`],
    de: [`${capital(de)} (${term}) fehlt.`, `Bitte angeben: ${de}.`],
    broken,
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
