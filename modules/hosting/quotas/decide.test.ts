import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideQuota, type Reached } from './decide.ts';

const QUOTA = { users: 10 };
const at = (
  users: number,
  told: readonly Reached[] = [],
  quota: { users?: number; bytes?: number } = QUOTA,
) => decideQuota(quota, { users, bytes: 0 }, told);
const users = (level: 80 | 100): Reached => ({ what: 'users', level });

test('each level is told when it is reached, once', () => {
  expect(at(7)).toEqual({ tell: [], clear: [], full: false });
  expect(at(8)).toEqual({ tell: [{ ...users(80), used: 8, most: 10 }], clear: [], full: false });
  expect(at(8, [users(80)]).tell).toEqual([]);
  expect(at(10, [users(80)])).toEqual({
    tell: [{ ...users(100), used: 10, most: 10 }],
    clear: [],
    full: true,
  });
});

test('there is room again five per cent below, and until then it stays as it was told', () => {
  const told = [users(80), users(100)];
  const big = { users: 100 };
  // 96 of 100 is below the limit and not below 95.
  expect(decideQuota(big, { users: 96, bytes: 0 }, told)).toEqual({ tell: [], clear: [], full: true });
  expect(decideQuota(big, { users: 94, bytes: 0 }, told)).toEqual({
    tell: [],
    clear: [users(100)],
    full: false,
  });
  expect(at(1, told).clear).toEqual([users(80), users(100)]);
});

test('a larger limit, or none, leaves nothing open', () => {
  expect(at(10, [users(80), users(100)], {})).toEqual({
    tell: [],
    clear: [users(80), users(100)],
    full: false,
  });
});

test('however use goes up and down, no level is told twice without room in between', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 60 }), (days) => {
      let told: Reached[] = [];
      for (const used of days) {
        const { tell, clear, full } = at(used, told);
        for (const one of tell) expect(told).not.toContainEqual({ what: one.what, level: one.level });
        for (const one of clear) expect(told).toContainEqual(one);
        if (used >= 10) expect(full).toBe(true);
        told = told.filter((one) => !clear.some((gone) => gone.level === one.level));
        told.push(...tell.map(({ what, level }) => ({ what, level })));
      }
    }),
    { numRuns: 200 },
  );
});
