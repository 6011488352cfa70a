import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Minor } from '#domain/kernel/units.ts';
import type { ParameterValues } from '../../parameters.ts';
import type { CaseBasis } from './state.ts';
import type { TimerName } from './timers.ts';

/** What the check of a request found out. */
export type Checked =
  | { readonly verdict: 'unauthorised'; readonly accountKnown: boolean }
  | { readonly verdict: 'unclear' }
  | { readonly verdict: 'clear'; readonly basis: CaseBasis; readonly others?: readonly string[] }
  | { readonly verdict: 'no_cancellation' }
  | { readonly verdict: 'already_ended' };

/**
 * What happens to a case. Everything that was looked up for it stands in it, so that the events alone give the state again.
 * `at` is the moment that counts in law: the arrival of a mail, not its reading.
 */
export type CaseEvent =
  | {
      readonly kind: 'arrived';
      readonly at: Instant;
      /** of the operator, until a contract is known */
      readonly zone: string;
      readonly values: ParameterValues;
      readonly sender: 'known' | 'unknown';
      readonly askedOn: Day | null;
    }
  | ({ readonly kind: 'checked' } & Checked)
  | { readonly kind: 'confirmed'; readonly at: Instant; readonly basis: CaseBasis | null }
  | {
      readonly kind: 'own_request';
      readonly at: Instant;
      readonly askedOn: Day | null;
      readonly basis: CaseBasis | null;
    }
  | {
      readonly kind: 'answered';
      readonly at: Instant;
      readonly basis: CaseBasis;
      readonly others?: readonly string[];
    }
  | { readonly kind: 'duplicate'; readonly at: Instant }
  | { readonly kind: 'amended'; readonly at: Instant; readonly on: Day }
  | { readonly kind: 'withdrawn'; readonly at: Instant }
  | { readonly kind: 'not_us'; readonly at: Instant }
  /** what is owed now; the day on which it became nothing, by payment, write-off or dispute */
  | { readonly kind: 'dues'; readonly owedMinor: Minor; readonly settledOn: Day | null }
  | { readonly kind: 'set_off'; readonly on: Day; readonly owedMinor: Minor }
  | { readonly kind: 'waived' }
  | {
      readonly kind: 'timer';
      readonly timer: TimerName;
      readonly owedMinor?: Minor;
      readonly basis?: CaseBasis;
    }
  | { readonly kind: 'refund_paid' };
export type CaseEventKind = CaseEvent['kind'];
export type EventOf<K extends CaseEventKind> = Extract<CaseEvent, { kind: K }>;
