import { resolve } from 'node:path';
import { resetDemo } from '#apps/server/demo/reset.ts';
import { ConfigError, readConfig } from '#platform/config/config.ts';
import type { Io } from './main.ts';

const root = resolve(import.meta.dirname, '../..');

/** `tenon demo reset`: the demo factory as on its first day, also while the server runs. */
export async function demo(argv: string[], io: Io): Promise<number> {
  if (argv.length !== 1 || argv[0] !== 'reset') {
    io.err('usage: npm run tenon -- demo reset\n');
    return 2;
  }
  const config = readConfig(process.env, root, (sentence) => io.err(`${sentence}\n`));
  try {
    const seconds = await resetDemo(config, (sentence) => io.err(`${sentence}\n`));
    io.out(`The demo factory is new (${seconds.toFixed(1)} s).\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    io.err(`${error.message}\n`);
    return 1;
  }
}
