import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { Id } from '#domain/kernel/ids.ts';
import { CONSENT_HEADER, writeConsent } from '#platform/http/consent.ts';
import type { AnyRoute } from '#platform/http/contract.ts';

/** What a foreign tenant's rows offer to somebody who guesses addresses. */
export interface Bait {
  /** ids of the foreign tenant's rows, by `table.column` */
  readonly ids: ReadonlyMap<string, readonly Id[]>;
  /** codes and the like, by name of the parameter */
  readonly words: Readonly<Record<string, readonly string[]>>;
}

export interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly text: string;
}

/** Names of the path's parameters, in order. */
export const paramsOf = (route: AnyRoute): string[] =>
  [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name!);

/** `orderId` → columns that hold ids of orders: `sales_order.id`, `part.order_id`, … */
function columnsFor(param: string, bait: Bait): string[] {
  const stem = param.replace(/Id$/, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return [...bait.ids.keys()].filter((key) => {
    const [table, column] = key.split('.') as [string, string];
    return (
      column === `${stem}_id` || (column === 'id' && (table === stem || table.split('_').includes(stem)))
    );
  });
}

/** Of the kinds of rows that a parameter is not meant for, an address is asked with one in so many. */
const TURNS = 12;

/**
 * Values for one parameter: first those it is meant for, then, if asked for, one of the other kinds there are. Each address
 * takes some of these, the next one others, so that each kind is named at many addresses: all of them everywhere would say
 * no more.
 */
function valuesFor(param: string, bait: Bait, everyKind: boolean, turn: number): string[] {
  if (!param.endsWith('Id')) return [...(bait.words[param] ?? [])];
  const meant = columnsFor(param, bait);
  const others = everyKind
    ? [...bait.ids.keys()].filter((key) => key.endsWith('.id')).filter((_, i) => i % TURNS === turn % TURNS)
    : [];
  const list = [
    ...meant.flatMap((key) => [...bait.ids.get(key)!.slice(0, 2), ...bait.ids.get(key)!.slice(-1)]),
    ...others.map((key) => bait.ids.get(key)![0]!),
  ];
  return [...new Set(list)];
}

/** The addresses of a route that point at the other tenant's rows; the path itself when it takes no parameter. */
export function addressesOf(route: AnyRoute, bait: Bait, everyKind: boolean): string[] {
  const turn = [...`${route.method} ${route.path}`].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return paramsOf(route).reduce<string[]>(
    (paths, name, at) =>
      paths.flatMap((path) =>
        valuesFor(name, bait, everyKind && at === 0, turn).map((value) =>
          path.replace(`:${name}`, encodeURIComponent(value)),
        ),
      ),
    [route.path],
  );
}

/** A body that a schema takes, made from the schema; ids in it are the other tenant's as well. */
export function bodyOf(
  schema: z.ZodType | undefined,
  foreign: Id,
  hints: Readonly<Record<string, unknown>> = {},
): unknown {
  if (schema === undefined) return undefined;
  return valueOf(
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema,
    '',
    foreign,
    hints,
  );
}

/** The query that a route cannot do without, `?version=1`; '' when everything is optional. */
export function queryOf(schema: z.ZodType | undefined): string {
  const needed = bodyOf(schema, '') as Record<string, unknown> | undefined;
  const pairs = Object.entries(needed ?? {}).map(([name, value]) => [name, String(value)]);
  return pairs.length ? `?${new URLSearchParams(pairs)}` : '';
}

interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minimum?: number;
  readonly minItems?: number;
  readonly pattern?: string;
  readonly default?: unknown;
}

function valueOf(
  schema: JsonSchema,
  name: string,
  foreign: Id,
  hints: Readonly<Record<string, unknown>>,
): unknown {
  if (name in hints) return hints[name];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return valueOf(choice[0]!, name, foreign, hints);
  if (schema.format === 'uuid') return foreign;
  if (schema.type === 'object')
    return Object.fromEntries(
      (schema.required ?? []).map((key) => [
        key,
        valueOf(schema.properties?.[key] ?? {}, key, foreign, hints),
      ]),
    );
  if (schema.type === 'array') return schema.items ? [valueOf(schema.items, name, foreign, hints)] : [];
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(1, schema.minimum ?? 1);
  if (schema.type === 'boolean') return false;
  if (/(^|[a-z])On$|^(day|on)$/.test(name)) return '2026-03-02';
  if (schema.format === 'date-time') return '2026-03-02T09:00:00.000Z';
  if (schema.format === 'email') return 'nobody@other.example';
  if (schema.pattern?.includes('\\d') && !schema.pattern.includes('\\p'))
    return schema.pattern.includes('100|') ? '19' : '1.00';
  return 'x';
}

const SMALL_LIST = Buffer.from('Description;Length;Width;Quantity;Material\nx;100;100;1;W18\n');

/** Asks a route as whoever has this cookie, or this `Bearer` key. */
export async function ask(
  server: FastifyInstance,
  route: AnyRoute,
  address: string,
  cookie: string | null,
  body: unknown,
): Promise<Answer> {
  const upload = route.kind === 'upload';
  const answer = await server.inject({
    method: route.method as 'GET',
    url: address,
    headers: {
      'idempotency-key': crypto.randomUUID(),
      ...(cookie ? { [cookie.startsWith('Bearer ') ? 'authorization' : 'cookie']: cookie } : {}),
      // The first version of form and policy: whoever attacks agrees to anything.
      ...(route.collects
        ? {
            [CONSENT_HEADER]: writeConsent({
              form: route.collects.form,
              version: 1,
              policyVersion: 1,
              act: 'button',
            }),
          }
        : {}),
      ...(route.method === 'GET'
        ? {}
        : { 'content-type': upload ? 'application/octet-stream' : 'application/json' }),
    },
    ...(route.method === 'GET'
      ? {}
      : { payload: upload ? SMALL_LIST : body === undefined ? '' : JSON.stringify(body) }),
  });
  let code: string | undefined;
  try {
    code = (JSON.parse(answer.body) as { code?: string }).code;
  } catch {
    code = undefined;
  }
  return { status: answer.statusCode, code, text: answer.rawPayload.toString('latin1') };
}
