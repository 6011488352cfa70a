/**
 * What must be true of every module before it may read personal data: it says for which purposes, and what it keeps and
 * shows is what the register allows for these (clauses P-2.4a, P-data.purposes.0). What it judges comes in as arguments,
 * so that a planted fault can be shown to it.
 */
import type { DataCategory, PersonalMap, Purpose } from '#domain/kernel/personal.ts';
import { entryOf, registerAllows } from '#domain/policy/register.ts';
import type { AnyRoute } from '#platform/http/contract.ts';

/** A module as far as this gate looks at it. */
interface Reading {
  readonly name: string;
  readonly personal?: PersonalMap;
  readonly handlers?: readonly { readonly route: AnyRoute }[];
}

/**
 * @param readsFor purposes of each module; `files`: the purpose of each address that answers with a file
 * @returns one sentence for each category that its module reads for none of its purposes, each purpose that a route
 * states and its module does not, and each file that leaves for no purpose
 */
export function purposeFaults(
  modules: readonly Reading[],
  readsFor: Readonly<Record<string, readonly Purpose[]>>,
  files: Readonly<Record<string, Purpose>>,
): string[] {
  const faults: string[] = [];
  for (const { name, personal = {}, handlers = [] } of modules) {
    const purposes = readsFor[name] ?? [];
    for (const [category, place] of categoriesIn(personal)) {
      // What we hold on a tenant's instruction has no purpose of our own.
      if (entryOf(category)?.purposes.length === 0) continue;
      if (!purposes.some((purpose) => registerAllows(purpose, category)))
        faults.push(
          `${name} keeps ${category} (${place}) and reads it for no purpose that the register allows`,
        );
    }
    for (const { route } of handlers) {
      const address = `${route.method} ${route.path}`;
      const stated = route.shows?.purpose ?? (route.kind === 'file' ? files[address] : undefined);
      if (route.kind === 'file' && !stated) faults.push(`${address} sends a file and says for no purpose`);
      for (const purpose of [stated, route.collects?.purpose])
        if (purpose && !purposes.includes(purpose))
          faults.push(`${address} is for ${purpose}, and ${name} reads nothing for that`);
    }
  }
  const known = new Set(
    modules.flatMap(({ handlers = [] }) => handlers.map(({ route }) => `${route.method} ${route.path}`)),
  );
  for (const address of Object.keys(files))
    if (!known.has(address)) faults.push(`${address} has a purpose and does not exist`);
  return faults;
}

/** Each category once, with a place where it lies. */
function categoriesIn(map: PersonalMap): Map<DataCategory, string> {
  const found = new Map<DataCategory, string>();
  for (const [table, { columns }] of Object.entries(map))
    for (const [column, kind] of Object.entries(columns))
      if (kind !== 'not-personal' && !found.has(kind)) found.set(kind, `${table}.${column}`);
  return found;
}
