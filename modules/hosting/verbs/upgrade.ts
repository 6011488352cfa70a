import { ok } from '#domain/kernel/result.ts';
import type { Provisioned, StepFacts } from '../driver.ts';
import { json, updateInstance } from '../store.ts';
import type { VerbWork } from './verb.ts';

/** Brings an instance to another version; the driver tries it on a copy and goes back by itself when it fails. */
export const upgrade: VerbWork = {
  async work({ driver, run, operation }) {
    const version = String((operation.input as StepFacts)['version']);
    const done = await driver.upgrade(run, { version });
    return done.ok ? ok({ ...done.value }) : done;
  },
  async finish(tx, _caller, row, _operation, answer) {
    const { version, url, facts, loginCheckedAt, loginCheck } = answer as unknown as Provisioned;
    await updateInstance(tx, row.id, {
      ...{ version, url, facts: json(facts) },
      ...{ login_checked_at: loginCheckedAt, login_check: loginCheck },
    });
  },
};
