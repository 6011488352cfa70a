import type { KeptTask, ThreadFunction, ThreadHandle, ThreadSays } from './handle.ts';

/** Loads the module and calls the function; what was thrown travels as a value, with its stack. */
export async function runTask(
  task: KeptTask,
  handle: ThreadHandle,
): Promise<Exclude<ThreadSays, { kind: 'progress' }>> {
  try {
    const module = (await import(task.moduleUrl)) as Record<string, unknown>;
    const run = module[task.exportName];
    if (typeof run !== 'function')
      throw new TypeError(`${task.moduleUrl} exports no function ${task.exportName}`);
    return {
      kind: 'result',
      value: await (run as ThreadFunction<unknown, unknown, unknown>)(task.input, handle),
    };
  } catch (error) {
    return { kind: 'error', error: error instanceof Error ? error : new Error(String(error)) };
  }
}
