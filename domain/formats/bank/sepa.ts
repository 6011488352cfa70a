import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Minor } from '#domain/kernel/units.ts';

/** An account of SEPA with its holder. Names keep to 70 characters, the bank's own limit. */
export interface SepaAccount {
  readonly name: string;
  /** with or without spaces; check digits are checked */
  readonly iban: string;
  readonly bic?: string;
  /** ISO 3166-1; with town the least that banks take of an address since November 2026 */
  readonly country?: string;
  readonly town?: string;
}

/** One payment out: a refund or a supplier's invoice. Euro. */
export interface Transfer {
  /** at most 35 characters of the SEPA set; comes back on the statement */
  readonly endToEndId: string;
  readonly amountMinor: Minor;
  readonly to: SepaAccount;
  /** free text, at most 140 characters; or */
  readonly remittance?: string;
  /** the payee's structured reference (ISO 11649); one of the two */
  readonly creditorReference?: string;
}

/** pain.001: one debtor account, one day, many transfers. */
export interface TransferOrder {
  /** at most 35 characters, unique per sender for 15 days */
  readonly messageId: string;
  readonly createdAt: Instant;
  readonly from: SepaAccount;
  readonly executeOn: Day;
  readonly transfers: readonly Transfer[];
}

/** A mandate that was signed and stored. */
export interface Mandate {
  /** at most 35 characters */
  readonly id: string;
  readonly signedOn: Day;
  readonly scheme: 'CORE' | 'B2B';
  readonly sequence: 'FRST' | 'RCUR' | 'FNAL' | 'OOFF';
}

export interface Debit {
  readonly endToEndId: string;
  readonly amountMinor: Minor;
  readonly mandate: Mandate;
  readonly from: SepaAccount;
  readonly remittance?: string;
}

/** pain.008: one creditor, one day, many debits; grouped by scheme and sequence into payment instructions. */
export interface DebitOrder {
  readonly messageId: string;
  readonly createdAt: Instant;
  readonly to: SepaAccount;
  /** creditor identifier, `DE98ZZZ09999999999`; check digits are checked */
  readonly creditorId: string;
  readonly collectOn: Day;
  readonly debits: readonly Debit[];
}

export type SepaRefusal =
  | { readonly code: 'sepa_empty' }
  | { readonly code: 'sepa_missing'; readonly field: string }
  | { readonly code: 'sepa_iban'; readonly field: string; readonly value: string }
  | { readonly code: 'sepa_bic'; readonly field: string; readonly value: string }
  | { readonly code: 'sepa_creditor_id'; readonly field: string; readonly value: string }
  | { readonly code: 'sepa_amount'; readonly field: string; readonly value: string }
  | { readonly code: 'sepa_too_long'; readonly field: string; readonly value: string; readonly max: number }
  | { readonly code: 'sepa_characters'; readonly field: string; readonly value: string }
  | { readonly code: 'sepa_duplicate'; readonly field: string; readonly value: string }
  | { readonly code: 'sepa_reference'; readonly field: string; readonly value: string }
  | { readonly code: 'sepa_day'; readonly field: string; readonly value: string };
