import { createContext, use } from 'react';
import type { Client } from '#platform/http/client.ts';
import type { Live } from './live.ts';

/** Answers kept on the device, for screens that must work without a connection (the station). */
export interface KeptAnswers {
  get(key: string): Promise<unknown>;
  set(key: string, answer: unknown): Promise<void>;
  clear(): Promise<void>;
}

export interface KitFacts {
  readonly client: Client;
  /** null until somebody is signed in */
  readonly live: Live | null;
  readonly kept: KeptAnswers | null;
}

export const KitContext = createContext<KitFacts | null>(null);

/** @throws Error outside of a provider: a bug in the entry */
export function useKit(): KitFacts {
  const facts = use(KitContext);
  if (!facts) throw new Error('the web kit has no provider here');
  return facts;
}
