import { siege } from '../scenarios/crash/siege.ts';
import type { Bench } from './run.ts';

const KILLS = 200;

/** `--kills 200 --seed 7 --seconds 480`: a number that stands after a name. */
function numberAfter(args: readonly string[], name: string, otherwise: number): number {
  const at = args.indexOf(name);
  if (at < 0) return otherwise;
  const value = Number(args[at + 1]);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} wants a whole number`);
  return value;
}

/**
 * The crash scenario at length: server, worker and database are killed by turns under load, then everything that was
 * acknowledged is looked for. Without `--seconds` it goes on until all kills are done.
 */
export default {
  name: 'crash',
  async run(args: string[]) {
    const began = performance.now();
    const kills = numberAfter(args, '--kills', KILLS);
    const seed = numberAfter(args, '--seed', 1);
    const seconds = numberAfter(args, '--seconds', 0);
    const log = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
    const result = await siege({ kills, seed, clients: 4, orderEvery: 12, seconds, log });
    for (const fault of result.faults) log(`FAULT: ${fault}`);
    const { ledger } = result;
    const states = (state: string): number => ledger.deeds.filter((deed) => deed.state === state).length;
    return {
      seed,
      killsAsked: kills,
      killsDone: Object.values(result.kills).reduce((sum, n) => sum + n, 0),
      killsOfServer: result.kills.server,
      killsOfWorker: result.kills.worker,
      killsOfDatabase: result.kills.database,
      killsOfEverything: result.kills.everything,
      requestsAcknowledged: ledger.acknowledged,
      requestsSentAgain: ledger.deeds.filter(({ sends }) => sends > 1).length,
      requestsGivenUp: states('gone'),
      ...Object.fromEntries([...ledger.doubts].map(([code, n]) => [`doubts: ${code}`, n])),
      ...Object.fromEntries(Object.entries(result.checked).map(([what, n]) => [`checked: ${what}`, n])),
      faults: result.faults.length,
      seconds: Math.round((performance.now() - began) / 1000),
    };
  },
} satisfies Bench;
