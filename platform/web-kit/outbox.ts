import { useSyncExternalStore } from 'react';
import { OfflineError, ProblemError, type CallInput, type Client } from '#platform/http/client.ts';
import type { Problem } from '#platform/http/contract.ts';
import { isOnline, onConnection } from './connection.ts';
import type { KeptAnswers } from './context.ts';
import type { AnyRouteLike } from './data.ts';
import { openDeviceStore } from './device-store.ts';

/** One tap, on its way to the server. */
export interface QueuedCommand {
  /** order of making; what goes out first */
  readonly seq: number;
  /** idempotency key: sent however often, done once */
  readonly key: string;
  readonly route: AnyRouteLike;
  readonly params: unknown;
  readonly body: unknown;
  /** as the worker knows it: “K1042-031 done” */
  readonly label: string;
  /** whose tap it was, as the station knows them; only they see it and send it */
  readonly owner: string;
  readonly madeAt: string;
  /** `refused`: the server said no, a person decides */
  readonly state: 'waiting' | 'refused';
  readonly problem?: Problem;
}

export interface OutboxView {
  /** not yet answered, of this owner */
  readonly waiting: number;
  readonly refused: readonly QueuedCommand[];
  readonly sending: boolean;
  /** the server wants somebody to sign in before it takes more */
  readonly signInNeeded: boolean;
  /** commands of others on this device, kept until they sign in again */
  readonly others: number;
}

export interface Outbox {
  /**
   * Stores a command. Resolves when it is on the disk: only then may a screen show it as saved.
   * The answer comes later; a refusal surfaces as a choice (`view.refused`).
   */
  add<T extends AnyRouteLike>(
    route: T,
    input: Pick<CallInput<T>, 'params' | 'body'>,
    label: string,
  ): Promise<void>;
  /** `again` sends it anew as a new intent, `drop` leaves it out */
  decide(seq: number, choice: 'again' | 'drop'): Promise<void>;
  /** called when somebody signs in: theirs is sent from now on */
  setOwner(owner: string | null): void;
  /** tries to send now; resolves when nothing more can be sent */
  drain(): Promise<void>;
  /** told after each command the server accepted */
  onSent(listener: (command: QueuedCommand, answer: unknown) => void): () => void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly view: () => OutboxView;
  readonly kept: KeptAnswers;
  stop(): void;
}

const RETRY_MS = 5_000;
/** One sender per device, however many pages of the station are open. */
const LOCK = 'tenon-outbox';
const NOTHING: OutboxView = { waiting: 0, refused: [], sending: false, signInNeeded: false, others: 0 };

/**
 * The station's queue. Commands go out one after the other in the order of making, each with its own key; a lost
 * connection, a reload or a killed browser loses none and doubles none. Tried again when the connection returns, when
 * the page is shown, and every five seconds while something waits.
 */
export function createOutbox(client: Client, name = 'tenon-station'): Outbox {
  const db = openDeviceStore<QueuedCommand>(name);

  const listeners = new Set<() => void>();
  const sentListeners = new Set<(command: QueuedCommand, answer: unknown) => void>();
  let view = NOTHING;
  let owner: string | null = null;
  let draining: Promise<void> | null = null;
  let stopped = false;

  function tell(change: Partial<OutboxView>): void {
    view = { ...view, ...change };
    for (const listener of listeners) listener();
  }

  async function look(): Promise<void> {
    const all = await db.all();
    const mine = all.filter((command) => command.owner === owner);
    tell({
      waiting: mine.filter((command) => command.state === 'waiting').length,
      refused: mine.filter((command) => command.state === 'refused'),
      others: all.length - mine.length,
    });
  }

  /** @returns whether the next one may be tried */
  async function sendOne(command: QueuedCommand): Promise<boolean> {
    try {
      const answer = await client.call(command.route, {
        params: command.params,
        body: command.body,
        idempotencyKey: command.key,
      } as CallInput<AnyRouteLike>);
      await db.remove(command.seq);
      tell({ signInNeeded: false });
      for (const listener of sentListeners) listener(command, answer);
      return true;
    } catch (error) {
      if (error instanceof OfflineError) return false;
      if (!(error instanceof ProblemError)) throw error;
      const { problem } = error;
      if (problem.status === 401) {
        tell({ signInNeeded: true });
        return false;
      }
      // The server is busy or in trouble: nothing was decided, the same key goes out again later.
      if (problem.status >= 500 || problem.status === 429 || problem.status === 408) return false;
      await db.update(command.seq, { state: 'refused', problem });
      return true;
    }
  }

  async function sendAll(): Promise<void> {
    let next = await oldest();
    if (!next) return;
    tell({ sending: true });
    try {
      while (next && !stopped && (await sendOne(next))) {
        await look();
        next = await oldest();
      }
    } finally {
      tell({ sending: false });
      await look();
    }
  }

  async function oldest(): Promise<QueuedCommand | undefined> {
    if (owner === null) return undefined;
    return (await db.all()).find((command) => command.owner === owner && command.state === 'waiting');
  }

  function drain(): Promise<void> {
    if (stopped) return Promise.resolve();
    draining ??= (async () => {
      if (!navigator.locks) return sendAll();
      await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
        // Another page of this station is sending.
        if (lock) await sendAll();
        else await look();
      });
    })().finally(() => {
      draining = null;
    });
    return draining;
  }

  const tryNow = (): void => void drain();
  const whenShown = (): void => {
    if (document.visibilityState === 'visible') tryNow();
  };
  const timer = setInterval(() => {
    if (view.waiting > 0) tryNow();
  }, RETRY_MS);
  window.addEventListener('online', tryNow);
  document.addEventListener('visibilitychange', whenShown);
  const offConnection = onConnection(() => {
    if (isOnline()) tryNow();
  });

  return {
    async add(route, input, label) {
      if (owner === null) throw new Error('a command was queued before anybody signed in');
      const { method, path, kind } = route;
      await db.add({
        key: crypto.randomUUID(),
        route: { method, path, kind },
        params: input.params ?? null,
        body: input.body,
        label,
        owner,
        madeAt: new Date().toISOString(),
        state: 'waiting',
      });
      await look();
      tryNow();
    },
    async decide(seq, choice) {
      if (choice === 'drop') await db.remove(seq);
      // A new intent after a clear no: the old key would only bring the old answer.
      else await db.update(seq, { state: 'waiting', key: crypto.randomUUID() });
      await look();
      tryNow();
    },
    setOwner(next) {
      owner = next;
      void look().then(tryNow);
    },
    drain,
    onSent(listener) {
      sentListeners.add(listener);
      return () => void sentListeners.delete(listener);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    view: () => view,
    kept: db.kept,
    stop() {
      stopped = true;
      clearInterval(timer);
      window.removeEventListener('online', tryNow);
      document.removeEventListener('visibilitychange', whenShown);
      offConnection();
      db.close();
    },
  };
}

/** The queue as it stands, for the header and for choices. */
export function useOutboxView(outbox: Outbox): OutboxView {
  return useSyncExternalStore(outbox.subscribe, outbox.view);
}
