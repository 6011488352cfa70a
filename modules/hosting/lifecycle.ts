import type { Instant } from '#domain/kernel/days.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';

/**
 * Life of a hosted instance, as a pure function of what it is and what happens.
 *
 * ordered → making → open ⇄ closed → ended → deleted, and ordered/making → failed. An instance is *open* only after its
 * log-in was tried; it ends at the promised instant or later, never before; its data is deleted after the grace, never
 * before; between end and deletion the end can be taken back.
 */
export const INSTANCE_STATES = ['ordered', 'making', 'open', 'closed', 'ended', 'deleted', 'failed'] as const;
export type InstanceState = (typeof INSTANCE_STATES)[number];

/** Why a running instance is closed for a time; it opens when the last reason is gone. */
export const HOLDS = ['unpaid', 'abuse', 'operator', 'quota'] as const;
export type Hold = (typeof HOLDS)[number];

export interface Life {
  readonly state: InstanceState;
  readonly holds: readonly Hold[];
  /** promised end of access, exclusive: at this instant it is over; null: none */
  readonly endsAt: Instant | null;
  /** data is kept until then after the end; set together with `endsAt` */
  readonly keptUntil: Instant | null;
}

export type LifeEvent =
  | { readonly kind: 'make' }
  | { readonly kind: 'made' }
  | { readonly kind: 'making-failed' }
  | { readonly kind: 'hold'; readonly hold: Hold }
  | { readonly kind: 'lift'; readonly hold: Hold }
  | { readonly kind: 'plan-end'; readonly endsAt: Instant; readonly keptUntil: Instant }
  | { readonly kind: 'take-back-end'; readonly now: Instant }
  | { readonly kind: 'end'; readonly now: Instant }
  | { readonly kind: 'delete'; readonly now: Instant };

export type LifeRefusal =
  | { readonly code: 'instance_state'; readonly state: InstanceState; readonly event: LifeEvent['kind'] }
  | { readonly code: 'instance_too_early'; readonly until: Instant }
  | { readonly code: 'instance_grace_before_end'; readonly field: 'keptUntil' };

export const NEW_LIFE: Life = { state: 'ordered', holds: [], endsAt: null, keptUntil: null };

/** Whether people get in: what every door asks. */
export function isOpen(life: Life): boolean {
  return life.state === 'open';
}

/** What comes of an event. Refused where the state does not know it, or its time has not come. */
export function nextLife(life: Life, event: LifeEvent): Result<Life, LifeRefusal> {
  const no = refuse({ code: 'instance_state', state: life.state, event: event.kind } as const);
  const runs = life.state === 'open' || life.state === 'closed';
  switch (event.kind) {
    case 'make':
      return life.state === 'ordered' || life.state === 'making' ? ok({ ...life, state: 'making' }) : no;
    case 'made':
      // Holds that came while it was made count from its first minute.
      return life.state === 'making' ? ok(withHolds({ ...life, state: 'open' }, life.holds)) : no;
    case 'making-failed':
      return life.state === 'making' || life.state === 'ordered' ? ok({ ...life, state: 'failed' }) : no;
    case 'hold': {
      if (life.state === 'ended' || life.state === 'deleted' || life.state === 'failed') return no;
      const holds = life.holds.includes(event.hold) ? life.holds : [...life.holds, event.hold];
      return ok(runs ? withHolds(life, holds) : { ...life, holds });
    }
    case 'lift': {
      if (life.state === 'deleted' || life.state === 'failed') return no;
      const holds = life.holds.filter((hold) => hold !== event.hold);
      return ok(runs ? withHolds(life, holds) : { ...life, holds });
    }
    case 'plan-end':
      if (!runs && life.state !== 'ordered' && life.state !== 'making') return no;
      if (event.keptUntil < event.endsAt)
        return refuse({ code: 'instance_grace_before_end', field: 'keptUntil' });
      return ok({ ...life, endsAt: event.endsAt, keptUntil: event.keptUntil });
    case 'take-back-end':
      if (life.state === 'deleted' || life.state === 'failed' || life.endsAt === null) return no;
      // From then on the data may be half gone.
      if (life.keptUntil !== null && event.now >= life.keptUntil) return no;
      return ok(
        life.state === 'ended'
          ? withHolds({ ...life, state: 'open', endsAt: null, keptUntil: null }, life.holds)
          : { ...life, endsAt: null, keptUntil: null },
      );
    case 'end':
      if (!runs || life.endsAt === null) return no;
      if (event.now < life.endsAt) return refuse({ code: 'instance_too_early', until: life.endsAt });
      return ok({ ...life, state: 'ended' });
    case 'delete':
      // What could not be made holds nobody's data.
      if (life.state === 'failed') return ok({ ...life, state: 'deleted' });
      if (life.state !== 'ended' || life.keptUntil === null) return no;
      if (event.now < life.keptUntil) return refuse({ code: 'instance_too_early', until: life.keptUntil });
      return ok({ ...life, state: 'deleted' });
  }
}

/** What the clock has made due: the end of access, or of the data; null: nothing. */
export function dueNow(life: Life, now: Instant): 'end' | 'delete' | null {
  for (const kind of ['end', 'delete'] as const)
    if (life.state !== 'failed' && nextLife(life, { kind, now }).ok) return kind;
  return null;
}

function withHolds(life: Life, holds: readonly Hold[]): Life {
  return { ...life, holds, state: holds.length > 0 ? 'closed' : 'open' };
}
