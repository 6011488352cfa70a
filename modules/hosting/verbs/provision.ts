import type { Instant } from '#domain/kernel/days.ts';
import { must, ok } from '#domain/kernel/result.ts';
import type { Provisioned, ProvisionOrder } from '../driver.ts';
import { nextLife } from '../lifecycle.ts';
import { json, lifeOf, saveLife, updateInstance } from '../store.ts';
import type { VerbWork } from './verb.ts';

/** Makes an instance. It is open only when a log-in was tried; what could not be made is taken away whole. */
export const provision: VerbWork = {
  async begin(tx, _caller, row) {
    const life = nextLife(lifeOf(row), { kind: 'make' });
    if (!life.ok) return life;
    await saveLife(tx, row.id, life.value);
    return ok(null);
  },
  async work({ driver, run, row }) {
    const made = await driver.provision(run, row.provision as ProvisionOrder);
    return made.ok ? ok({ ...made.value }) : made;
  },
  async finish(tx, _caller, row, _operation, answer) {
    const made = answer as unknown as Provisioned;
    // First what the open state stands on.
    await updateInstance(tx, row.id, {
      version: made.version,
      url: made.url,
      facts: json(made.facts),
      login_checked_at: made.loginCheckedAt satisfies Instant,
      login_check: made.loginCheck,
    });
    await saveLife(tx, row.id, must(nextLife(lifeOf(row), { kind: 'made' })));
  },
  async undo({ driver, run }) {
    must(await driver.terminate(run));
  },
  async fail(tx, _caller, row) {
    await saveLife(tx, row.id, must(nextLife(lifeOf(row), { kind: 'making-failed' })));
  },
};
