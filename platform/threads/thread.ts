import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadSays, ThreadTask } from './handle.ts';
import { runTask } from './run-task.ts';

/** Runs inside the worker: loads the module, calls the function, says what came of it. */
const task = workerData as ThreadTask;
const flag = new Int32Array(task.flag);
const say = (said: ThreadSays): void => parentPort?.postMessage(said);

const said = await runTask(task, {
  progress: (news) => say({ kind: 'progress', news }),
  cancelled: () => Atomics.load(flag, 0) === 1,
});
try {
  say(said);
} catch (error) {
  // A result that cannot be copied is the function's fault, and is told as one.
  say({ kind: 'error', error: error instanceof Error ? error : new Error(String(error)) });
}
