import { expect, test } from 'vitest';
import type { Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import { historyPapers } from './history-papers.ts';

const seen: unknown[] = [];
const print: Job<{ orderId: string }, AppContext> = {
  name: 'orders.print',
  attempts: 1,
  timeoutSeconds: 1,
  run: async ({ context }, payload) => void seen.push([context.clock.now(), payload]),
};
const run = {
  context: { clock: { now: () => '2026-03-02T09:00:00.000Z' } } as AppContext,
  tenantId: 'x' as never,
  signal: new AbortController().signal,
  attempt: 1,
};

test('a paper of the history is printed under the clock of its day', async () => {
  const at = '2026-02-03T08:05:00.000Z';
  const papers = historyPapers([print as Job<never, AppContext>], () => Promise.resolve(true));
  await papers.run(run, [{ name: 'orders.print', payload: { orderId: 'a' }, at }]);
  expect(seen).toEqual([[at, { orderId: 'a' }]]);
});

test('a job that is not there is named', async () => {
  await expect(
    historyPapers([], () => Promise.resolve(true)).run(run, [
      { name: 'gone', payload: {}, at: run.context.clock.now() },
    ]),
  ).rejects.toThrow('gone');
});

test('papers of a demo that was made anew are not printed', async () => {
  const papers = historyPapers([print as Job<never, AppContext>], () => Promise.resolve(false));
  const before = seen.length;
  await papers.run(run, [{ name: 'orders.print', payload: {}, at: run.context.clock.now() }]);
  expect(seen).toHaveLength(before);
});
