import { timingSafeEqual } from 'node:crypto';
import { isDay, type Day } from '#domain/kernel/days.ts';
import { vault } from '#platform/secrets/vault.ts';

/**
 * Last part of a link that is mailed and opens something without a sign-in: `<last day, YYYYMMDD>.<mark>`. Only this
 * installation can make the mark, for this use, thing and day.
 *
 * @param use what the link opens, for instance `billing.pay-link`: a mark of one use is none of another
 * @param thing everything else that the link names, ids as they are stored
 */
export function mailedProof(use: string, thing: string, until: Day): string {
  return `${until.replaceAll('-', '')}.${vault().mark(`${thing}.${until}`, use)}`;
}

/** @returns the last day of a link that this installation made, else null; whether that day is over, its page says */
export function readMailedProof(use: string, thing: string, proof: string): Day | null {
  const [, digits = '', given = ''] = /^(\d{8})\.(.{20,200})$/.exec(proof) ?? [];
  const until = digits.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  if (!isDay(until)) return null;
  const known = vault()
    .marks(`${thing}.${until}`, use)
    .some((mark) => isSame(mark, given));
  return known ? until : null;
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
