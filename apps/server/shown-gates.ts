/**
 * What must be true of every route that answers with data of people: it says what for and of whom, so that this is asked of
 * the register when it is handed out, and they can be told who looked (clauses P-2.4b, P-data.0a, P-data.purposes.3). What
 * it judges comes in as arguments, so that a planted fault can be shown to it.
 */
import * as z from 'zod';
import type { DataCategory, PersonalMap } from '#domain/kernel/personal.ts';
import type { AnyRoute } from '#platform/http/contract.ts';

interface Showing {
  readonly personal?: PersonalMap;
  readonly handlers?: readonly { readonly route: AnyRoute }[];
}

/** Kinds of data that tell of a person or a firm by themselves. */
const TELLING: readonly DataCategory[] = ['contact', 'bank', 'correspondence', 'card-token'];

/** Columns of these kinds whose names, alone, mean many other things as well. */
const UNCLEAR = new Set([
  ...['id', 'name', 'locale', 'role', 'since', 'key', 'reason', 'contact', 'address', 'country'],
  ...['subject', 'body', 'message', 'said', 'report', 'recipient', 'brand', 'bank', 'payload', 'provision'],
]);

/** What joins call a person or firm whose own column is only `name` or `id`. */
const JOINED = ['customerId', 'customerName', 'supplierName', 'account', 'payer'];

/** Routes that show nobody else's data, each with the reason. */
export const OWN_ONLY: Readonly<Record<string, string>> = {
  'GET /api/me': 'what one has told about oneself',
  'GET /api/session': 'who one is',
  'GET /api/my/cancellations': 'what the company ends that one speaks for',
  'GET /api/my/cancellations/:cancellationCaseId': 'what the company ends that one speaks for',
  'GET /api/shared-stations': 'which colleagues have a PIN, by name, for whoever gives them one',
  'GET /api/support/sender': 'the company’s own addresses',
  'GET /api/company': 'the company’s own details, shown to its own people',
  'GET /api/journal': 'accounts are those of the books, and texts name documents',
  'GET /api/books': 'accounts are those of the books',
};

/**
 * @returns one sentence for each route that reads and answers with a field named as a personal column, and does not say what
 * for and of whom; and for each reason that is needed no more. Who changes something is shown what they may read anyway.
 */
export function shownFaults(modules: readonly Showing[], own = OWN_ONLY): string[] {
  const names = namesIn(modules.map(({ personal = {} }) => personal));
  const faults: string[] = [];
  const excused = new Set<string>();
  for (const { route } of modules.flatMap(({ handlers = [] }) => handlers)) {
    if (route.method !== 'GET' || route.kind !== 'json' || route.shows) continue;
    if (!(route.response as z.ZodType | undefined)) continue;
    const told = [...fieldsOf(route.response)].filter((field) => names.has(field));
    const address = `${route.method} ${route.path}`;
    if (told.length === 0) continue;
    if (address in own) excused.add(address);
    else faults.push(`${address} shows ${told.sort().join(', ')} and does not say what for and of whom`);
  }
  for (const address of Object.keys(own))
    if (!excused.has(address)) faults.push(`${address} needs no reason any more`);
  return faults;
}

function namesIn(maps: readonly PersonalMap[]): ReadonlySet<string> {
  const names = new Set(JOINED);
  for (const map of maps)
    for (const { columns } of Object.values(map))
      for (const [column, kind] of Object.entries(columns))
        if ((TELLING as readonly string[]).includes(kind)) {
          const name = column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
          if (!UNCLEAR.has(name)) names.add(name);
        }
  return names;
}

/** Every field of an answer, at any depth. */
function fieldsOf(response: z.ZodType): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (schema: JsonSchema): void => {
    for (const [name, inner] of Object.entries(schema.properties ?? {})) {
      found.add(name);
      walk(inner);
    }
    const { items, additionalProperties: rest } = schema;
    for (const inner of [items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), rest])
      if (typeof inner === 'object') walk(inner);
  };
  walk(z.toJSONSchema(response, { io: 'output', unrepresentable: 'any' }) as JsonSchema);
  return found;
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
}
