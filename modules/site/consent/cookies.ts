import { daysBetween, isDay, type Day, type Instant } from '#domain/kernel/days.ts';
import { COOKIE_PURPOSES, CHOICE_COOKIE, cookiesFor } from '#domain/policy/device-storage.ts';
import { kindOfVisit, type Choices, type VisitKind } from '#domain/policy/cookie-choice.ts';

/** Browsers keep no cookie longer (RFC 6265bis, 400 days). */
const SECONDS_MAX = 400 * 24 * 3600;
const COMMON = 'Path=/; Secure; HttpOnly; SameSite=Lax';

/** A `set-cookie` line. */
export function setCookie(name: string, value: string, seconds = SECONDS_MAX): string {
  return `${name}=${value}; ${COMMON}; Max-Age=${Math.min(Math.max(seconds, 0), SECONDS_MAX)}`;
}

const endCookie = (name: string): string => setCookie(name, '', 0);

/**
 * The choice itself. It stays longer than the choice counts, so that its end is recorded and not only forgotten.
 * @param visitor random number
 */
export const choiceCookie = (visitor: string): string => setCookie(CHOICE_COOKIE, visitor);

/** Ends every cookie of a purpose that is not allowed and that the browser still sends. */
export function endedCookies(choices: Choices, sent: ReadonlyMap<string, string>): string[] {
  return COOKIE_PURPOSES.filter((purpose) => !choices[purpose])
    .flatMap(cookiesFor)
    .filter((name) => sent.has(name))
    .map(endCookie);
}

/** Seconds until the day on which the visitor is asked again begins; what depends on the choice ends with it. */
export function secondsUntil(againOn: Day, now: Instant): number {
  return Math.floor((Date.parse(`${againOn}T00:00:00Z`) - Date.parse(now)) / 1000);
}

/** How this visit counts by the day in the visitor's own cookie; null: it was counted today already. */
export function visitKind(sent: string | undefined, today: Day): VisitKind | null {
  const last = sent !== undefined && isDay(sent) ? sent : undefined;
  return kindOfVisit(last, today, last === undefined ? 0 : daysBetween(last, today));
}
