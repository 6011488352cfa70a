import { afterEach, expect, test } from 'vitest';
import { keepThread, type KeptThread } from './keep-thread.ts';
import { ThreadFailed } from './run-in-thread.ts';

const work = new URL('./testing/work.ts', import.meta.url);
let thread: KeptThread;
afterEach(() => thread.close());

test('one thread answers everything in the order in which it was asked', async () => {
  thread = keepThread();
  const order: number[] = [];
  const sums = [30_000, 3, 2].map(async (upTo) => {
    const sum = await thread.run<unknown, number>(work, { upTo });
    order.push(upTo);
    return sum;
  });
  expect(await Promise.all(sums)).toEqual([450_015_000, 6, 3]);
  expect(order).toEqual([30_000, 3, 2]);
});

test('what a function throws, or gives and cannot be copied, is its own; the thread goes on', async () => {
  thread = keepThread();
  await expect(thread.run(work, null, 'refuses')).rejects.toThrow('board 7 is unknown');
  await expect(thread.run(work, null, 'nothing')).rejects.toThrow('exports no function nothing');
  await expect(thread.run(work, null, 'unsendable')).rejects.toThrow(/could not be cloned/);
  expect(await thread.run(work, { upTo: 2 })).toBe(3);
});

test('a thread that died or was closed fails whoever waits, and whoever asks later', async () => {
  thread = keepThread();
  const waiting = [thread.run(work, null, 'dies'), thread.run(work, { upTo: 2 })];
  for (const one of await Promise.allSettled(waiting))
    expect(one).toMatchObject({ status: 'rejected', reason: expect.any(ThreadFailed) as unknown });
  await expect(thread.run(work, { upTo: 2 })).rejects.toBeInstanceOf(ThreadFailed);
  thread = keepThread();
  const cut = thread.run(work, null, 'deaf');
  await Promise.all([expect(cut).rejects.toBeInstanceOf(ThreadFailed), thread.close()]);
});
