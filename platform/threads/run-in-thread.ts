import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ThreadSays, ThreadTask } from './handle.ts';

export type { ThreadFunction, ThreadHandle } from './handle.ts';

export interface ThreadOptions<P> {
  /** which export of the module to run; `run` when absent */
  readonly exportName?: string;
  readonly onProgress?: (news: P) => void;
  /** aborted: the function is told, its result is thrown away */
  readonly signal?: AbortSignal;
  /** counted from the start of the thread, not from the wait in line: then the function is told and gives what it has */
  readonly deadlineSeconds?: number;
  /** how long a function that was told may take to end before its thread is terminated; 5 when absent */
  readonly graceSeconds?: number;
  /** heap of the thread in MB; 1,024 when absent */
  readonly memoryMb?: number;
}

/** The caller's signal ended it; nothing of it is left running. */
export class ThreadCancelled extends Error {
  constructor() {
    super('the computation was cancelled');
    this.name = 'ThreadCancelled';
  }
}

/** The thread died, ran out of memory, or did not end when told. */
export class ThreadFailed extends Error {}

/** One core stays free for the server itself. */
const THREADS_MAX = Math.max(1, availableParallelism() - 1);
const DEFAULT_GRACE_SECONDS = 5;
const DEFAULT_MEMORY_MB = 1024;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * Runs an exported function of a module file in a worker thread and gives its result.
 *
 * @param moduleUrl file URL of the module, `new URL('./cutting-thread.ts', import.meta.url)`
 * @param input anything that survives a structured clone
 * @throws ThreadCancelled when the signal was aborted, also while it waits in line; ThreadFailed when the thread died or
 *   had to be terminated; whatever the function threw
 */
export async function runInThread<I, R, P = unknown>(
  moduleUrl: URL | string,
  input: I,
  options: ThreadOptions<P> = {},
): Promise<R> {
  await takePlace(options.signal);
  try {
    return await runNow<I, R, P>(moduleUrl, input, options);
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/** How many threads compute and how many wait, for the figures of the server. */
export function threadLoad(): { running: number; waiting: number; max: number } {
  return { running, waiting: waiting.length, max: THREADS_MAX };
}

async function takePlace(signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) throw new ThreadCancelled();
  if (running >= THREADS_MAX) {
    await new Promise<void>((resolve, reject) => {
      const go = (): void => {
        signal?.removeEventListener('abort', leave);
        running += 1;
        resolve();
      };
      const leave = (): void => {
        waiting.splice(waiting.indexOf(go), 1);
        reject(new ThreadCancelled());
      };
      waiting.push(go);
      signal?.addEventListener('abort', leave, { once: true });
    });
    return;
  }
  running += 1;
}

function runNow<I, R, P>(moduleUrl: URL | string, input: I, options: ThreadOptions<P>): Promise<R> {
  const flag = new SharedArrayBuffer(4);
  const grace = options.graceSeconds ?? DEFAULT_GRACE_SECONDS;
  const task: ThreadTask = {
    moduleUrl: String(moduleUrl),
    exportName: options.exportName ?? 'run',
    input,
    flag,
  };
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: task,
    // The options of a test runner or debugger are not the thread's.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: options.memoryMb ?? DEFAULT_MEMORY_MB },
  });

  return new Promise<R>((resolve, reject) => {
    let said: Exclude<ThreadSays, { kind: 'progress' }> | undefined;
    let died: unknown;
    let forced = false;
    const timers: NodeJS.Timeout[] = [];
    const tell = (): void => {
      if (Atomics.exchange(new Int32Array(flag), 0, 1) === 1) return;
      timers.push(
        setTimeout(() => {
          forced = true;
          void worker.terminate();
        }, grace * 1000),
      );
    };
    if (options.deadlineSeconds !== undefined) timers.push(setTimeout(tell, options.deadlineSeconds * 1000));
    options.signal?.addEventListener('abort', tell, { once: true });
    if (options.signal?.aborted) tell();

    worker.on('message', (message: ThreadSays) => {
      if (message.kind !== 'progress') said = message;
      else if (!options.signal?.aborted) options.onProgress?.(message.news as P);
    });
    worker.on('messageerror', (error) => (died = error));
    worker.on('error', (error) => (died = error));
    // Every way out ends here, so that neither the caller nor the place in the pool is ever forgotten.
    worker.on('exit', (code) => {
      for (const timer of timers) clearTimeout(timer);
      options.signal?.removeEventListener('abort', tell);
      if (options.signal?.aborted) reject(new ThreadCancelled());
      else if (said?.kind === 'result') resolve(said.value as R);
      else if (said?.kind === 'error') reject(said.error as Error);
      else if (forced)
        reject(
          new ThreadFailed(`the thread did not end within ${grace} s after its deadline and was terminated`),
        );
      else
        reject(new ThreadFailed(`the thread died with code ${code} and without a result`, { cause: died }));
    });
  });
}
