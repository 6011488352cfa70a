import { expect, test } from 'vitest';
import { runInThread, ThreadCancelled, ThreadFailed, threadLoad } from './run-in-thread.ts';

const work = new URL('./testing/work.ts', import.meta.url);

test('a function runs in a thread, tells its progress in order, and its result comes back', async () => {
  const heard: number[] = [];
  const sum = await runInThread<unknown, number, number>(
    work,
    { upTo: 4 },
    { onProgress: (news) => heard.push(news) },
  );
  expect(sum).toBe(1 + 2 + 3 + 4);
  expect(heard).toEqual([1, 3, 6, 10]);
});

test('at the deadline the function is told and what it has counts', async () => {
  expect(await runInThread(work, null, { exportName: 'untilTold', deadlineSeconds: 0.05 })).toBe('told');
});

test('a signal ends a running function and its result is thrown away', async () => {
  const stop = new AbortController();
  const run = runInThread(work, null, {
    exportName: 'untilTold',
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await expect(run).rejects.toBeInstanceOf(ThreadCancelled);
});

test('a function that does not listen is terminated after the grace', async () => {
  const stop = new AbortController();
  const aborted = runInThread(work, null, {
    exportName: 'deaf',
    signal: stop.signal,
    graceSeconds: 0.05,
    onProgress: () => stop.abort(),
  });
  await expect(aborted).rejects.toBeInstanceOf(ThreadCancelled);
  await expect(
    runInThread(work, null, { exportName: 'deaf', deadlineSeconds: 0.05, graceSeconds: 0.05 }),
  ).rejects.toThrow(/did not end within 0.05 s/);
});

test('what the function throws arrives with its kind and message', async () => {
  await expect(runInThread(work, null, { exportName: 'refuses' })).rejects.toThrow('board 7 is unknown');
  await expect(runInThread(work, null, { exportName: 'nothing' })).rejects.toThrow(
    /exports no function nothing/,
  );
  await expect(runInThread(work, null, { exportName: 'unsendable' })).rejects.toThrow(/could not be cloned/);
});

test('a thread that dies is an error, never a hang', async () => {
  await expect(runInThread(work, null, { exportName: 'dies' })).rejects.toThrow(/died with code 7/);
});

test('a thread that eats its memory dies alone', async () => {
  const run = runInThread(work, null, { exportName: 'eats', memoryMb: 32 });
  await expect(run).rejects.toBeInstanceOf(ThreadFailed);
  await expect(run).rejects.toMatchObject({ cause: { code: 'ERR_WORKER_OUT_OF_MEMORY' } });
});

test('no more threads than places: the others wait in line, and leave it when cancelled', async () => {
  const { max } = threadLoad();
  const stop = new AbortController();
  const busy = Array.from({ length: max }, () =>
    runInThread(work, null, { exportName: 'untilTold', signal: stop.signal }),
  );
  await Promise.resolve();
  const impatient = new AbortController();
  const second = runInThread(work, { upTo: 1 }, { signal: impatient.signal });
  const patient = runInThread(work, { upTo: 2 });
  await Promise.resolve();
  expect(threadLoad()).toEqual({ running: max, waiting: 2, max });
  impatient.abort();
  await expect(second).rejects.toBeInstanceOf(ThreadCancelled);
  expect(threadLoad().waiting).toBe(1);
  stop.abort();
  await Promise.allSettled(busy);
  expect(await patient).toBe(3);
  expect(threadLoad()).toEqual({ running: 0, waiting: 0, max });
});
