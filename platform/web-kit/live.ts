import { useEffect, useState } from 'react';
import { setOnline } from './connection.ts';

/** What a live screen hears: that something happened, never what. */
export interface LiveEvent {
  /** `order.confirmed` */
  readonly name: string;
  readonly aggregateId: string;
}

/** Passing news that is no event, e.g. how far a solver got. `subject` names what it is about. */
export type LiveNews = Readonly<Record<string, unknown>>;

export interface Live {
  onEvent(listener: (event: LiveEvent) => void): () => void;
  /** too much was missed, or the session changed: everything on screen may be old */
  onReset(listener: () => void): () => void;
  onNews(listener: (news: LiveNews) => void): () => void;
  stop(): void;
}

const RETRY_MS = 5_000;

/**
 * One stream per page to `GET /api/live`. The browser reconnects by itself and sends `Last-Event-ID`; when the server
 * ends the stream for good (a lost session, a proxy's error page) it is opened anew every five seconds.
 */
export function startLive(address = '/api/live'): Live {
  const events = new Set<(event: LiveEvent) => void>();
  const resets = new Set<() => void>();
  const news = new Set<(news: LiveNews) => void>();
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wasLost = false;

  function open(): void {
    clearTimeout(timer);
    source?.close();
    source = new EventSource(address);
    source.onopen = () => {
      setOnline(true);
      // A stream opened by us carries no Last-Event-ID: what happened in between is unknown.
      if (wasLost) for (const listener of resets) listener();
      wasLost = false;
    };
    source.onmessage = (message: MessageEvent<string>) => {
      const event = JSON.parse(message.data) as LiveEvent;
      for (const listener of events) listener(event);
    };
    source.addEventListener('reset', () => {
      for (const listener of resets) listener();
    });
    source.addEventListener('progress', (message) => {
      const told = JSON.parse((message as MessageEvent<string>).data) as LiveNews;
      for (const listener of news) listener(told);
    });
    source.onerror = () => {
      if (!navigator.onLine) setOnline(false);
      if (source?.readyState !== EventSource.CLOSED) return;
      wasLost = true;
      timer = setTimeout(open, RETRY_MS);
    };
  }

  const wentOffline = (): void => setOnline(false);
  const cameBack = (): void => {
    setOnline(true);
    wasLost = true;
    open();
  };
  window.addEventListener('offline', wentOffline);
  window.addEventListener('online', cameBack);
  open();

  const listen =
    <T>(listeners: Set<T>) =>
    (listener: T) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    };
  return {
    onEvent: listen(events),
    onReset: listen(resets),
    onNews: listen(news),
    stop: () => {
      clearTimeout(timer);
      source?.close();
      window.removeEventListener('offline', wentOffline);
      window.removeEventListener('online', cameBack);
    },
  };
}

/** The latest news for which `mine` holds, or null; `mine` should not change between draws. */
export function useNews<T extends LiveNews>(
  live: Live | null,
  mine: (news: LiveNews) => boolean,
  subject: string,
): T | null {
  const [last, setLast] = useState<{ subject: string; news: T } | null>(null);
  useEffect(() => {
    if (!live) return;
    return live.onNews((news) => {
      if (mine(news)) setLast({ subject, news: news as T });
    });
    // `mine` is made anew at each draw; what it is about is told by `subject`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [live, subject]);
  return last?.subject === subject ? last.news : null;
}
