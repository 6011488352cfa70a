import fc from 'fast-check';
import { expect, test } from 'vitest';
import { update, type UpdateSteps } from './update.ts';

/** A machine that remembers what lies on it, and fails at chosen calls. */
function machine(failures: ReadonlySet<number>) {
  const state = {
    release: 'old',
    running: 'old' as string | null,
    data: 'old rows',
    backups: new Map<string, string>(),
  };
  let calls = 0;
  const step = async <T>(work: () => T): Promise<T> => {
    if (failures.has(calls++)) throw new Error(`call ${calls - 1}`);
    return Promise.resolve(work());
  };
  const save = (): string => {
    const name = `backup-${state.backups.size}`;
    state.backups.set(name, state.data);
    return name;
  };
  const steps: UpdateSteps = {
    from: 'old',
    to: 'new',
    backup: () => step(save),
    rehearse: () => step(() => undefined),
    stop: () => step(() => void (state.running = null)),
    lastBackup: () => step(save),
    putRelease: (commit) => step(() => void (state.release = commit)),
    // A start that fails may already have migrated.
    start: async (commit) => {
      if (commit === 'new') state.data = 'new rows';
      await step(() => void (state.running = commit));
    },
    putData: (name) => step(() => void (state.data = state.backups.get(name)!)),
  };
  return { state, steps };
}

const quiet = (): void => undefined;

test('an update that works', async () => {
  const { state, steps } = machine(new Set());
  expect(await update(steps, quiet)).toEqual({ outcome: 'updated', backup: 'backup-1' });
  expect(state).toMatchObject({ release: 'new', running: 'new', data: 'new rows' });
});

test('a release that fails its rehearsal changes nothing, not even for a moment', async () => {
  const { state, steps } = machine(new Set([1]));
  expect(await update(steps, quiet)).toMatchObject({ outcome: 'not-begun', at: 'rehearsal' });
  expect(state).toMatchObject({ release: 'old', running: 'old', data: 'old rows' });
});

test('a release that does not come up on the live data is taken back, with the data as they were', async () => {
  const { state, steps } = machine(new Set([5]));
  expect(await update(steps, quiet)).toMatchObject({ outcome: 'rolled-back', at: 'start' });
  expect(state).toMatchObject({ release: 'old', running: 'old', data: 'old rows' });
});

test('whatever fails, old code never runs on new tables nor new code half put in place, and the data are in a backup', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(12), { maxLength: 3 }), async (failures) => {
      const { state, steps } = machine(new Set(failures));
      const end = await update(steps, quiet);
      if (end.outcome === 'updated') expect(state).toMatchObject({ running: 'new', data: 'new rows' });
      if (end.outcome === 'not-begun' || end.outcome === 'rolled-back')
        expect(state).toMatchObject({ release: 'old', running: 'old', data: 'old rows' });
      if (state.running === 'old') expect(state.data).toBe('old rows');
      if (end.outcome === 'stuck') expect(state.backups.get(end.backup!)).toBe('old rows');
    }),
    { numRuns: 500 },
  );
});
