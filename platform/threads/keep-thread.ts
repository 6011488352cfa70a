import { Worker } from 'node:worker_threads';
import type { KeptTask, ThreadSays } from './handle.ts';
import { ThreadFailed } from './run-in-thread.ts';

/** A thread that stays open between computations. */
export interface KeptThread {
  /**
   * Runs an exported function as `runInThread` does, without progress or deadline, after what was asked before.
   *
   * @throws ThreadFailed when the thread died or was closed; whatever the function threw
   */
  run<I, R>(moduleUrl: URL | string, input: I, exportName?: string): Promise<R>;
  /** Ends the thread; what still waits is told that it failed. */
  close(): Promise<void>;
}

/**
 * One thread for many computations that are each shorter than the start of a thread, one after the other. Nothing limits
 * how long one may take: for what people wait for, `runInThread` is right.
 */
export function keepThread(): KeptThread {
  const worker = new Worker(new URL('./kept-thread.ts', import.meta.url), { execArgv: [] });
  const waiting: PromiseWithResolvers<unknown>[] = [];
  let ended: ThreadFailed | null = null;
  const fail = (error: ThreadFailed): void => {
    ended ??= error;
    for (const one of waiting.splice(0)) one.reject(ended);
  };
  worker.on('message', (said: ThreadSays) => {
    const first = waiting.shift();
    if (said.kind === 'result') first?.resolve(said.value);
    else if (said.kind === 'error') first?.reject(said.error);
  });
  worker.on('error', (cause) => fail(new ThreadFailed('the kept thread died', { cause })));
  worker.on('exit', (code) => fail(new ThreadFailed(`the kept thread ended with code ${code}`)));
  return {
    run: async <I, R>(moduleUrl: URL | string, input: I, exportName = 'run') => {
      if (ended) throw ended;
      const answer = Promise.withResolvers<unknown>();
      worker.postMessage({ moduleUrl: String(moduleUrl), exportName, input } satisfies KeptTask);
      waiting.push(answer);
      return (await answer.promise) as R;
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
