/** One seeded fault: a small edit of one file, and the tests that must see it. */
export interface Mutation {
  /** what would be wrong, as one would tell it to a customer */
  readonly name: string;
  /** from the root of the tree */
  readonly file: string;
  /** text that stands in the file exactly once */
  readonly find: string;
  readonly replace: string;
  /** test files that are run against it */
  readonly tests: readonly string[];
}

/** Faults of one area that share their tests. */
export function mutationsOf(
  tests: readonly string[],
  rows: readonly (readonly [name: string, file: string, find: string, replace: string])[],
): readonly Mutation[] {
  return rows.map(([name, file, find, replace]) => ({ name, file, find, replace, tests }));
}

/** @throws Error when the text to change is not there or stands there more than once: the row has to be mended */
export function mutate({ name, file, find, replace }: Mutation, text: string): string {
  const times = text.split(find).length - 1;
  if (times !== 1) throw new Error(`"${name}": the text to change stands ${times} times in ${file}`);
  return text.replace(find, () => replace);
}
