import type { Day } from '#domain/kernel/days.ts';
import type { Quote } from '../quote.ts';

/** The mails of section 6: acknowledgement, neutral, verify, confirmation, reminder, held, ended, deleted, withdrawn. */
export const CASE_MAILS = ['E1', 'E1n', 'E1v', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7'] as const;
export type CaseMail = (typeof CASE_MAILS)[number];

export type Effect =
  /** `once` names the mail within its case: the same is never sent twice */
  | {
      readonly kind: 'mail';
      readonly mail: CaseMail;
      readonly to: 'sender' | 'owners' | 'both';
      readonly once: string;
    }
  /** a short answer that is none of the nine mails */
  | {
      readonly kind: 'answer';
      readonly what: 'duplicate' | 'already_ended' | 'which' | 'lapsed' | 'too_late';
      readonly once: string;
    }
  | { readonly kind: 'ticket' }
  | { readonly kind: 'task'; readonly why: 'reach_owner' | 'not_us' | 'read_late' }
  /** one more case with the same arrival for each of these subscriptions */
  | { readonly kind: 'open_cases'; readonly subscriptions: readonly string[] }
  /** renewal stops after this plan; what is billed up to the end follows from the quote */
  | { readonly kind: 'plan_end'; readonly quote: Quote }
  | { readonly kind: 'undo_plan' }
  | { readonly kind: 'final_invoice' }
  | { readonly kind: 'final_backup' }
  | { readonly kind: 'end_access'; readonly on: Day }
  | { readonly kind: 'restore_access' }
  /** credit notes and payouts exactly as the quote says */
  | { readonly kind: 'credit'; readonly quote: Quote }
  | { readonly kind: 'reverse_credit' }
  | { readonly kind: 'delete_data' };
export type EffectKind = Effect['kind'];
