import type { Readable } from 'node:stream';
import type { Result } from '#domain/kernel/result.ts';
import type { Tx } from '../postgres/tx.ts';
import type { Caller } from './caller.ts';
import type { GivenConsent } from './consent.ts';
import type { AnyRoute, BodyOf, ParamsOf, QueryOf, Route } from './contract.ts';
import type * as z from 'zod';

export interface Input<T> {
  readonly params: ParamsOf<T>;
  readonly query: QueryOf<T>;
  readonly body: BodyOf<T>;
}

/** A file as answer. */
export interface FileAnswer {
  readonly contentType: string;
  readonly bytes: Uint8Array | Readable;
  /** file name for saving; shown inline unless `download` */
  readonly name?: string;
  readonly download?: boolean;
  /** the bytes at this address never change */
  readonly immutable?: boolean;
}

/** Bytes that a client sent, already within the route's limit. */
export interface Upload {
  readonly bytes: Buffer;
  /** as the client named it, without card numbers; not trusted */
  readonly name: string;
  /** tells the sender of card numbers that were masked in the content */
  tellMasked(count: number): void;
}

export type Given<T, C, X = undefined> = {
  readonly tx: Tx;
  readonly caller: Caller;
  readonly context: C;
  readonly prepared: X;
  readonly input: Input<T>;
};

/** A route with the code that answers it, as the server registers it. */
export interface Handler<C> {
  readonly route: AnyRoute;
  prepare?(given: {
    caller: Caller;
    context: C;
    input: Input<AnyRoute>;
    upload: Upload | undefined;
  }): Promise<Result<unknown>>;
  handle?(given: Given<AnyRoute, C, unknown>): Promise<unknown>;
  /** for routes that run before a tenant is known (sign-in) or outside a transaction */
  open?(given: OpenGiven<AnyRoute, C>): Promise<unknown>;
}

export interface OpenGiven<T, C> {
  readonly caller: Caller | null;
  readonly context: C;
  readonly input: Input<T>;
  readonly request: RequestFacts;
  /** checked consent of a route that collects; recorded already, except on public routes, where the handler does it */
  readonly consent: GivenConsent | null;
  /** sets a cookie or header of the answer */
  setHeader(name: string, value: string): void;
}

export interface RequestFacts {
  readonly ip: string;
  readonly cookies: ReadonlyMap<string, string>;
  readonly userAgent: string;
  /** header of that name; with it cookies are not looked at */
  readonly authorization?: string;
  /** true when nothing stands between: the request came over the loopback interface, not through a proxy */
  readonly loopback: boolean;
  readonly secure: boolean;
  /** true when nobody asks anything: whether a screen may still listen. It does not keep a session awake. */
  readonly quiet?: boolean;
}

/**
 * Answers a route inside one tenant transaction: parse, call one use case, answer. A refusal rolls everything back.
 */
export function handle<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType, C>(
  route: Route<P, Q, B, R>,
  run: (given: Given<Route<P, Q, B, R>, C, undefined>) => Promise<Result<z.output<R>> | FileAnswer>,
): Handler<C> {
  return { route: route as unknown as AnyRoute, handle: run as unknown as NonNullable<Handler<C>['handle']> };
}

/**
 * The same for work that needs a long computation or outside help first (reading an upload, rendering): `prepare` runs
 * before the transaction is opened, without locks; what it gives goes to `run`.
 */
export function handlePrepared<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
  C,
  X,
>(
  route: Route<P, Q, B, R>,
  prepare: (given: {
    caller: Caller;
    context: C;
    input: Input<Route<P, Q, B, R>>;
    upload: Upload | undefined;
  }) => Promise<Result<X>>,
  run: (given: Given<Route<P, Q, B, R>, C, X>) => Promise<Result<z.output<R>> | FileAnswer>,
): Handler<C> {
  return {
    route: route as unknown as AnyRoute,
    prepare: prepare as unknown as NonNullable<Handler<C>['prepare']>,
    handle: run as unknown as NonNullable<Handler<C>['handle']>,
  };
}

/** Answers a route without a transaction: sign-in, health, anything before a tenant is known. */
export function handleOpen<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
  C,
>(
  route: Route<P, Q, B, R>,
  run: (given: OpenGiven<Route<P, Q, B, R>, C>) => Promise<Result<z.output<R>> | FileAnswer>,
): Handler<C> {
  return { route: route as unknown as AnyRoute, open: run as unknown as NonNullable<Handler<C>['open']> };
}
