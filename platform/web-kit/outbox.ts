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
  /** not sent before, so that it can be taken back whole; a further tap ends the wait */
  readonly heldUntil?: string;
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
   * @param holdMs kept back for so long, so that it can be taken back whole; the next command ends that
   * @returns its key, for `withdraw`
   */
  add<T extends AnyRouteLike>(
    route: T,
    input: Pick<CallInput<T>, 'params' | 'body'>,
    label: string,
    holdMs?: number,
  ): Promise<string>;
  /** Takes a command out that has not been sent. @returns false when it is sent or on its way: it cannot be unsaid here */
  withdraw(key: string): Promise<boolean>;
  /** sends what is kept back: whoever made it leaves */
  release(): Promise<void>;
  /** true: nothing goes out until it is clear that the server knows who makes the taps */
  pause(paused: boolean): void;
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

/** How commands of one route go out many at a time, as after a shift without a connection. */
export interface Batch {
  /** path of the route whose commands it takes */
  readonly of: string;
  readonly route: AnyRouteLike;
  readonly most: number;
  readonly body: (commands: readonly QueuedCommand[]) => unknown;
  /** one answer per command, in their order */
  readonly answers: (answer: unknown) => readonly unknown[];
}

const RETRY_MS = 5_000;
const HOLD_MS_MAX = 60_000;

/** How long a command is still kept back. A clock that was set back keeps none for longer than any is ever kept. */
function holdLeft(command: QueuedCommand | undefined): number {
  if (command?.heldUntil === undefined) return 0;
  const ms = Date.parse(command.heldUntil) - Date.now();
  return ms > HOLD_MS_MAX ? 0 : Math.max(0, ms);
}
const FRAME_MS_MAX = 100;

/** Runs `work` once the next frame stands. A page that is not shown draws none; it does not wait for long. */
function afterFrame(work: () => void): void {
  let done = false;
  const once = (): void => {
    if (done) return;
    done = true;
    work();
  };
  requestAnimationFrame(() => setTimeout(once, 0));
  setTimeout(once, FRAME_MS_MAX);
}

/** One sender per device, however many pages of the station are open. */
const LOCK = 'tenon-outbox';
const NOTHING: OutboxView = { waiting: 0, refused: [], sending: false, signInNeeded: false, others: 0 };

/**
 * The station's queue. Commands go out one after the other in the order of making, each with its own key; a lost
 * connection, a reload or a killed browser loses none and doubles none. Tried again when the connection returns, when
 * the page is shown, and every five seconds while something waits.
 */
export function createOutbox(client: Client, name = 'tenon-station', batch?: Batch): Outbox {
  const db = openDeviceStore<QueuedCommand>(name);

  const listeners = new Set<() => void>();
  const sentListeners = new Set<(command: QueuedCommand, answer: unknown) => void>();
  let view = NOTHING;
  let owner: string | null = null;
  let draining: Promise<void> | null = null;
  let stopped = false;
  /** a batch was not taken as a whole: until the queue is through, each goes alone */
  let single = false;
  let paused = false;

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
    let next = await nextOnes();
    if (next.length === 0) return;
    tell({ sending: true });
    try {
      while (next.length > 0 && !stopped) {
        const [first] = next;
        const more = next.length > 1 && batch ? await sendTogether(next, batch) : await sendOne(first!);
        await look();
        if (!more) break;
        next = await nextOnes();
      }
    } finally {
      single = false;
      tell({ sending: false });
      await look();
    }
  }

  async function oldest(): Promise<QueuedCommand | undefined> {
    if (owner === null || paused) return undefined;
    const next = (await db.all()).find((command) => command.owner === owner && command.state === 'waiting');
    const holdMs = holdLeft(next);
    if (holdMs === 0) return next;
    setTimeout(tryNow, holdMs + 20);
    return undefined;
  }

  /** What can go out together from the front of the queue: one, or several for the batch's route. */
  async function nextOnes(): Promise<QueuedCommand[]> {
    const first = await oldest();
    if (!first || !batch || single || first.route.path !== batch.of) return first ? [first] : [];
    const all = (await db.all()).filter((one) => one.owner === owner && one.state === 'waiting');
    const end = all.findIndex((one) => one.route.path !== batch.of || holdLeft(one) > 0);
    return all.slice(0, Math.min(batch.most, end < 0 ? all.length : end));
  }

  /** @returns whether the next ones may be tried */
  async function sendTogether(commands: readonly QueuedCommand[], how: Batch): Promise<boolean> {
    try {
      const answers = how.answers(
        await client.call(how.route, {
          body: how.body(commands),
          // Each command in it has a key of its own: the whole may come again in any other company.
          idempotencyKey: crypto.randomUUID(),
        } as CallInput<AnyRouteLike>),
      );
      for (const [i, command] of commands.entries()) {
        await db.remove(command.seq);
        for (const listener of sentListeners) listener(command, answers[i]);
      }
      tell({ signInNeeded: false });
      return true;
    } catch (error) {
      if (error instanceof OfflineError) return false;
      if (!(error instanceof ProblemError)) throw error;
      if (error.problem.status === 401) tell({ signInNeeded: true });
      if (error.problem.status === 401 || error.problem.status === 429) return false;
      // One of them is not taken: said one by one, the others are, and it is shown which.
      single = true;
      return true;
    }
  }

  /** What came before a command goes out before it. */
  async function endHolds(before = Infinity): Promise<void> {
    for (const command of await db.all())
      if (command.owner === owner && command.heldUntil !== undefined && command.seq < before)
        await db.update(command.seq, { heldUntil: command.madeAt });
  }

  async function takeOut(key: string): Promise<boolean> {
    const command = (await db.all()).find((one) => one.key === key);
    if (!command) return false;
    await db.remove(command.seq);
    return true;
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
    async add(route, input, label, holdMs = 0) {
      if (owner === null) throw new Error('a command was queued before anybody signed in');
      const { method, path, kind } = route;
      const key = crypto.randomUUID();
      const seq = await db.add({
        key,
        route: { method, path, kind },
        params: input.params ?? null,
        body: input.body,
        label,
        owner,
        madeAt: new Date().toISOString(),
        state: 'waiting',
        ...(holdMs > 0 ? { heldUntil: new Date(Date.now() + holdMs).toISOString() } : {}),
      });
      tell({ waiting: view.waiting + 1 });
      // It is safe, and whoever made it sees that first; then it goes out, after what came before it.
      afterFrame(() => void endHolds(seq).then(look).then(tryNow));
      return key;
    },
    async withdraw(key) {
      // Under the senders' lock nobody is in the middle of sending it; a page that sends just now keeps it.
      if (draining) return false;
      const taken = navigator.locks
        ? await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? takeOut(key) : false))
        : await takeOut(key);
      await look();
      return taken;
    },
    async release() {
      await endHolds();
      await drain();
    },
    async decide(seq, choice) {
      if (choice === 'drop') await db.remove(seq);
      // A new intent after a clear no: the old key would only bring the old answer.
      else await db.update(seq, { state: 'waiting', key: crypto.randomUUID() });
      await look();
      tryNow();
    },
    setOwner(next) {
      const same = owner === next;
      owner = next;
      // What a page that is gone kept back cannot be taken back any more.
      void (same ? Promise.resolve() : endHolds()).then(look).then(tryNow);
    },
    pause(next) {
      paused = next;
      if (!paused) tryNow();
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
    kept: keptOf(db.kept, () => owner),
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

/** Known before anybody is: who was here last, and what this device is. */
const OF_THE_DEVICE = '["/api/session';

/**
 * Each owner's answers and notes lie apart: whoever comes next on this device finds their own. What was read from the
 * server goes when they leave for good; what they have still to decide stays for them.
 */
function keptOf(store: ReturnType<typeof openDeviceStore>['kept'], owner: () => string | null): KeptAnswers {
  const place = (key: string): string =>
    key.startsWith(OF_THE_DEVICE) || key.startsWith('device.') ? key : `${owner() ?? ''} ${key}`;
  return {
    get: (key) => store.get(place(key)),
    set: (key, answer) => store.set(place(key), answer),
    clear: () => store.forget(`${owner() ?? ''} [`),
  };
}

/** The queue as it stands, for the header and for choices. */
export function useOutboxView(outbox: Outbox): OutboxView {
  return useSyncExternalStore(outbox.subscribe, outbox.view);
}
