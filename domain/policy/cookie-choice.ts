import { dayIn, type Day, type Instant } from '#domain/kernel/days.ts';
import { plusMonths } from '#domain/money/terms.ts';
import {
  COOKIE_PURPOSES,
  COOKIE_PURPOSE_TEXTS,
  DEVICE_STORAGE,
  type CookiePurpose,
} from './device-storage.ts';
import { enforces, shows } from './keep.ts';
import type { Said } from './parameters.ts';
import { sha256 } from './sha256.ts';
import { canonical } from './version.ts';

/** A yes or a no to each purpose. */
export type Choices = Readonly<Record<CookiePurpose, boolean>>;
export const NO_TO_ALL: Choices = { preferences: false, analytics: false };
export const YES_TO_ALL: Choices = { preferences: true, analytics: true };

/** How a record came about: by a button, by the browser's signal, taken back later, or over. */
export const CHOICE_WAYS = ['accept', 'reject', 'custom', 'gpc', 'withdrawn', 'expired'] as const;
export type ChoiceWay = (typeof CHOICE_WAYS)[number];

/** The newest record of one visitor's random number. */
export interface ChoiceRecord {
  readonly at: Instant;
  readonly how: ChoiceWay;
  readonly choices: Choices;
  /** fingerprint of the cookie section it was given to */
  readonly section: string;
}

/**
 * Where a visitor stands. `ask`: nothing was chosen, so everything is no and the question is shown. `over`: there was a
 * choice that no longer counts; it is recorded as expired and the question is shown. `gpc`: the browser's signal says
 * no, and nobody has said otherwise. `chosen`: it counts until the day `againOn`.
 */
export type ChoiceState =
  | { readonly kind: 'ask'; readonly choices: Choices }
  | { readonly kind: 'over'; readonly choices: Choices }
  | { readonly kind: 'gpc'; readonly choices: Choices }
  | { readonly kind: 'chosen'; readonly choices: Choices; readonly againOn: Day };

/**
 * Fingerprint of everything a visitor is told about cookies: the published sentence, what is kept on the device, and the
 * reasons. A consent counts for exactly this.
 */
export function cookieSection(clause: Said): string {
  return sha256(canonical({ clause, storage: DEVICE_STORAGE, purposes: COOKIE_PURPOSE_TEXTS }));
}

const KEPT_BY = {
  keptBy: {
    en: 'Until you choose, every purpose is a no, decided on the server. A choice counts for calendar months and for exactly the text it was given to; then we ask again. The signal Global Privacy Control is a no.',
    de: 'Bis Sie wählen, ist jeder Zweck ein Nein, entschieden auf dem Server. Eine Wahl gilt Kalendermonate lang und für genau den Text, zu dem sie getroffen wurde; dann fragen wir erneut. Das Signal Global Privacy Control ist ein Nein.',
  },
  sources: ['domain/policy/cookie-choice.ts', 'domain/policy/device-storage.ts'],
};

/**
 * Decides what a visitor's choice is worth now.
 *
 * @param record newest record of the number in the visitor's cookie; undefined where there is none
 * @param section fingerprint of the cookie section as it is published now
 * @param gpc the browser sends Global Privacy Control: a no unless the visitor said yes explicitly, after which it is
 *   their word that counts
 * @see clause P-1.4
 */
export const decideChoice = enforces(
  'P-1.4',
  'cookie-choice',
  { ...KEPT_BY, parameters: ['cookie.consentMonths', 'operator.zone'] },
  (
    p,
    {
      record,
      section,
      gpc,
      now,
    }: { record: ChoiceRecord | undefined; section: string; gpc: boolean; now: Instant },
  ): ChoiceState => {
    const nothing = gpc
      ? ({ kind: 'gpc', choices: NO_TO_ALL } as const)
      : ({ kind: 'ask', choices: NO_TO_ALL } as const);
    if (!record || record.how === 'expired') return nothing;
    const zone = p['operator.zone'];
    const againOn = plusMonths(dayIn(zone, record.at), p['cookie.consentMonths']);
    if (record.section !== section || dayIn(zone, now) >= againOn)
      return { kind: 'over', choices: NO_TO_ALL };
    // What the signal alone decided counts no longer than the signal is sent: without it the visitor is asked.
    if (record.how === 'gpc') return nothing;
    return { kind: 'chosen', choices: record.choices, againOn };
  },
);

shows('P-1.4', 'cookie-choice', {
  file: 'domain/policy/cookie-choice.test.ts',
  test: 'a choice of 31 August 2026 is asked again from 28 February 2027, not a day earlier',
});
shows('P-1.4', 'cookie-choice', {
  file: 'domain/policy/cookie-choice.ts',
  self: (values) => {
    const at = '2026-08-31T10:00:00.000Z';
    const asked = { section: 's', gpc: false, now: at };
    const record = { at, how: 'accept', choices: YES_TO_ALL, section: 's' } as const;
    const first = decideChoice(values, { ...asked, record: undefined });
    if (first.kind !== 'ask' || Object.values(first.choices).some(Boolean))
      return 'a first visit has consented';
    if (decideChoice(values, { ...asked, record, section: 'other' }).kind !== 'over')
      return 'a consent to another text counts';
    return decideChoice(values, { ...asked, record }).kind === 'chosen'
      ? null
      : 'a consent is forgotten at once';
  },
});

/** What a form says: buttons `accept` and `reject`, or `custom` with the purposes that were ticked. Null: nothing readable. */
export function readChoice(
  pressed: string | undefined,
  ticked: readonly string[],
): { readonly how: 'accept' | 'reject' | 'custom'; readonly choices: Choices } | null {
  if (pressed === 'accept') return { how: 'accept', choices: YES_TO_ALL };
  if (pressed === 'reject') return { how: 'reject', choices: NO_TO_ALL };
  if (pressed !== 'custom') return null;
  const choices = { ...NO_TO_ALL };
  for (const purpose of COOKIE_PURPOSES) choices[purpose] = ticked.includes(purpose);
  return { how: 'custom', choices };
}

/** How a visit counts towards the sums: a first one, or one after at most a week, a month, or longer. */
export type VisitKind = 'first' | 'within-a-week' | 'within-a-month' | 'later';

/** @returns null when the visitor was already counted today, or the day lies ahead and means nothing */
export function kindOfVisit(lastDay: Day | undefined, today: Day, daysSince: number): VisitKind | null {
  if (lastDay === undefined) return 'first';
  if (lastDay >= today) return null;
  return daysSince <= 7 ? 'within-a-week' : daysSince <= 31 ? 'within-a-month' : 'later';
}
