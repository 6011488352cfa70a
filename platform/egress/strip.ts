import type { DataCategory } from '#domain/kernel/personal.ts';

/** One member of a body, with the kind of personal data that it is. */
export interface Field {
  readonly value: unknown;
  /** null: tells nothing about anybody */
  readonly category: DataCategory | null;
  /** the call makes sense without it: where the recipient may not have its kind it stays here, instead of refusing the call */
  readonly strippable?: boolean;
  /** what stands in its place when it stays here, where the call must say something; its name goes along then */
  readonly instead?: unknown;
}
export type Fields = Readonly<Record<string, Field>>;

/**
 * What goes along in any case, and what only if the recipient may have it. A kind that one field cannot do without is
 * needed, however many others could.
 * @param also kinds that go along beside the fields, in the address or the headers
 */
export function categoriesOf(
  fields: Fields,
  also: readonly DataCategory[],
): { needed: readonly DataCategory[]; strippable: readonly DataCategory[] } {
  const kinds = (strippable: boolean): DataCategory[] =>
    Object.values(fields).flatMap((field) =>
      field.category !== null && (field.strippable === true) === strippable ? [field.category] : [],
    );
  const needed = new Set([...also, ...kinds(false)]);
  return { needed: [...needed], strippable: [...new Set(kinds(true))].filter((kind) => !needed.has(kind)) };
}

/** How a body is written: as JSON, or as a form (`application/x-www-form-urlencoded`), whose values are texts. */
export type BodyForm = 'json' | 'form';

/** The body without any value of these kinds; its name is in there only where something stands in its place. */
export function bodyWithout(
  fields: Fields,
  without: readonly DataCategory[],
  form: BodyForm = 'json',
): string {
  const members = Object.entries(fields).flatMap(
    ([name, { value, category, instead }]): [string, unknown][] =>
      category === null || !without.includes(category)
        ? [[name, value]]
        : instead === undefined
          ? []
          : [[name, instead]],
  );
  return form === 'json'
    ? JSON.stringify(Object.fromEntries(members))
    : new URLSearchParams(members.map(([name, value]) => [name, String(value)])).toString();
}

export const BODY_TYPES: Readonly<Record<BodyForm, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
};
