import type { Host } from './host.ts';
import { removeInstance, start } from './instances.ts';
import { isRunning } from './processes.ts';
import { switchRelease } from './switch-release.ts';

const LOOK_MS = 2_000;
/** A server that ends again and again is started more and more rarely, at most this many looks apart. */
const PATIENCE_MAX = 150;

/** After a start: what a kill left half-made is taken away or taken back, and servers that should run are looked for. */
export async function tidyUp(host: Host): Promise<void> {
  for (const instance of host.state.instances()) {
    if (instance.phase === 'making') await removeInstance(host, instance.name);
    else if (instance.before) await switchRelease(host, instance.name, instance.before.release);
  }
}

/** Starts again what should run and does not. @returns ends the watch */
export function watch(host: Host): () => void {
  const waiting = new Map<string, number>();
  const look = async (): Promise<void> => {
    for (const instance of host.state.instances()) {
      const { name, phase, wanted, before } = instance;
      if (phase !== 'ready' || wanted !== 'running' || before || isRunning(instance.process)) continue;
      const left = (waiting.get(name) ?? 0) - 1;
      waiting.set(name, left);
      if (left > 0) continue;
      instance.restarts += 1;
      waiting.set(name, Math.min(2 ** Math.min(instance.restarts, 10), PATIENCE_MAX));
      host.log('a server had ended and is started again', { name, restarts: instance.restarts });
      await start(host, instance);
    }
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look).catch((error: unknown) => {
      host.log('a server could not be started', { error: String(error) });
    });
  }, LOOK_MS);
  return () => clearInterval(timer);
}
