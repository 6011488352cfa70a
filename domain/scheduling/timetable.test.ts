import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Compiled } from './compile.ts';
import { compileInstance } from './compile.ts';
import { dispatch, prepareDispatch } from './dispatch.ts';
import type { Random } from './random.ts';
import { seededRandom } from './random.ts';
import { randomInstance } from './test-instances.ts';
import { Timetable } from './timetable.ts';

const NOTHING: ReadonlySet<string> = new Set();

/** Everything that follows from the sequences. */
function timesOf(t: Timetable) {
  return {
    sequences: t.sequences(),
    start: [...t.start],
    end: [...t.end],
    setup: [...t.setup],
    familyAfter: [...t.familyAfter],
    completion: [...t.completion],
    weightedLate: t.weightedLate,
    changeover: t.changeover,
    workInProcess: t.workInProcess,
  };
}

function randomMove(
  t: Timetable,
  c: Compiled,
  random: Random,
): { x: number; alternative: number; successor: number } | null {
  const x = random.below(c.n);
  if (c.isFixed[x]) return null;
  const alternative = c.altFrom[x]! + random.below(c.altFrom[x + 1]! - c.altFrom[x]!);
  const line = t.sequences().byMachine[c.altMachine[alternative]!]!;
  return { x, alternative, successor: line[random.below(line.length + 1)] ?? -1 };
}

// saw  |a|b|c|   move c before a:   |c|a|b|   only what changed is timed again, and it equals timing everything
test('after every move and every undo, all times equal those of a table built from scratch', () => {
  let [made, refused] = [0, 0];
  fc.assert(
    fc.property(fc.nat(1e9), (seed) => {
      const c = compileInstance(randomInstance(seed), { lots: 'most', released: NOTHING });
      const t = new Timetable(c);
      if (!t.load(dispatch(prepareDispatch(c), { rule: { name: 'edd' } }))) return;
      const random = seededRandom(seed);
      for (let i = 0; i < 25; i++) {
        const move = randomMove(t, c, random);
        if (!move || move.x === move.successor) continue;
        const before = timesOf(t);
        const line = before.sequences.byMachine.map((tasks) => tasks.filter((task) => task !== move.x));
        const target = line[c.altMachine[move.alternative]!]!;
        target.splice(move.successor < 0 ? target.length : target.indexOf(move.successor), 0, move.x);
        const same = JSON.stringify(line) === JSON.stringify(before.sequences.byMachine);
        const fresh = new Timetable(c);
        const possible = fresh.load({ byMachine: line });
        expect(t.move(move.x, move.alternative, move.successor)).toBe(possible && !same);
        if (!possible || same) {
          refused++;
          expect(timesOf(t)).toEqual(before);
          continue;
        }
        made++;
        expect(timesOf(t)).toEqual(timesOf(fresh));
        if (random.below(2) === 0) {
          t.undo();
          expect(timesOf(t)).toEqual(before);
        }
      }
    }),
    { numRuns: 150 },
  );
  expect(made).toBeGreaterThan(300);
  expect(refused).toBeGreaterThan(300);
});
