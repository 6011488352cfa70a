import type * as z from 'zod';
import type { Caller, Role } from './caller.ts';
import type { Purpose } from '#domain/kernel/personal.ts';
import type { Collects } from './consent.ts';

/** A permission's typed name, `orders.confirm`. Made by `permissions`, so that a rename fails at compile time. */
export type Permission = string & { readonly __permission: true };

/** `public`: anybody; `signed-in`: whoever has a session (no API key); otherwise the roles that hold the permission. */
export type May = Permission | 'public' | 'signed-in';

const grants = new Map<Permission, readonly Role[]>();

/**
 * Declares a module's permissions and who holds them.
 * @returns an object of the same keys whose values are the typed names
 */
export function permissions<K extends string>(
  module: string,
  table: Record<K, readonly Role[]>,
): Record<K, Permission> {
  const named = {} as Record<K, Permission>;
  for (const key of Object.keys(table) as K[]) {
    named[key] = `${module}.${key}` as Permission;
    grants.set(named[key], table[key]);
  }
  return named;
}

/** The permission table as declared so far. */
export function permissionTable(): ReadonlyMap<Permission, readonly Role[]> {
  return grants;
}

/** @param role null is the system itself, which holds every permission its code asks for */
export function holds(role: Role | null, may: May): boolean {
  if (may === 'public' || may === 'signed-in' || role === null) return true;
  return grants.get(may)?.includes(role) ?? false;
}

/** Whether this very caller may: by role, and with an API key only what the key was given as well. */
export function allows(caller: Pick<Caller, 'role' | 'key'>, may: May): boolean {
  if (caller.key && may !== 'public' && !caller.key.permissions.has(may)) return false;
  return holds(caller.role, may);
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What a route answers with: JSON by schema, a file (bytes, PDF, SVG), or the stored id of an uploaded file. */
export type RouteKind = 'json' | 'file' | 'upload';

/**
 * One route, declared once: the server registers it, the browser calls it, the OpenAPI page, the permission table
 * and the isolation tests are made from it.
 */
export interface Route<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  readonly method: Method;
  /** `/api/orders/:orderId/confirm` */
  readonly path: string;
  readonly may: May;
  /** one sentence for the API page */
  readonly summary: string;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly response: R;
  readonly kind: RouteKind;
  /** unsafe requests carry a client key and are answered once; off only where there is no tenant yet (sign-in) */
  readonly idempotent: boolean;
  /** upload limit in bytes */
  readonly bytesMax: number;
  /** personal data is collected: without consent to this form the server refuses with `consent_required` */
  readonly collects: Collects | null;
  /** the answer holds what is shown once: it is not kept for a repeat, which is told so */
  readonly secret: boolean;
  /** shows personal data of others, and whose */
  readonly shows: Shows<never, never> | null;
}

/**
 * Personal data of others that a route shows: what for, and of whom, so that these can be told who looked. Whom:
 * `members` or `member:<login>`, `customers` or `customer:<id>`, `address:<e-mail>`.
 */
export interface Shows<P = unknown, A = unknown> {
  readonly purpose: Purpose;
  whom(given: { params: P; answer: A }): readonly string[];
}

interface RouteInput<P, Q, B, R> {
  readonly method: Method;
  readonly path: string;
  readonly may: May;
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly response?: R;
  readonly kind?: RouteKind;
  readonly idempotent?: boolean;
  readonly bytesMax?: number;
  readonly collects?: Collects;
  readonly secret?: boolean;
  readonly shows?: Shows<z.output<P>, z.output<R>>;
}

type None = z.ZodUndefined;

const JSON_BYTES_MAX = 1024 * 1024;

/** Declares a route. Object schemas must be strict (`z.strictObject`): unknown fields are refused. */
export function route<
  P extends z.ZodType = None,
  Q extends z.ZodType = None,
  B extends z.ZodType = None,
  R extends z.ZodType = None,
>(input: RouteInput<P, Q, B, R>): Route<P, Q, B, R> {
  return {
    ...input,
    params: input.params as P,
    query: input.query as Q,
    body: input.body as B,
    response: input.response as R,
    kind: input.kind ?? 'json',
    idempotent: input.idempotent ?? input.method !== 'GET',
    bytesMax: input.bytesMax ?? JSON_BYTES_MAX,
    collects: input.collects ?? null,
    secret: input.secret ?? false,
    shows: input.shows ?? null,
  };
}

export type AnyRoute = Route<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;
export type ParamsOf<T> = T extends Route<infer P, z.ZodType, z.ZodType, z.ZodType> ? z.output<P> : never;
export type QueryOf<T> = T extends Route<z.ZodType, infer Q, z.ZodType, z.ZodType> ? z.output<Q> : never;
export type BodyOf<T> = T extends Route<z.ZodType, z.ZodType, infer B, z.ZodType> ? z.output<B> : never;
export type ResponseOf<T> = T extends Route<z.ZodType, z.ZodType, z.ZodType, infer R> ? z.output<R> : never;

/** RFC 9457 problem details, as every refused request answers. */
export interface Problem {
  /** stable, `order_empty` */
  readonly code: string;
  readonly status: number;
  /** what happened, in the reader's language */
  readonly title: string;
  /** what to try */
  readonly remedy?: string;
  /** beside which field each fault belongs */
  readonly errors?: readonly FieldProblem[];
  readonly requestId?: string;
}

export interface FieldProblem {
  readonly code: string;
  /** dotted path, `lines.2.quantity` */
  readonly field: string;
  /** what was sent, shortened */
  readonly value?: unknown;
  readonly title: string;
  readonly remedy?: string;
}
