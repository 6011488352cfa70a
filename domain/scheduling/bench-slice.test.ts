import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import type { Instance } from './instance.ts';
import { promiseDate } from './promise.ts';
import { readFactory } from './read-factory.ts';
import { readFajsp } from './read-fajsp.ts';
import { readFjsp } from './read-fjsp.ts';
import { readJsp } from './read-jsp.ts';
import { repairSchedule } from './repair.ts';
import { solveSchedule } from './solve.ts';
import { step } from './test-instances.ts';
import { verifySchedule } from './verify.ts';
import type { FileFormat } from './write-schedule.ts';
import { writeSchedule } from './write-schedule.ts';

const BENCH = join(import.meta.dirname, '../../../shared/bench/scheduling');
const there = existsSync(BENCH);

function read(kind: FileFormat, path: string): Instance {
  const full = join(BENCH, path);
  const name = path.split('/').pop()!.replace('.txt', '');
  if (kind === 'factory')
    return must(
      readFactory(
        { ops: `${name}-ops.csv`, orders: `${name}-orders.csv` },
        readFileSync(`${full}-ops.csv`, 'utf8'),
        readFileSync(`${full}-orders.csv`, 'utf8'),
        name,
      ),
    );
  return must(
    { jsp: readJsp, fjsp: readFjsp, fajsp: readFajsp }[kind](`${name}.txt`, readFileSync(full, 'utf8'), name),
  );
}

describe.skipIf(!there)(
  'a slice of ../shared/bench/scheduling, checked by its verify.mjs and by our own checker',
  () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'tenon-schedule-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    // Floors of quality by budget of moves, a little above what the engine gives.
    test.each<[FileFormat, string, number, number]>([
      ['jsp', 'jsp/ft06.txt', 20_000, 55], // optimum 55
      ['jsp', 'jsp/la01.txt', 20_000, 666], // optimum 666, proven by the bound
      ['jsp', 'jsp/ft10.txt', 100_000, 1000],
      ['fjsp', 'fjsp/brandimarte/mk01.txt', 60_000, 42], // best known 40
      ['fjsp', 'fjsp/kacem/k1.txt', 5_000, 11], // optimum 11
      ['fajsp', 'fajsp-birgin/DAFJS01.txt', 20_000, 290],
      ['factory', 'factory/factory-1000-s1', 1, 250], // one pass; a plain pass by due date gives 3,359
      ['factory', 'factory/factory-200-s1', 60, 105],
    ])('%s %s with %i moves is at most %d', (kind, path, moves, atMost) => {
      const instance = read(kind, path);
      const plan = solveSchedule(instance, { seed: 1, budget: { moves } });
      expect(verifySchedule(instance, plan)).toEqual([]);
      expect(plan.figures.value).toBeLessThanOrEqual(atMost);
      const file = join(folder, 'plan.json');
      writeFileSync(file, writeSchedule(plan, kind));
      const said: unknown = JSON.parse(
        execFileSync(process.execPath, [join(BENCH, 'verify.mjs'), kind, join(BENCH, path), file], {
          encoding: 'utf8',
        }),
      );
      expect(said).toMatchObject({ valid: true, makespan: plan.figures.makespan });
      if (kind === 'factory')
        expect(said).toMatchObject({
          weightedTardinessDays: plan.figures.value,
          lateOrders: plan.figures.lateOrders,
          changeoverMinutes: plan.figures.changeoverMinutes,
        });
    });

    test('the bound of la01 proves 666', () => {
      expect(
        solveSchedule(read('jsp', 'jsp/la01.txt'), { seed: 1, budget: { moves: 20_000 } }),
      ).toMatchObject({ proven: true, lowerBound: 666 });
    });

    test('bounds stay at or below the best known values', () => {
      const best = readFileSync(join(BENCH, 'best-known-jobshop.csv'), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((l) => l.split(','));
      let compared = 0;
      for (const [name, , , value] of best) {
        if (!/^(ft|la0|orb|abz|swv0|ta0|yn)/.test(name!)) continue;
        const { lowerBound } = solveSchedule(read('jsp', `jsp/${name}.txt`), {
          seed: 1,
          budget: { moves: 1 },
        });
        expect(lowerBound).toBeLessThanOrEqual(Number(value));
        compared++;
      }
      expect(compared).toBeGreaterThan(30);
    });

    test('in a factory of 1,000 orders a stopped saw and a new order are answered, nothing promised moves', () => {
      const instance = read('factory', 'factory/factory-1000-s1');
      const plan = solveSchedule(instance, { seed: 1, budget: { moves: 1 } });
      const {
        instance: after,
        schedule,
        changes,
      } = repairSchedule(
        instance,
        plan,
        { kind: 'machine_stopped', machine: 'SAW-1', at: 1800, until: 3000 },
        { budget: { moves: 5 } },
      );
      expect(verifySchedule(after, schedule)).toEqual([]);
      expect(changes.operations.length).toBeGreaterThan(0);
      const operations = [
        step('n0', 'N', 'SAW', 20, { families: { material: 1 } }),
        step('n1', 'N', 'ASM', 60, { after: ['n0'] }),
      ];
      const promise = promiseDate(instance, plan, { order: { id: 'N', weight: 1 }, operations });
      expect(verifySchedule(promise.instance, promise.schedule)).toEqual([]);
      expect(promise.reasons.length).toBeGreaterThan(0);
    });
  },
);
