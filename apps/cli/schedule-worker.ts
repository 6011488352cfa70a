import { parentPort, workerData } from 'node:worker_threads';
import { solveSchedule } from '#domain/scheduling/solve.ts';
import type { WorkerSays, WorkerTask } from './schedule-threads.ts';
import { budgetOf } from './schedule-threads.ts';

const task = workerData as WorkerTask;
const say = (said: WorkerSays): void => parentPort?.postMessage(said);
const schedule = solveSchedule(task.instance, {
  seed: task.seed,
  budget: budgetOf(task.budget),
  onProgress: ({ value }) => say({ progress: value }),
});
say({ schedule });
