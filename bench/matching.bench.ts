import { addDays } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { matchPayments } from '#domain/money/matching/match.ts';
import type { MatchItem, MatchLine, MatchParty } from '#domain/money/matching/types.ts';
import type { Bench } from './run.ts';

/** Numbers that look random and are the same each time (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * 50,000 bank entries against 20,000 open items of 2,000 customers: half of the entries name their item, a quarter come from a
 * known account, the rest show a name, an amount or nothing.
 */
const bench: Bench = {
  name: 'matching',
  run: () => {
    const roll = dice(7);
    const pick = (below: number): number => Math.floor(roll() * below);
    const parties: MatchParty[] = Array.from({ length: 2000 }, (_, at) => ({
      id: `p${at}`,
      name: `Studio ${at} Möbel GmbH`,
      number: `K-${10_000 + at}`,
      accounts: [`DE${(10n ** 19n + BigInt(at)).toString()}`],
    }));
    const items: MatchItem[] = Array.from({ length: 20_000 }, (_, at) => ({
      id: `i${at}`,
      number: `INV-2026-${(at + 1).toString().padStart(6, '0')}`,
      party: `p${pick(2000)}`,
      currency: 'EUR',
      openMinor: minor(1000 + pick(900_000)),
      issuedOn: '2026-01-01',
      dueOn: addDays('2026-01-15', pick(200)),
      ...(at % 3 ? {} : { offers: [{ until: '2026-03-01', payMinor: minor(980) }] }),
    }));
    const lines: MatchLine[] = Array.from({ length: 50_000 }, (_, at) => {
      const item = items[pick(items.length)]!;
      const party = parties[Number(item.party.slice(1))]!;
      const kind = roll();
      return {
        id: `l${at}`,
        currency: 'EUR',
        amountMinor: roll() < 0.8 ? item.openMinor : minor(1 + pick(2_000_000)),
        valueOn: addDays('2026-02-01', pick(60)),
        remittance:
          kind < 0.5 ? `Rechnung ${item.number.replaceAll('-', ' ')} vom 01.01.2026, vielen Dank` : 'Zahlung',
        ...(kind >= 0.5 && kind < 0.75 ? { account: party.accounts![0]! } : {}),
        ...(kind >= 0.75 && kind < 0.9 ? { name: party.name } : {}),
      };
    });
    const before = process.cpuUsage();
    const found = matchPayments(lines, { items, parties, rules: [] });
    const { user, system } = process.cpuUsage(before);
    const count = (decision: string): number => found.filter((one) => one.decision === decision).length;
    return Promise.resolve({
      matchSeconds50k: Number(((user + system) / 1e6).toFixed(2)),
      matched: count('matched'),
      proposed: count('proposed'),
      unmatched: count('unmatched'),
    });
  },
};

export default bench;
