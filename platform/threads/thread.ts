import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadFunction, ThreadSays, ThreadTask } from './handle.ts';

/** Runs inside the worker: loads the module, calls the function, says what came of it. */
const task = workerData as ThreadTask;
const flag = new Int32Array(task.flag);
const say = (said: ThreadSays): void => parentPort?.postMessage(said);

try {
  const module = (await import(task.moduleUrl)) as Record<string, unknown>;
  const run = module[task.exportName];
  if (typeof run !== 'function')
    throw new TypeError(`${task.moduleUrl} exports no function ${task.exportName}`);
  const value = await (run as ThreadFunction<unknown, unknown, unknown>)(task.input, {
    progress: (news) => say({ kind: 'progress', news }),
    cancelled: () => Atomics.load(flag, 0) === 1,
  });
  say({ kind: 'result', value });
} catch (error) {
  // The thread ends by itself; what was thrown travels as a value, with its stack.
  say({ kind: 'error', error: error instanceof Error ? error : new Error(String(error)) });
}
