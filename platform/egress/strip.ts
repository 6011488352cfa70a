import type { DataCategory } from '#domain/kernel/personal.ts';

/** One member of a JSON body, with the kind of personal data that it is. */
export interface Field {
  readonly value: unknown;
  /** null: tells nothing about anybody */
  readonly category: DataCategory | null;
  /** the call makes sense without it: where the recipient may not have its kind it stays here, instead of refusing the call */
  readonly strippable?: boolean;
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

/** The body as JSON, without every field of these kinds: neither its value nor its name. */
export function bodyWithout(fields: Fields, without: readonly DataCategory[]): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(fields)
        .filter(([, { category }]) => category === null || !without.includes(category))
        .map(([name, { value }]) => [name, value]),
    ),
  );
}
