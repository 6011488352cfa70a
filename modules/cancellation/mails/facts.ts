import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Minor } from '#domain/kernel/units.ts';
import type { Quote } from '#domain/policy/cancellation/quote.ts';
import type { Locale } from '#platform/words/words.ts';

/** What stands in every mail of a case. */
export interface CommonFacts {
  readonly locale: Locale;
  /** of the contract, IANA name */
  readonly zone: string;
  readonly currency: string;
  /** C-0001; stands in the subject, so that answers find the case */
  readonly caseNo: string;
  /** name and number, as the customer knows it */
  readonly subscription: string;
  readonly operator: { readonly name: string; readonly lines: readonly [string, ...string[]] };
  readonly caseUrl: string;
  readonly policy: { readonly version: number; readonly url: string };
}

/** How the customer gets the data of this very subscription (C-5). */
export interface DataBack {
  readonly backupUrl: string;
  /** size of a backup as it is now, bytes */
  readonly bytes: number;
  /** `Odoo 18.0, PostgreSQL 16`, or the version of the factory application */
  readonly versions: string;
  readonly modules: readonly [string, ...string[]];
  readonly restoreUrl: string;
  readonly until: Instant;
}

export interface OpenItem {
  readonly number: string;
  readonly dueOn: Day;
  readonly openMinor: Minor;
}

/** What is owed, how to pay it, and what a day of delay costs; `none` where nothing is. */
export type DuesFacts =
  | { readonly state: 'none' }
  | {
      readonly state: 'open';
      readonly items: readonly [OpenItem, ...OpenItem[]];
      readonly totalMinor: Minor;
      readonly payUrl: string;
      readonly perDayMinor: Minor;
      /** null where a set-off is not offered */
      readonly setOffUrl: string | null;
    };

/** Where a refund goes, account numbers masked. */
export interface RefundWay {
  readonly to: string;
  readonly amountMinor: Minor;
}

export type CaseMailFacts =
  | {
      readonly mail: 'E1';
      readonly receivedAt: Instant;
      /** the first words of the message, or that a button was pressed */
      readonly received: string;
      readonly next: 'confirmation' | 'which' | 'checking';
      readonly data: DataBack;
      readonly notUsUrl: string;
    }
  | { readonly mail: 'E1n'; readonly accountUrl: string }
  | {
      readonly mail: 'E1v';
      readonly sender: string;
      readonly receivedAt: Instant;
      readonly confirmUrl: string;
      readonly notUsUrl: string;
      /** last day on which a confirmation counts */
      readonly until: Day;
    }
  | {
      readonly mail: 'E2';
      readonly quote: Quote;
      /** of the lines of the quote, by their ids */
      readonly names: Readonly<Record<string, string>>;
      /** days of notice that the policy asks for */
      readonly noticeNeeded: number;
      readonly replaces: boolean;
      readonly dues: DuesFacts;
      /** with short notice: switches to the offered day; null where there is none */
      readonly switchUrl: string | null;
      readonly ways: readonly RefundWay[];
      readonly payOutBy: Day;
      readonly data: DataBack;
      readonly withdrawUrl: string;
    }
  | {
      readonly mail: 'E3';
      readonly lastOn: Day;
      readonly endsAt: Instant;
      readonly daysLeft: number;
      readonly downloadedAt: Instant | null;
      readonly backupUrl: string;
      readonly dues: DuesFacts;
    }
  | {
      readonly mail: 'E4';
      readonly dues: Extract<DuesFacts, { state: 'open' }>;
      /** first moment after what was billed: service ends then at the latest */
      readonly termEndsAt: Instant;
      readonly backupUrl: string;
    }
  | {
      readonly mail: 'E5';
      readonly endsAt: Instant;
      readonly creditNotes: readonly string[];
      readonly ways: readonly RefundWay[];
      readonly refundMinor: Minor;
      readonly expectedOn: Day;
      /** null where no server of ours held anything */
      readonly backup: { readonly sha256: string; readonly provenAt: Instant } | null;
      readonly graceUntil: Day;
      /** what a sync could not send any more */
      readonly unsent: readonly string[];
    }
  | {
      readonly mail: 'E6';
      readonly deleted: {
        readonly at: Instant;
        readonly what: string;
        readonly method: string;
        readonly sha256: string;
      };
      readonly backupsGoneBy: Day;
    }
  | { readonly mail: 'E7'; readonly nextInvoiceOn: Day };
export type FactsOf<M extends CaseMailFacts['mail']> = Extract<CaseMailFacts, { mail: M }>;
