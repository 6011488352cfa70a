import { ok, refuse } from '#domain/kernel/result.ts';
import { dueNow, isOpen, nextLife, type Hold } from '../lifecycle.ts';
import { lifeOf, lockInstance, saveLife } from '../store.ts';
import type { ClosedReason } from '../driver.ts';
import type { VerbWork, Working } from './verb.ts';

/**
 * Makes the door what the life of the instance says *now*, whatever it was when this was asked for: of several that were
 * asked for in a hurry, each leaves the door right.
 */
const settle: VerbWork = {
  async work(working) {
    const { driver, run } = working;
    const now = await current(working);
    if (isOpen(now)) {
      const opened = await driver.resume(run);
      return opened.ok ? ok({ door: 'open' }) : opened;
    }
    if (now.state !== 'closed' && now.state !== 'ended') return ok({ door: now.state });
    const reason: ClosedReason = now.state === 'ended' ? 'ended' : reasonOf(now.holds[0]);
    const closed = await driver.suspend(run, { reason, since: run.now() });
    return closed.ok ? ok({ door: reason }) : closed;
  },
};

/** At the door it is said who closed it; by which rule, the mail has told. */
const reasonOf = (hold: Hold | undefined): ClosedReason =>
  hold === undefined || hold === 'quota' ? 'operator' : hold;

async function current({ context, row }: Working) {
  const locked = await context.db.inTenant(row.tenant_id, (tx) => lockInstance(tx, row.id));
  return lifeOf(locked.ok ? locked.value : row);
}

export const suspend = settle;
export const resume = settle;

/** Ends access at the promised instant. Asked too early it is refused, and the clock asks again. */
export const end: VerbWork = {
  ...settle,
  async begin(tx, caller, row) {
    const life = lifeOf(row);
    if (life.state === 'ended') return ok(null);
    if (dueNow(life, caller.now) !== 'end') return refuse({ code: 'instance_too_early', until: life.endsAt });
    const ended = nextLife(life, { kind: 'end', now: caller.now });
    if (!ended.ok) return ended;
    await saveLife(tx, row.id, ended.value);
    return ok(null);
  },
};
