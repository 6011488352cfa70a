import { setTimeout as sleep } from 'node:timers/promises';
import { chance } from './chance.ts';
import { findFaults } from './check.ts';
import { settled } from './check-queue.ts';
import { openInstallation, type Installation, type Victim } from './installation.ts';
import { Ledger } from './ledger.ts';
import { startLoad } from './load.ts';

export interface SiegeOptions {
  readonly kills: number;
  readonly seed: number;
  readonly clients: number;
  readonly orderEvery: number;
  /** no further kill after this time; 0: no limit */
  readonly seconds?: number;
  readonly log?: (sentence: string) => void;
  /** looks at the installation before it is thrown away */
  inspect?(installation: Installation, ledger: Ledger): Promise<void>;
}

export interface SiegeResult {
  readonly kills: Readonly<Record<Blow, number>>;
  readonly ledger: Ledger;
  /** what is wrong with the database, one sentence each; a good siege has none */
  readonly faults: readonly string[];
  readonly checked: Readonly<Record<string, number>>;
}

/** `everything` is a power cut without the loss of what the disk has: all processes at once. */
export type Blow = Victim | 'everything';

const BLOWS: readonly Blow[] = ['server', 'worker', 'database', 'server', 'worker', 'everything'];
/** Between two blows so many requests are acknowledged, and then a moment more. */
const DEEDS = { least: 4, spread: 12 };
const MOMENT_MS = 40;
/** Without any acknowledgement for this long the installation is stuck. */
const STUCK_MS = 90_000;
const SETTLE_MS = 120_000;

/** The blows in their order: each kind equally often, whatever the seed. */
export function planBlows(kills: number, seed: number): { blow: Blow; after: number; delayMs: number }[] {
  const dice = chance(seed);
  const bag: Blow[] = [];
  while (bag.length < kills) bag.push(...dice.shuffled(BLOWS));
  return bag
    .slice(0, kills)
    .map((blow) => ({ blow, after: DEEDS.least + dice.below(DEEDS.spread), delayMs: dice.below(MOMENT_MS) }));
}

/** Works and kills by turns; then lets the installation finish its queue, and looks at what it made of it all. */
export async function siege(options: SiegeOptions): Promise<SiegeResult> {
  const log = options.log ?? (() => undefined);
  const began = performance.now();
  const installation = await openInstallation();
  const ledger = new Ledger();
  const kills = { server: 0, worker: 0, database: 0, everything: 0 };
  try {
    await installation.raise();
    const load = await startLoad({
      ledger,
      origin: installation.origin,
      clients: options.clients,
      seed: options.seed,
      orderEvery: options.orderEvery,
    });
    for (const [no, { blow, after, delayMs }] of planBlows(options.kills, options.seed).entries()) {
      if (options.seconds && performance.now() - began > options.seconds * 1000) break;
      await inTime(
        Promise.race([ledger.whenAcknowledged(ledger.acknowledged + after), load.failed]),
        STUCK_MS,
        () => 'no request is acknowledged any more',
      );
      await sleep(delayMs);
      const victims: readonly Victim[] = blow === 'everything' ? ['database', 'server', 'worker'] : [blow];
      for (const victim of victims) await installation.kill(victim);
      kills[blow] += 1;
      await installation.raise();
      log(
        `kill ${no + 1}: ${blow}, ${ledger.acknowledged} acknowledged after ${((performance.now() - began) / 1000).toFixed(1)} s`,
      );
    }
    await inTime(
      Promise.race([ledger.whenAcknowledged(ledger.acknowledged + DEEDS.least), load.failed]),
      STUCK_MS,
      () => 'no request is acknowledged any more',
    );
    await load.stop();
    log(`the load has stopped after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    const left = await settled(installation, SETTLE_MS);
    log(`the queue is dry after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    const { faults, checked } = await findFaults(installation, ledger);
    await options.inspect?.(installation, ledger);
    return { kills, ledger, faults: [...installation.suddenEnds, ...left, ...faults], checked };
  } finally {
    await installation.close();
  }
}

/**
 * The negative control: a server that acknowledges before the disk has it is killed with all its processes. Only the
 * database runs afterwards.
 */
export async function siegeWithoutFlush(installation: Installation, seed: number): Promise<Ledger> {
  const ledger = new Ledger();
  // Who works off the queue acknowledges nothing.
  await installation.raise(['database', 'server']);
  // The product refuses to start like this, so the settings are made behind its back; the long pause keeps the
  // database from writing of its own accord.
  for (const setting of ['synchronous_commit = off', "wal_writer_delay = '10s'"])
    await installation.query(`alter system set ${setting}`);
  await installation.query('select pg_reload_conf()');
  const load = await startLoad({ ledger, origin: installation.origin, clients: 4, seed, orderEvery: 0 });
  await inTime(
    Promise.race([ledger.whenAcknowledged(60), load.failed]),
    STUCK_MS,
    () => 'no request is acknowledged',
  );
  for (const victim of ['database', 'server'] as const) await installation.kill(victim);
  await load.abandon();
  await installation.raise(['database']);
  return ledger;
}

async function inTime<T>(work: Promise<T>, ms: number, why: () => string): Promise<T> {
  const given = new AbortController();
  const late = sleep(ms, undefined, { signal: given.signal }).then(() => {
    throw new Error(why());
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    given.abort();
  }
}
