import type { Quota, Usage } from '../driver.ts';

const QUOTA_LEVELS = [80, 100] as const;
export type QuotaLevel = (typeof QUOTA_LEVELS)[number];
export type QuotaKind = 'users' | 'bytes';

/** A limit that is reached, to 80 % or whole. */
export interface Reached {
  readonly what: QuotaKind;
  readonly level: QuotaLevel;
}

/** There is room again only so many per cent below: a limit that is met and left every day is told once. */
const ROOM_PERCENT = 5;

export interface QuotaDecision {
  /** reached and not told yet */
  readonly tell: readonly (Reached & { readonly used: number; readonly most: number })[];
  /** told, and there is room again */
  readonly clear: readonly Reached[];
  /** a limit is wholly reached, or was and there is no room yet */
  readonly full: boolean;
}

/**
 * What follows from a measurement: each level of each limit is told once when it is reached, and again only after there
 * was room in between. A limit that fell away leaves nothing open.
 */
export function decideQuota(
  quota: Quota,
  usage: Pick<Usage, QuotaKind>,
  told: readonly Reached[],
): QuotaDecision {
  const tell: (Reached & { used: number; most: number })[] = [];
  const clear: Reached[] = [];
  let full = false;
  for (const what of ['users', 'bytes'] as const) {
    const [used, most] = [usage[what], quota[what]];
    for (const level of QUOTA_LEVELS) {
      const open = told.some((one) => one.what === what && one.level === level);
      const reached = most !== undefined && used * 100 >= most * level;
      const room = most === undefined || used * 100 < most * (level - ROOM_PERCENT);
      if (reached && !open) tell.push({ what, level, used, most });
      if (open && room) clear.push({ what, level });
      if (level === 100 && (reached || (open && !room))) full = true;
    }
  }
  return { tell, clear, full };
}
