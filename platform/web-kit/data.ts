import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { OfflineError, ProblemError, type CallInput } from '#platform/http/client.ts';
import type { Problem, ResponseOf } from '#platform/http/contract.ts';
import { useKit } from './context.ts';
import { setOnline } from './connection.ts';
import type { Live } from './live.ts';
import { toast } from './toasts.ts';
import { useWords } from './use-words.ts';
import { kitWords } from './words.ts';

/** As much of a route as a call needs. */
export interface AnyRouteLike {
  readonly method: string;
  readonly path: string;
  readonly kind: string;
}

/** What a list or a page draws from: one of four states, and the data as soon as there is any. */
export interface Read<T> {
  readonly state: 'loading' | 'failed' | 'offline' | 'ready';
  /** the last answer; also present beside `offline` and `failed` when there was one before */
  readonly data: T | undefined;
  /** why it failed, as the server said it */
  readonly problem: Problem | null;
  readonly again: () => void;
}

export interface ReadOptions {
  /** event names, or beginnings of them (`order.`), after which the answer is asked for anew */
  readonly live?: readonly string[];
  /** false: do not ask yet */
  readonly when?: boolean;
  /** keep the last answer on the device and show it without a connection (station) */
  readonly keep?: boolean;
}

/** The cache key of an answer: route and input, nothing else. */
export function readKey<T extends AnyRouteLike>(route: T, input: CallInput<T> = {}): readonly unknown[] {
  return [route.path, input.params ?? null, input.query ?? null];
}

/**
 * Reads a GET route for a screen. The same route and input are asked once however many parts of the screen want them;
 * a committed event whose name begins with one of `live` brings the new answer by itself.
 */
export function useRead<T extends AnyRouteLike>(
  route: T,
  input: CallInput<T> = {},
  options: ReadOptions = {},
): Read<ResponseOf<T>> {
  const { client, kept } = useKit();
  const key = readKey(route, input);
  const query = useQuery({
    queryKey: key,
    enabled: options.when ?? true,
    meta: { live: options.live ?? [] },
    queryFn: async ({ signal }) => {
      try {
        const answer = await client.call(route, { ...input, signal });
        if (options.keep && kept) await kept.set(JSON.stringify(key), answer);
        return answer;
      } catch (error) {
        const before =
          options.keep && kept && error instanceof OfflineError
            ? await kept.get(JSON.stringify(key))
            : undefined;
        if (before === undefined) throw error;
        return before as ResponseOf<T>;
      }
    },
  });
  return {
    state: stateOf(query.data !== undefined, query.error),
    data: query.data,
    problem: query.error instanceof ProblemError ? query.error.problem : null,
    again: () => void query.refetch(),
  };
}

function stateOf(has: boolean, error: Error | null): Read<unknown>['state'] {
  if (error instanceof OfflineError) return 'offline';
  if (error) return 'failed';
  return has ? 'ready' : 'loading';
}

/** A read whose answer is shaped for one part of the screen; keeps its state. */
export function pick<T, U>(read: Read<T>, from: (answer: T) => U): Read<U> {
  return { ...read, data: read.data === undefined ? undefined : from(read.data) };
}

export type Outcome<R> =
  | { readonly ok: true; readonly value: R }
  | { readonly ok: false; readonly problem: Problem; readonly offline: boolean };

export interface Change<T> {
  /** Resolves when answered; never rejects for a refusal or a lost connection. */
  readonly send: (input?: CallInput<T>) => Promise<Outcome<ResponseOf<T>>>;
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** forget the last problem */
  readonly clear: () => void;
}

export interface ChangeOptions<R> {
  readonly onDone?: (value: R) => void;
  /** `toast` (default) tells a refusal in a toast; `silent` leaves it to the caller, as forms do beside their fields */
  readonly problems?: 'toast' | 'silent';
}

/**
 * Sends an unsafe route. One user intent has one idempotency key: a second press while the first is on its way is the
 * same press, and after a lost connection the same input goes out with the same key, so that nothing happens twice.
 */
export function useChange<T extends AnyRouteLike>(
  route: T,
  options: ChangeOptions<ResponseOf<T>> = {},
): Change<T> {
  const { client } = useKit();
  const queries = useQueryClient();
  const t = useWords(kitWords);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const intent = useRef<{
    input: unknown;
    text: string;
    key: string;
    running: Promise<Outcome<ResponseOf<T>>> | null;
  } | null>(null);
  const latest = useRef(options);
  latest.current = options;

  const send = useCallback(
    (input: CallInput<T> = {}): Promise<Outcome<ResponseOf<T>>> => {
      const text = JSON.stringify([input.params, input.query, input.body, input.upload?.name]);
      const same =
        intent.current?.text === text && intent.current.input === input.upload?.bytes ? intent.current : null;
      if (same?.running) return same.running;
      const mine = {
        input: input.upload?.bytes,
        text,
        key: input.idempotencyKey ?? same?.key ?? crypto.randomUUID(),
        running: null as Promise<Outcome<ResponseOf<T>>> | null,
      };
      intent.current = mine;

      const run = async (): Promise<Outcome<ResponseOf<T>>> => {
        setBusy(true);
        setProblem(null);
        try {
          const value = await client.call(route, { ...input, idempotencyKey: mine.key });
          if (intent.current === mine) intent.current = null;
          void queries.invalidateQueries();
          latest.current.onDone?.(value);
          return { ok: true, value };
        } catch (error) {
          const offline = error instanceof OfflineError;
          if (!offline && !(error instanceof ProblemError)) throw error;
          const told: Problem = offline
            ? { code: 'offline', status: 0, title: t('kit.offline.title'), remedy: t('kit.offline.remedy') }
            : error.problem;
          // Answered with a clear no: the next press is a new intent. Otherwise it is unknown and the key stays.
          if (!offline && told.status < 500 && intent.current === mine) intent.current = null;
          setProblem(told);
          if (latest.current.problems !== 'silent')
            toast({ tone: 'trouble', title: told.title, ...(told.remedy ? { text: told.remedy } : {}) });
          return { ok: false, problem: told, offline };
        } finally {
          mine.running = null;
          setBusy(false);
        }
      };
      mine.running = run();
      return mine.running;
    },
    [client, queries, route, t],
  );
  return { send, busy, problem, clear: () => setProblem(null) };
}

const TOGETHER_MS = 60;
/** Hands that never rest do not keep the screen old for longer than this. */
const OLD_MS_MAX = 2_000;

/** Asks anew for the answers that named the beginning of an event; `null` for all of them. */
export type Refresh = (event: string | null) => void;

/**
 * One transaction often tells several events, and a command that was sent is told as well: they are answered with one
 * question, a moment later.
 *
 * @param restMs not while somebody types or scans: so long after the last key or touch, at the latest after two seconds
 */
export function createRefresh(queries: QueryClient, restMs = 0): Refresh {
  let names = new Set<string>();
  let all = false;
  let since = 0;
  let touched = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  if (restMs > 0) {
    const touch = (event: Event): void => void (touched = event.timeStamp);
    for (const name of ['keydown', 'pointerdown']) window.addEventListener(name, touch, { capture: true });
  }
  const flush = (): void => {
    const now = performance.now();
    const restsIn = touched + restMs - now;
    if (restsIn > 0 && now - since < OLD_MS_MAX) {
      timer = setTimeout(flush, restsIn);
      return;
    }
    const heard = [...names];
    const everything = all;
    names = new Set();
    all = false;
    timer = undefined;
    void queries.invalidateQueries({
      predicate: (query) => {
        const wanted = (query.meta?.['live'] ?? []) as readonly string[];
        return everything || wanted.some((start) => heard.some((name) => name.startsWith(start)));
      },
    });
  };
  return (event) => {
    if (event === null) all = true;
    else names.add(event);
    if (timer !== undefined) return;
    since = performance.now();
    timer = setTimeout(flush, TOGETHER_MS);
  };
}

/** Ties the stream to the cache: an event brings the answers that named its beginning, a reset brings them all. */
export function followLive(live: Live, refresh: Refresh): () => void {
  const off = [live.onEvent((event) => refresh(event.name)), live.onReset(() => refresh(null))];
  return () => {
    for (const stop of off) stop();
  };
}

/** The browser's fetch, which also tells the page whether there is a connection. */
export const watchedFetch: typeof fetch = async (input, init) => {
  try {
    const response = await fetch(input, init);
    setOnline(true);
    return response;
  } catch (error) {
    if ((error as Error).name !== 'AbortError') setOnline(false);
    throw error;
  }
};
