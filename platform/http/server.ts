import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Logger } from 'pino';
import type { Purpose } from '#domain/kernel/personal.ts';
import { ok, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Clock } from '../clock/clock.ts';
import { CommitUnknownError, type Database } from '../postgres/database.ts';
import { asLocale, loadWords, type Locale } from '../words/words.ts';
import type { Tx } from '../postgres/tx.ts';
import type { Caller } from './caller.ts';
import { CONSENT_HEADER, readConsent, type ConsentGate, type GivenConsent } from './consent.ts';
import { allows, type AnyRoute, type Problem, type Shows } from './contract.ts';
import type { FileAnswer, Handler, Input, RequestFacts, Upload } from './handler.ts';
import { keepAnswer, requestHash, takeKey } from './idempotency.ts';
import { maskCardNumbers } from '#domain/kernel/masking.ts';
import { MASKED_HEADER } from './masked-header.ts';
import { parseInput } from './parse.ts';
import { problemOf } from './problems.ts';
import { httpWords } from './words.ts';
import { requestFacts, securityHeaders } from './request.ts';
import { isUnavailable } from './unavailable.ts';

export interface ServerOptions<C> {
  readonly handlers: readonly Handler<C>[];
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly context: C;
  /** who is asking; null for nobody */
  authenticate(request: RequestFacts): Promise<Caller | null>;
  /** what the kind of a session forbids, whatever the role holds; null lets it through */
  admit?(caller: Caller, route: AnyRoute): Promise<(Refusal & { status: number }) | null>;
  /** asks for consent where a route collects personal data */
  readonly consent?: ConsentGate;
  /** whether what this route hands out, a file or data of others, has a purpose that is allowed now; a refusal where not */
  mayShow?(route: AnyRoute): (Refusal & { status: number }) | null;
  /** writes down that data of others was shown, in the transaction that shows it */
  looked?(
    tx: Tx,
    caller: Caller,
    route: AnyRoute,
    looked: { purpose: Purpose; whom: readonly string[] },
  ): Promise<void>;
  /** told of each answered request, for metrics and the log of visits; `who` is null for nobody known */
  onAnswered?(route: string, status: number, seconds: number, who: Caller | null, ip: string): void;
}

/** Makes the server with every handler registered; it listens only when told to. @throws Error when two routes collide or one collects unasked */
export function createServer<C>(options: ServerOptions<C>): FastifyInstance {
  loadWords(httpWords);
  const server = Fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: 'loopback',
    bodyLimit: 1024 * 1024,
    forceCloseConnections: true,
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(body as string));
    } catch {
      done(Object.assign(new Error('body_not_json'), { statusCode: 400 }), undefined);
    }
  });
  server.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  server.addHook('onRequest', (_request, reply, done) => {
    securityHeaders(reply);
    done();
  });
  server.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply));
  server.setNotFoundHandler((request, reply) =>
    send(reply, problemOf({ code: 'address_unknown' }, localeOf(request, null))),
  );
  for (const handler of options.handlers) register(server, options, handler);
  return server;
}

function register<C>(server: FastifyInstance, options: ServerOptions<C>, handler: Handler<C>): void {
  const { route } = handler;
  if (route.collects && !options.consent)
    throw new Error(`${route.method} ${route.path} collects personal data and nobody asks for consent`);
  if (route.shows && (!options.looked || handler.open))
    throw new Error(`${route.method} ${route.path} shows data of people and nobody writes down who looks`);
  server.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.bytesMax,
    handler: async (request, reply) => {
      const started = performance.now();
      const who: { caller: Caller | null } = { caller: null };
      try {
        await answer(options, handler, request, reply, who);
      } finally {
        options.onAnswered?.(
          `${route.method} ${route.path}`,
          reply.statusCode,
          (performance.now() - started) / 1000,
          who.caller,
          request.ip,
        );
      }
      return reply;
    },
  });
}

async function answer<C>(
  options: ServerOptions<C>,
  handler: Handler<C>,
  request: FastifyRequest,
  reply: FastifyReply,
  who: { caller: Caller | null },
): Promise<void> {
  const { route } = handler;
  const facts = requestFacts(request);
  const caller = await options.authenticate(facts);
  who.caller = caller;
  const locale = localeOf(request, caller);
  const no = (refusal: Refusal & { status?: number }): void => send(reply, problemOf(refusal, locale));

  // Whatever it asks for: a program that runs wild must not take the place of people.
  if (caller?.key && !caller.key.inPace) return no({ code: 'key_too_fast', status: 429 });
  // A browser sends cookies by itself, never a key: only with cookies another site could act for somebody.
  if (route.method !== 'GET' && !caller?.key && isForeign(request))
    return no({ code: 'origin_foreign', status: 403 });
  if (route.may !== 'public' && !caller) return no({ code: 'not_signed_in', status: 401 });
  if (caller && !allows(caller, route.may)) return no({ code: 'not_allowed', status: 403 });
  const kept = caller && (await options.admit?.(caller, route));
  if (kept) return no(kept);
  const unstated = (route.kind === 'file' || route.shows) && options.mayShow?.(route);
  if (unstated) return no(unstated);

  const parsed = parseInput(route, request, locale);
  let masked = 0;
  const tellMasked = (count: number): void => {
    masked += count;
    if (masked > 0) void reply.header(MASKED_HEADER, String(masked));
  };
  tellMasked(parsed.masked);
  if ('problem' in parsed) return send(reply, parsed.problem);
  const { input } = parsed;

  const consent = await consentTo(options, route, request, caller);
  if (!consent.ok) return no(consent.refusal);
  if (handler.open) {
    // Its data lies in other transactions: the proof first, so that there is never data without one. Where anybody may
    // ask, nobody is known yet, and the handler records it with what it makes.
    if (consent.value && caller && route.may !== 'public') await recordAlone(options, caller, consent.value);
    const result = await handler.open({
      caller,
      context: options.context,
      input,
      request: facts,
      consent: consent.value,
      setHeader: (name, value) => void reply.header(name, value),
    });
    return sendResult(reply, route, result as Result<unknown>, locale);
  }
  if (!caller) return no({ code: 'not_signed_in', status: 401 });

  const key = route.method === 'GET' || !route.idempotent ? null : headerOf(request, 'idempotency-key');
  // The key is kept with the answer: one that holds a card number is none.
  if (key === undefined || (key !== null && (key.length < 8 || key.length > 120 || holdsCard(key))))
    return no({ code: 'idempotency_key_missing', status: 400 });

  let prepared: unknown;
  if (handler.prepare) {
    const result = await handler.prepare({
      caller,
      context: options.context,
      input,
      upload: uploadOf(route, request, tellMasked),
    });
    if (!result.ok) return no(result.refusal);
    prepared = result.value;
  }
  const outcome = await inTransaction(options, handler, caller, {
    input,
    prepared,
    key,
    consent: consent.value,
  });
  if ('repeated' in outcome) {
    void reply.header('idempotent-replayed', 'true');
    return void reply.code(outcome.repeated.status).send(outcome.repeated.body ?? null);
  }
  return sendResult(reply, route, outcome.result, locale);
}

async function recordAlone<C>(
  options: ServerOptions<C>,
  caller: Caller,
  consent: GivenConsent,
): Promise<void> {
  await options.db.inTenant(caller.tenantId, (tx) => options.consent!.record(tx, caller, consent));
}

async function consentTo<C>(
  options: ServerOptions<C>,
  route: AnyRoute,
  request: FastifyRequest,
  caller: Caller | null,
): Promise<Result<GivenConsent | null>> {
  if (!route.collects) return ok(null);
  return options.consent!.check(route.collects, readConsent(headerOf(request, CONSENT_HEADER)), caller);
}

type Outcome =
  | { readonly result: Result<unknown> | FileAnswer }
  | { readonly repeated: { status: number; body: unknown } };

/** Carries a refusal out of the transaction, so that it is rolled back. */
class RolledBack extends Error {
  readonly result: Result<unknown>;
  constructor(result: Result<unknown>) {
    super('rolled back by a refusal');
    this.result = result;
  }
}

async function inTransaction<C>(
  options: ServerOptions<C>,
  handler: Handler<C>,
  caller: Caller,
  asked: {
    input: Input<AnyRoute>;
    prepared: unknown;
    key: string | null;
    consent: GivenConsent | null;
  },
): Promise<Outcome> {
  const { route } = handler;
  const { input, prepared, key, consent } = asked;
  const name = `${route.method} ${route.path}`;
  try {
    return await options.db.inTenant(caller.tenantId, async (tx): Promise<Outcome> => {
      if (key !== null) {
        const first = await takeKey(tx, caller, key, name, requestHash(name, caller.actor, input));
        if (first && 'ok' in first) throw new RolledBack(first);
        if (first) return { repeated: first };
      }
      const result = (await handler.handle!({ tx, caller, context: options.context, prepared, input })) as
        Result<unknown> | FileAnswer;
      if ('ok' in result && !result.ok) throw new RolledBack(result);
      if (consent) await options.consent!.record(tx, caller, consent);
      const { shows } = route as { shows: Shows | null };
      if (shows) {
        const answer = 'ok' in result ? result.value : undefined;
        const whom = shows.whom({ params: input.params, answer });
        await options.looked!(tx, caller, route, { purpose: shows.purpose, whom });
      }
      if (key !== null && 'ok' in result) {
        const once = route.secret && problemOf({ code: 'shown_once', status: 409 }, asLocale(caller.locale));
        await (once ? keepAnswer(tx, key, once.status, once) : keepAnswer(tx, key, 200, result.value));
      }
      return { result };
    });
  } catch (error) {
    if (error instanceof RolledBack) return { result: error.result };
    throw error;
  }
}

function sendResult(
  reply: FastifyReply,
  route: AnyRoute,
  result: Result<unknown> | FileAnswer,
  locale: Locale,
): void {
  if (!('ok' in result)) {
    void reply.header('content-type', result.contentType);
    if (result.name) {
      const disposition = result.download ? 'attachment' : 'inline';
      void reply.header(
        'content-disposition',
        `${disposition}; filename*=UTF-8''${encodeURIComponent(result.name)}`,
      );
    }
    void reply.header(
      'cache-control',
      result.immutable ? 'private, max-age=31536000, immutable' : 'no-store',
    );
    return void reply.send(result.bytes instanceof Uint8Array ? Buffer.from(result.bytes) : result.bytes);
  }
  if (!result.ok) return send(reply, problemOf(result.refusal, locale));
  // The schema of the answer is a promise to clients: a use case that breaks it is a bug, not an answer.
  const body = route.response === undefined ? (result.value ?? null) : route.response.parse(result.value);
  void reply.code(200).header('cache-control', 'no-store').send(body);
}

function send(reply: FastifyReply, problem: Problem): void {
  void reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify({ ...problem, requestId: reply.request.id }));
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const locale = localeOf(request, null);
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return send(
      reply,
      problemOf(
        { code: 'body_too_large', max: megabytes(request.routeOptions.bodyLimit), status: 413 },
        locale,
      ),
    );
  if (error.message === 'body_not_json' || error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return send(reply, problemOf({ code: 'body_not_json', status: 400 }, locale));
  if (error instanceof CommitUnknownError)
    return send(reply, problemOf({ code: 'commit_unknown', status: 503 }, locale));
  if (isUnavailable(error)) {
    request.log.warn({ err: error }, 'database unavailable');
    return send(reply, problemOf({ code: 'unavailable', status: 503 }, locale));
  }
  if (error.statusCode && error.statusCode < 500)
    return send(reply, problemOf({ code: 'body_not_json', status: error.statusCode }, locale));
  request.log.error({ err: error, url: request.routeOptions.url }, 'request failed');
  send(reply, problemOf({ code: 'bug', status: 500 }, locale));
}

function megabytes(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MB` : `${Math.round(bytes / 1024)} KB`;
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function uploadOf(
  route: AnyRoute,
  request: FastifyRequest,
  tellMasked: (count: number) => void,
): Upload | undefined {
  if (route.kind !== 'upload') return undefined;
  const name = maskCardNumbers(decodeURIComponent(headerOf(request, 'x-file-name') ?? 'file'));
  tellMasked(name.masked);
  return { bytes: request.body as Buffer, name: name.text, tellMasked };
}

function holdsCard(text: string): boolean {
  return maskCardNumbers(text).masked > 0;
}

/** A browser names where a request comes from; another site's page may not use the visitor's session. */
function isForeign(request: FastifyRequest): boolean {
  if (headerOf(request, 'sec-fetch-site') === 'cross-site') return true;
  const origin = headerOf(request, 'origin');
  return origin !== undefined && origin !== `${request.protocol}://${request.host}`;
}

function localeOf(request: FastifyRequest, caller: Caller | null): Locale {
  return asLocale(headerOf(request, 'accept-language') ?? caller?.locale);
}
