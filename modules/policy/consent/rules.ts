import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Purpose } from '#domain/kernel/personal.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';

/** What a form asks, as much of it as the decision needs. */
export interface AskedForm {
  readonly id: string;
  readonly version: number;
  readonly purpose: Purpose;
  readonly about: 'person' | 'tenant-data';
}

/** How somebody else's yes may have come in. */
const ENTERED = ['telephone', 'letter', 'in-person'] as const;

/** What came with the request; absent: nobody said yes. */
export interface SaidYes {
  readonly form: string;
  readonly version: number;
  readonly policyVersion: number;
  readonly act: string;
  readonly givenBy?: string | undefined;
  readonly givenOn?: Day | undefined;
}

/** What is missing, so that a client can show it and ask again. */
export type ConsentRefusal = {
  readonly code: 'consent_required';
  readonly status: 422;
  readonly form: string;
  readonly version: number;
  readonly purpose: Purpose;
  readonly because: 'missing' | 'form_changed' | 'policy_changed' | 'by_whom' | 'no_policy';
};

/**
 * Who must be asked: people who tell about themselves or their firm, and, in the operator's own tenant, those of whom
 * its staff makes an entry. What a factory keeps about its own customers and workers it keeps for itself (P-1.2).
 */
export function mustAsk(form: AskedForm, tenantId: Id | null, operatorTenantId: Id | undefined): boolean {
  return form.about === 'person' || (tenantId !== null && tenantId === operatorTenantId);
}

/**
 * Whether what came with the request is consent to this form: the form's own id and version, the policy in force, and an
 * act of the right kind. Somebody who enters another person's data says who agreed, how and when; somebody who enters
 * their own cannot have agreed by letter.
 *
 * @param policyInForce number of the privacy policy's version; undefined before the first
 * @param today a call of tomorrow was not made
 * @see clauses P-2.1b, P-2.1d
 */
export function decideConsent(
  form: AskedForm,
  sent: SaidYes | undefined,
  policyInForce: number | undefined,
  today: Day,
): Result<SaidYes, ConsentRefusal> {
  const no = (because: ConsentRefusal['because']) =>
    refuse({
      code: 'consent_required' as const,
      status: 422 as const,
      form: form.id,
      version: form.version,
      purpose: form.purpose,
      because,
    });
  if (policyInForce === undefined) return no('no_policy');
  if (!sent || sent.form !== form.id) return no('missing');
  if (sent.version !== form.version) return no('form_changed');
  if (sent.policyVersion !== policyInForce) return no('policy_changed');
  const entered = (ENTERED as readonly string[]).includes(sent.act);
  if (entered !== (form.about === 'tenant-data')) return no('by_whom');
  const named = sent.givenBy !== undefined && sent.givenOn !== undefined && sent.givenOn <= today;
  if (entered ? !named : sent.givenBy !== undefined || sent.givenOn !== undefined) return no('by_whom');
  return ok(sent);
}

/** A yes or a no to one purpose, at a moment. */
interface Said {
  readonly purpose: Purpose;
  readonly at: string;
}

/** Purposes that a person consents to now: a yes counts until a later no, and again after a still later yes. */
export function purposesGiven(given: readonly Said[], withdrawn: readonly Said[]): Purpose[] {
  const last = (list: readonly Said[], purpose: Purpose): string =>
    list.reduce((at, one) => (one.purpose === purpose && one.at > at ? one.at : at), '');
  return [...new Set(given.map(({ purpose }) => purpose))].filter(
    // A no at the very moment of a yes counts: the person who took back something must not find it given.
    (purpose) => last(given, purpose) > last(withdrawn, purpose),
  );
}
