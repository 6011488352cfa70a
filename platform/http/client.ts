import { CONSENT_HEADER, writeConsent, type ConsentSent } from './consent.ts';
import { MASKED_HEADER } from './masked-header.ts';
import type { AnyRoute, BodyOf, ParamsOf, Problem, QueryOf, ResponseOf } from './contract.ts';

/** What a call needs; members that the route does not declare are not asked for. */
export interface CallInput<T> {
  readonly params?: ParamsOf<T>;
  readonly query?: Partial<Record<keyof QueryOf<T>, unknown>>;
  readonly body?: BodyOf<T>;
  /** bytes of an upload with the file's name */
  readonly upload?: { readonly bytes: Blob | Uint8Array; readonly name: string };
  /** repeat with the same key to be answered once; a fresh one is made when absent */
  readonly idempotencyKey?: string;
  /** the affirmative act, where the route collects personal data */
  readonly consent?: ConsentSent | undefined;
  readonly signal?: AbortSignal;
}

/** A refused request, as the server told it. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

/** The request never reached an answer: no network, or the server is away. */
export class OfflineError extends Error {}

export interface ClientOptions {
  /** '' in the browser */
  readonly origin: string;
  readonly fetch: typeof fetch;
  headers?(): Record<string, string>;
  /** told when the server masked card numbers in what was sent */
  onMasked?(count: number): void;
}

export type Client = ReturnType<typeof createClient>;

/** The typed client of every route contract, for the browser and for scenarios alike. */
export function createClient(options: ClientOptions) {
  /** @throws ProblemError when refused; OfflineError when there was no answer */
  async function call<T extends { method: string; path: string; kind: string }>(
    route: T,
    input: CallInput<T> = {},
  ): Promise<ResponseOf<T>> {
    const response = await send(options, route, input);
    return (await response.json()) as ResponseOf<T>;
  }
  return {
    call,
    address: <T extends { path: string }>(route: T, input: CallInput<T> = {}) =>
      options.origin + addressOf(route, input),
  };
}

async function send<T extends { method: string; path: string }>(
  options: ClientOptions,
  route: T,
  input: CallInput<T>,
): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers?.() };
  if (route.method !== 'GET') headers['idempotency-key'] = input.idempotencyKey ?? crypto.randomUUID();
  if (input.consent) headers[CONSENT_HEADER] = writeConsent(input.consent);
  let body: BodyInit | undefined;
  if (input.upload) {
    headers['content-type'] = 'application/octet-stream';
    headers['x-file-name'] = encodeURIComponent(input.upload.name);
    body = input.upload.bytes as BodyInit;
  } else if (input.body !== undefined) {
    headers['content-type'] = 'application/json';
    body = JSON.stringify(input.body);
  }
  let response: Response;
  try {
    response = await options.fetch(options.origin + addressOf(route, input), {
      method: route.method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body }),
      ...(input.signal ? { signal: input.signal } : {}),
    });
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error;
    throw new OfflineError('no connection', { cause: error });
  }
  const masked = Number(response.headers.get(MASKED_HEADER) ?? 0);
  if (masked > 0) options.onMasked?.(masked);
  if (response.ok) return response;
  throw new ProblemError(await readProblem(response));
}

async function readProblem(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return { code: 'bug', status: response.status, title: response.statusText || `HTTP ${response.status}` };
  }
}

function addressOf<T extends { path: string }>(route: T, input: CallInput<T>): string {
  const params = (input.params ?? {}) as Record<string, unknown>;
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {}))
    if (value !== undefined) query.set(name, String(value));
  return query.size ? `${path}?${query}` : path;
}

export type { AnyRoute };
