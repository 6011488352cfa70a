import * as z from 'zod';
import type { Day } from '#domain/kernel/days.ts';
import { maskCardNumbersIn } from '#domain/kernel/masking-values.ts';
import type { Purpose } from '#domain/kernel/personal.ts';
import type { Result } from '#domain/kernel/result.ts';
import type { Tx } from '../postgres/tx.ts';
import type { Caller } from './caller.ts';
import { day, line } from './fields.ts';

/** What a route collects: by which form, and what for. The form's fields stand in the manifest of its module. */
export interface Collects {
  readonly form: string;
  readonly purpose: Purpose;
}

/**
 * How a person said yes: by ticking an unticked box or pressing a button that says so; by telephone, letter or in person,
 * which somebody else entered.
 */
export const CONSENT_ACTS = ['ticked', 'button', 'telephone', 'letter', 'in-person'] as const;
export type ConsentAct = (typeof CONSENT_ACTS)[number];

/** The affirmative act, as it travels beside the data it is about. */
const consentSent = z.strictObject({
  form: z.string().max(80),
  /** version of the form that was shown */
  version: z.number().int().min(1),
  /** number of the privacy policy's version that was in force and linked */
  policyVersion: z.number().int().min(1),
  act: z.enum(CONSENT_ACTS),
  /** who said yes, when somebody else entered it */
  givenBy: line(120).optional(),
  /** the day of the call or the letter */
  givenOn: day.optional(),
});
export type ConsentSent = z.input<typeof consentSent>;
export type ConsentRead = z.output<typeof consentSent>;

/** Request header that carries it: JSON, percent-encoded, because headers are ASCII. */
export const CONSENT_HEADER = 'tenon-consent';

export function writeConsent(consent: ConsentSent): string {
  return encodeURIComponent(JSON.stringify(consent));
}

/** @returns undefined when the header is absent or says nothing that can be understood: then nobody consented */
export function readConsent(header: string | undefined): ConsentRead | undefined {
  if (header === undefined) return undefined;
  try {
    return consentSent.parse(maskCardNumbersIn(JSON.parse(decodeURIComponent(header))).value);
  } catch {
    // Unreadable text is no affirmative act; the refusal that follows says what is missing.
    return undefined;
  }
}

/** A consent that was found good and waits for its transaction. */
export interface GivenConsent {
  readonly form: string;
  readonly formVersion: number;
  readonly purpose: Purpose;
  readonly policyVersion: number;
  readonly policyHash: string;
  readonly act: ConsentAct;
  readonly givenBy: string | null;
  readonly givenOn: Day | null;
}

/** Who asks for consent; plugged in by the server. Without one, a route that collects is not registered at all. */
export interface ConsentGate {
  /**
   * Before the transaction.
   * @returns null when this data needs none (what a factory keeps about its own customers); `consent_required`
   */
  check(
    collects: Collects,
    sent: ConsentRead | undefined,
    caller: Caller | null,
  ): Promise<Result<GivenConsent | null>>;
  /** In the transaction that stores the data. */
  record(tx: Tx, caller: Caller, consent: GivenConsent): Promise<void>;
}
