import { addDays, type Day } from '#domain/kernel/days.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { plusMonths } from '#domain/money/terms.ts';

/** A mandate that nobody used for so long is no longer valid (SEPA Direct Debit rulebooks, section 4.1). */
const LAPSES_AFTER_MONTHS = 36;

export type MandateState = 'active' | 'revoked' | 'lapsed' | 'used';

export interface MandateFacts {
  readonly kind: 'recurring' | 'one-off';
  readonly signedOn: Day;
  readonly revokedOn: Day | null;
  /** day of the last collection that went to the bank, or is to go; null before the first */
  readonly lastUsedOn: Day | null;
}

/** What a mandate is good for on a day: nothing once it was revoked, nobody used it for 36 months, or its one collection is done. */
export function mandateState(mandate: MandateFacts, today: Day): MandateState {
  if (mandate.revokedOn !== null && mandate.revokedOn <= today) return 'revoked';
  if (mandate.kind === 'one-off' && mandate.lastUsedOn !== null) return 'used';
  const since = mandate.lastUsedOn ?? mandate.signedOn;
  return plusMonths(since, LAPSES_AFTER_MONTHS) < today ? 'lapsed' : 'active';
}

/** First, recurring or the only one: what the bank must be told of a collection. */
export function sequenceOf(mandate: Pick<MandateFacts, 'kind' | 'lastUsedOn'>): 'FRST' | 'RCUR' | 'OOFF' {
  if (mandate.kind === 'one-off') return 'OOFF';
  return mandate.lastUsedOn === null ? 'FRST' : 'RCUR';
}

/** The first day on which may be collected what is announced today. */
export function earliestCollection(today: Day, noticeDays: number): Day {
  return addDays(today, noticeDays);
}

/** An invoice that somebody wants to collect. */
export interface DebitCandidate {
  readonly invoiceId: string;
  readonly currency: string;
  readonly openMinor: bigint;
  readonly disputed: boolean;
  readonly inRun: boolean;
  readonly mandate: (MandateFacts & { readonly id: string }) | null;
}

export type DebitFault =
  | 'not_open'
  | 'not_euro'
  | 'disputed'
  | 'in_run'
  | 'mandate_missing'
  | 'mandate_revoked'
  | 'mandate_lapsed'
  | 'mandate_used';

/** Why an invoice cannot be collected on a day; null where it can. */
export function debitFault(one: DebitCandidate, collectOn: Day): DebitFault | null {
  if (one.currency !== 'EUR') return 'not_euro';
  if (one.openMinor <= 0n) return 'not_open';
  if (one.inRun) return 'in_run';
  if (one.disputed) return 'disputed';
  if (one.mandate === null) return 'mandate_missing';
  const state = mandateState(one.mandate, collectOn);
  return state === 'active' ? null : `mandate_${state}`;
}

/**
 * The order of a run: each invoice once, with what the bank must be told of its mandate. A first collection is the first of its
 * mandate in the run; a mandate for one collection serves one invoice.
 *
 * @returns refused with the first invoice that cannot be collected, and why
 */
export function composeDebits<C extends DebitCandidate>(
  chosen: readonly C[],
  collectOn: Day,
): Result<
  { readonly of: C; readonly sequence: 'FRST' | 'RCUR' | 'OOFF' }[],
  { readonly code: `debit_${DebitFault}`; readonly field: string }
> {
  const used = new Set<string>();
  const items = [];
  for (const [at, one] of chosen.entries()) {
    const field = `invoiceIds.${at}`;
    const fault = debitFault(one, collectOn);
    if (fault) return refuse({ code: `debit_${fault}`, field });
    const mandate = one.mandate!;
    if (used.has(mandate.id) && mandate.kind === 'one-off')
      return refuse({ code: 'debit_mandate_used', field });
    const sequence = sequenceOf({
      kind: mandate.kind,
      lastUsedOn: used.has(mandate.id) ? collectOn : mandate.lastUsedOn,
    });
    used.add(mandate.id);
    items.push({ of: one, sequence });
  }
  return ok(items);
}

export type RunState = 'composed' | 'approved' | 'handed_over' | 'cancelled';

export type StepRefusal =
  | { readonly code: 'run_ended'; readonly state: RunState }
  | { readonly code: 'run_approved_already' }
  | { readonly code: 'run_not_approved' };

/**
 * Whether a step may follow. Transfers give money away and need an approval first; a run ends once, by going to the bank or by
 * being cancelled.
 */
export function decideStep(
  kind: 'debit' | 'transfer',
  state: RunState,
  step: 'approve' | 'hand-over' | 'cancel',
): Result<true, StepRefusal> {
  if (state === 'handed_over' || state === 'cancelled') return refuse({ code: 'run_ended', state });
  if (step === 'approve' && (state === 'approved' || kind === 'debit'))
    return refuse({ code: 'run_approved_already' });
  if (step === 'hand-over' && kind === 'transfer' && state !== 'approved')
    return refuse({ code: 'run_not_approved' });
  return ok(true);
}
