import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ProblemError, type CallInput } from '#platform/http/client.ts';
import type { Problem, ResponseOf } from '#platform/http/contract.ts';
import { useKit } from '#platform/web-kit/context.ts';
import type { AnyRouteLike } from '#platform/web-kit/data.ts';

/** Long enough not to ask between two keys of one number, short enough to feel live. */
const PAUSE_MS = 120;

export interface Asked<T> {
  /** the last good answer, also while the next is on its way or was refused */
  readonly answer: T | undefined;
  /** why the newest question was refused */
  readonly problem: Problem | null;
  readonly busy: boolean;
}

/**
 * Asks a route that changes nothing, again after each change of what is asked (live preview, live price).
 * @param input null: nothing to ask yet
 */
export function useAsk<T extends AnyRouteLike>(route: T, input: CallInput<T> | null): Asked<ResponseOf<T>> {
  const { client } = useKit();
  const text = JSON.stringify(input);
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useQuery({
    queryKey: ['ask', route.path, asked],
    enabled: asked !== 'null',
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => client.call(route, { ...(JSON.parse(asked) as CallInput<T>), signal }),
  });
  const [last, setLast] = useState<ResponseOf<T>>();
  useEffect(() => {
    if (query.data !== undefined) setLast(query.data);
  }, [query.data]);
  return {
    answer: query.data ?? last,
    problem: query.error instanceof ProblemError ? query.error.problem : null,
    busy: query.isFetching || asked !== text,
  };
}
