import { parseArgs } from 'node:util';
import { rotateKeyRing } from '#platform/secrets/key-ring.ts';
import type { Io } from '../main.ts';
import { configOf } from './installation.ts';

const USAGE = 'usage: npm run tenon -- keys rotate [--data DIR] [--matching]\n';

/**
 * `tenon keys rotate`: a new key for what is encrypted in the database, while the server runs. What was encrypted before
 * stays readable and is encrypted anew within a day; old keys stay in the ring.
 */
export async function keys(argv: string[], io: Io): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { data: { type: 'string' }, matching: { type: 'boolean' } },
    });
  } catch {
    io.err(USAGE);
    return 2;
  }
  const { positionals, values } = parsed;
  if (positionals.length !== 1 || positionals[0] !== 'rotate') {
    io.err(USAGE);
    return 2;
  }
  const config = configOf(values.data, (sentence) => io.err(`${sentence}\n`));
  if (config.keyRing !== undefined) {
    io.err(
      'The keys come from TENON_KEY_RING. Add the new key there, make it the active one, and start again.\n',
    );
    return 1;
  }
  const id = rotateKeyRing(config.dataDir, values.matching ? 'matching' : 'sealing');
  io.out(`The new key is ${id}. Keep a copy of ${config.dataDir}/secrets/key-ring.json in a safe place.\n`);
  return 0;
}
