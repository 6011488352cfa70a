import type { Day } from '#domain/kernel/days.ts';
import type { Minor } from '#domain/kernel/units.ts';

/** Who stands on the other side of an entry, as far as the bank tells. */
export interface Counterparty {
  readonly name?: string;
  /** IBAN without spaces, or a national account number */
  readonly account?: string;
  readonly bic?: string;
}

/** One movement. A batch that the bank books as one sum but lists in detail is one entry per detail. */
export interface BankEntry {
  /** position in the statement from 1, details of one booking with a point: `7`, `7.2`; stable for the same file */
  readonly position: string;
  readonly bookedOn: Day;
  readonly valueOn: Day;
  /** minor units of the statement's currency; positive came in, negative went out */
  readonly amountMinor: Minor;
  /** true where the bank takes back an earlier booking */
  readonly reversal: boolean;
  readonly counterparty: Counterparty;
  /** free text of the payer, all lines joined */
  readonly remittance: string;
  /** structured creditor reference (ISO 11649 or national), where the payer used one */
  readonly creditorReference?: string;
  readonly endToEndId?: string;
  readonly mandateId?: string;
  /** what the bank calls this booking; with `position` the way to recognise it again */
  readonly bankReference?: string;
  /** ISO 20022 external return reason (`AC04`) or the national code of a returned payment */
  readonly returnReason?: string;
  /** bank transaction code: `PMNT/RCDT/ESCT` of ISO 20022, or the MT 940 type `NTRF` with its GVC `166` */
  readonly kind?: string;
  /** what the bank kept for itself out of this entry */
  readonly feeMinor?: Minor;
}

export interface Balance {
  readonly on: Day;
  /** negative = overdrawn */
  readonly amountMinor: Minor;
}

/** A bank statement whose entries lead from its opening to its closing balance; the readers refuse any other. */
export interface BankStatement {
  readonly format: 'camt.053.001.02' | 'camt.053.001.08' | 'MT940';
  /** the bank's own identifier of the statement; with `account` the key that tells a second upload */
  readonly id: string;
  readonly number?: string;
  readonly account: string;
  readonly currency: string;
  readonly opening: Balance;
  readonly closing: Balance;
  readonly entries: readonly BankEntry[];
  /** elements of the file that have no place here, with their text; shown, not lost */
  readonly extras: readonly { readonly path: string; readonly text: string }[];
}

/** What the caller expects; a statement of another account or currency is refused. */
export interface StatementExpectation {
  readonly account?: string;
  readonly currency?: string;
}

export type StatementRefusal =
  | { readonly code: 'statement_not_recognised'; readonly value: string }
  | { readonly code: 'statement_version'; readonly value: string }
  | { readonly code: 'statement_field_missing'; readonly field: string }
  | { readonly code: 'statement_field_unreadable'; readonly field: string; readonly value: string }
  | {
      readonly code: 'statement_currency';
      readonly field: string;
      readonly value: string;
      readonly expected: string;
    }
  | { readonly code: 'statement_account'; readonly value: string; readonly expected: string }
  | {
      readonly code: 'statement_balance';
      readonly field: string;
      readonly value: string;
      readonly expected: string;
      readonly currency: string;
    };
