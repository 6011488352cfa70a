/** Letters and digits that a keyboard of any country types alike for a hand scanner: no Y or Z, no 0, 1, O or I. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWX23456789';
const LENGTH = 22;
const BADGE = new RegExp(`^TB[${LETTERS}]{${LENGTH}}$`);

/**
 * The code of a badge: `TB` and 22 letters and digits, 14 bytes of chance in all.
 * @param chance 14 random bytes
 * @throws RangeError when there are not 14
 */
export function badgeCode(chance: Uint8Array): string {
  if (chance.length !== 14) throw new RangeError(`a badge wants 14 bytes, not ${chance.length}`);
  let left = chance.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let code = '';
  for (let i = 0; i < LENGTH; i++) {
    code += LETTERS[Number(left % 30n)]!;
    left /= 30n;
  }
  return `TB${code}`;
}

/** Whether this is the code of some badge, as a scanner types it. */
export function isBadgeCode(text: string): boolean {
  return BADGE.test(text);
}

/** How a key pressed at a locked station is understood. */
export interface Typed {
  /** letters that a scanner has begun to type */
  readonly code: string;
  readonly at: number;
}

/** A scanner types faster than any hand; after this pause a new code begins. */
const PAUSE_MS = 120;

/**
 * Gathers what a scanner types.
 * @param key as the browser names it
 * @param at milliseconds of any clock
 * @returns what has been gathered, and the badge once it is whole
 */
export function typeBadge(before: Typed, key: string, at: number): { typed: Typed; badge: string | null } {
  if (key === 'Enter') {
    const badge = isBadgeCode(before.code) ? before.code : null;
    return { typed: { code: '', at }, badge };
  }
  if (key.length !== 1) return { typed: before, badge: null };
  const goesOn = before.code !== '' && at - before.at <= PAUSE_MS;
  const code = ((goesOn ? before.code : '') + key.toUpperCase()).slice(-40);
  return { typed: { code, at }, badge: null };
}
