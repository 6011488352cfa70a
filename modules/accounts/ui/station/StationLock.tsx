import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  lazy,
  Suspense,
  use,
  useCallback,
  useEffect,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { OfflineError, ProblemError } from '#platform/http/client.ts';
import { useOnline } from '#platform/web-kit/connection.ts';
import { useKit } from '#platform/web-kit/context.ts';
import { readKey, useRead } from '#platform/web-kit/data.ts';
import { useOutbox } from '#platform/web-kit/outbox-view.tsx';
import { PageToCome } from '#platform/web-kit/read-state.tsx';
import { session as sessionRoute, signOut, type Session } from '../../contract.ts';
import { signInWithPin, thisDevice } from '../../device-contract.ts';
import { useNewSession } from '../SessionGate.tsx';
import { watchIdle } from './idle.ts';

// Comes when it is shown; the device keeps it, with a connection or without.
const PinPad = lazy(() => import('./PinPad.tsx').then(({ PinPad: pad }) => ({ default: pad })));
const pinMemory = () => import('./pin-memory.ts');

/** `locked`, or `unproven`: opened without a connection, the server has not been asked yet. Survives a reload. */
const STATE = 'tenon.station.lock';
/** What is on its way gets so long to arrive before the device is the next one's. */
const LEAVE_MS = 4_000;
const AGAIN_MS = 5_000;

const LockContext = createContext<(() => void) | null>(null);

/** Locks the station for the next worker; null where the device is not shared. */
export function useStationLock(): (() => void) | null {
  return use(LockContext);
}

/** Whether the person was only recalled: the queue waits until the server has heard their PIN. */
export function isUnproven(): boolean {
  return localStorage.getItem(STATE) !== null;
}

/**
 * The lock of a shared station: it closes by itself after a while without a touch, and opens with six digits. Behind it
 * nothing is drawn. Without a connection whoever has worked here before goes on; what they tap waits until the server
 * has heard their PIN, so that no tap is ever taken for somebody else's.
 */
export function StationLock({ children }: { readonly children: ReactNode }) {
  const { client, kept } = useKit();
  const outbox = useOutbox();
  const queries = useQueryClient();
  const newSession = useNewSession();
  const latest = useRef(newSession);
  latest.current = newSession;
  const begin = useCallback((answer: Session) => latest.current(answer), []);
  const online = useOnline();
  const device = useRead(thisDevice, {}, { keep: true }).data?.device ?? null;
  const here = useRead(sessionRoute, {}, { keep: true }).data;
  const [locked, setLocked] = useState(isUnproven);
  const [otherWay, setOtherWay] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const pending = useRef<string | null>(null);
  /** the last one's way out: what they tapped goes first, then their session */
  const leaving = useRef<Promise<void>>(Promise.resolve());

  const lock = useCallback(() => {
    localStorage.setItem(STATE, 'locked');
    pending.current = null;
    setOtherWay(false);
    setLocked(true);
    const leave = async (): Promise<void> => {
      await Promise.race([outbox.release(), new Promise((resolve) => setTimeout(resolve, LEAVE_MS))]);
      outbox.pause(true);
      queries.removeQueries({
        predicate: (query) => !String(query.queryKey[0]).startsWith(sessionRoute.path),
      });
      try {
        begin(await client.call(signOut, {}));
      } catch (error) {
        // Without a connection the session ends by itself, or as soon as there is one again.
        if (!(error instanceof OfflineError) && !(error instanceof ProblemError)) throw error;
      }
    };
    leaving.current = leave();
  }, [begin, client, outbox, queries]);

  const leftOpen = locked && online && here?.signedIn === true && pending.current === null;
  useEffect(() => {
    if (!leftOpen) return;
    // It was locked without a connection: the session of whoever was here ends with the first one.
    const end = async (): Promise<void> => {
      await leaving.current;
      begin(await client.call(signOut, {}));
    };
    end().catch((error: unknown) => {
      if (!(error instanceof OfflineError) && !(error instanceof ProblemError)) throw error;
    });
  }, [leftOpen, begin, client]);

  const open = useCallback((state: 'open' | 'unproven') => {
    if (state === 'open') localStorage.removeItem(STATE);
    else localStorage.setItem(STATE, state);
    setLocked(false);
  }, []);

  /** @returns why it did not open; null when it did */
  const tryPin = async (pin: string): Promise<'wrong' | 'wait' | 'offline' | null> => {
    outbox.pause(true);
    try {
      const answer = await client.call(signInWithPin, { body: { pin } });
      if (kept) await (await pinMemory()).rememberPin(kept, pin, answer);
      begin(answer);
      open('open');
      return null;
    } catch (error) {
      if (error instanceof ProblemError) return error.problem.status === 429 ? 'wait' : 'wrong';
      if (!(error instanceof OfflineError)) throw error;
    }
    const known = kept && (await (await pinMemory()).recallPin(kept, pin));
    if (!known) return 'offline';
    pending.current = pin;
    // Also what a reload without a connection would find: the one before is not here any more.
    await kept.set(JSON.stringify(readKey(sessionRoute)), known);
    queries.setQueryData(readKey(sessionRoute), known);
    open('unproven');
    return null;
  };

  useEffect(() => {
    const pin = pending.current;
    if (!online || locked || pin === null) return;
    // Said once: another drawing of this page must not say it again meanwhile.
    pending.current = null;
    const prove = async (): Promise<void> => {
      try {
        const answer = await client.call(signInWithPin, { body: { pin } });
        localStorage.removeItem(STATE);
        queries.setQueryData(readKey(sessionRoute), answer);
        outbox.pause(false);
      } catch (error) {
        // The PIN is nobody's any more: the taps stay on the device, and it closes.
        if (error instanceof ProblemError && error.problem.status < 429) return lock();
        // The server is busy, or the connection went again: the queue waits until it has heard the PIN.
        pending.current = pin;
        setTimeout(() => setAttempt((before) => before + 1), AGAIN_MS);
        if (!(error instanceof OfflineError) && !(error instanceof ProblemError)) throw error;
      }
    };
    void prove();
  }, [online, locked, attempt, client, lock, outbox, queries]);

  const watched = device !== null && !locked && here?.signedIn === true;
  useIdle(watched ? device.lockSeconds : null, lock);

  const closed = locked || (device !== null && here?.signedIn === false && !otherWay);
  if (closed)
    return (
      <Suspense fallback={<PageToCome />}>
        <PinPad
          name={device?.name ?? ''}
          onPin={tryPin}
          {...(here?.signedIn === false
            ? {
                onOther: () => {
                  open('open');
                  setOtherWay(true);
                },
              }
            : {})}
        />
      </Suspense>
    );
  return <LockContext value={device ? lock : null}>{children}</LockContext>;
}

/** Calls `then` after so many seconds without a touch. */
function useIdle(seconds: number | null, then: () => void): void {
  const latest = useRef(then);
  latest.current = then;
  useEffect(
    () => (seconds === null ? undefined : watchIdle(seconds, () => latest.current(), { window, document })),
    [seconds],
  );
}
