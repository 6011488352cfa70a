import { parentPort } from 'node:worker_threads';
import type { KeptTask } from './handle.ts';
import { runTask } from './run-task.ts';

/** Runs inside a kept worker: one task after the other, in the order in which they were asked. */
let before: Promise<unknown> = Promise.resolve();
parentPort?.on('message', (task: KeptTask) => {
  before = before.then(async () => {
    const said = await runTask(task, { progress: () => undefined, cancelled: () => false });
    try {
      parentPort?.postMessage(said);
    } catch (error) {
      // A result that cannot be copied is the function's fault, and is told as one.
      parentPort?.postMessage({
        kind: 'error',
        error: error instanceof Error ? error : new Error(String(error)),
      });
    }
  });
});
