import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { config } from 'zod';
import { createClient, OfflineError, ProblemError, type Client } from '#platform/http/client.ts';
import { KitContext, type KeptAnswers } from './context.ts';
import { createRefresh, followLive, watchedFetch, type Refresh } from './data.ts';
import { startLive, type Live } from './live.ts';
import { locale, startLocale } from './locale.ts';
import { holdWhilePressed } from './press-hold.ts';
import { startShortcuts } from './shortcuts.ts';
import { startTheme } from './theme-choice.ts';
import { say } from '#platform/words/words.ts';
import { toast } from './toasts.ts';
import { Toasts } from './toasts-view.tsx';
import { kitWords } from './words.ts';
import './tokens.css';
import './base.css';

// zod compiles schemas with `new Function` where it may; the page's security policy forbids it, so it need not try.
config({ jitless: true });

/** The client of this page: same origin, in the screen's language. */
export function browserClient(): Client {
  return createClient({
    origin: '',
    fetch: watchedFetch,
    headers: () => ({ 'accept-language': locale() }),
    onMasked: (count) =>
      void toast({
        title: say(kitWords, locale(), 'kit.cardsMasked', { count }),
        text: say(kitWords, locale(), 'kit.cardsMasked.why'),
        tone: 'trouble',
      }),
  });
}

/** Called once by every entry before it draws. */
export function startPage(): void {
  startLocale();
  startTheme();
  notifyManager.setScheduler(holdWhilePressed(window).soon);
}

/** Reads are tried again only where a second attempt may help. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        networkMode: 'always',
        retry: (failures, error) =>
          failures < 2 &&
          !(error instanceof OfflineError) &&
          !(error instanceof ProblemError && error.problem.status < 500),
      },
      mutations: { networkMode: 'always' },
    },
  });
}

export interface BaseProps {
  readonly client: Client;
  /** where answers are kept for work without a connection */
  readonly kept?: KeptAnswers;
  /** open the live stream: as soon as somebody is signed in */
  readonly live: boolean;
  readonly queries: QueryClient;
  /** how answers are asked for anew; a page that tells it of more than the stream brings its own */
  readonly refresh?: Refresh;
  readonly children: ReactNode;
}

/** What office and station share: client, cache, live stream, keys, toasts. Without Mantine. */
export function Base({ client, kept, live: wanted, queries, refresh, children }: BaseProps) {
  const [live, setLive] = useState<Live | null>(null);
  useEffect(() => {
    if (!wanted) return;
    const stream = startLive();
    const off = followLive(stream, refresh ?? createRefresh(queries));
    setLive(stream);
    return () => {
      off();
      stream.stop();
      setLive(null);
    };
  }, [wanted, queries, refresh]);
  useEffect(startShortcuts, []);
  const facts = useMemo(() => ({ client, live, kept: kept ?? null }), [client, live, kept]);
  return (
    <KitContext value={facts}>
      <QueryClientProvider client={queries}>
        {children}
        <Toasts />
      </QueryClientProvider>
    </KitContext>
  );
}
