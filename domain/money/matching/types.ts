import type { Day } from '#domain/kernel/days.ts';
import type { Minor } from '#domain/kernel/units.ts';

/** Something unpaid that a bank entry may settle. */
export interface MatchItem {
  readonly id: string;
  /** as printed, `INV-2026-0187`; found in free text in any spelling of its spaces and dashes */
  readonly number: string;
  /** structured creditor reference printed on it, where there is one */
  readonly creditorReference?: string;
  readonly party: string;
  readonly currency: string;
  /** positive: we get it; negative: we owe it (credit notes, suppliers' invoices) */
  readonly openMinor: Minor;
  readonly issuedOn: Day;
  readonly dueOn: Day;
  /** what settles it in full until a day, best offer first (early payment) */
  readonly offers?: readonly { readonly until: Day; readonly payMinor: Minor }[];
}

/** Who owes, and by what a payment of theirs is recognised. */
export interface MatchParty {
  readonly id: string;
  readonly name: string;
  /** customer number as it may stand in a remittance text */
  readonly number?: string;
  /** IBANs without spaces */
  readonly accounts?: readonly string[];
}

/** One bank entry to be matched. */
export interface MatchLine {
  readonly id: string;
  readonly currency: string;
  /** positive came in, negative went out */
  readonly amountMinor: Minor;
  readonly valueOn: Day;
  readonly remittance: string;
  readonly creditorReference?: string;
  readonly endToEndId?: string;
  readonly name?: string;
  readonly account?: string;
  /** set on a returned payment: it never settles, it re-opens */
  readonly returnReason?: string;
}

/** What people decided before: entries like this one belong to this party. Made by `learnFrom`. */
export interface LearnedRule {
  readonly by: 'account' | 'name' | 'words';
  /** an account, a folded name, or folded words of the remittance that no other party uses */
  readonly key: string;
  readonly party: string;
  /** how often it was confirmed, less how often it was overruled; rules at 0 or below are not used */
  readonly weight: number;
}

/** Why a match was found, in the order of its weight; words: `match.<code>`. */
export interface MatchReason {
  readonly code:
    | 'creditor_reference'
    | 'end_to_end_id'
    | 'number_in_text'
    | 'amount_exact'
    | 'amount_with_discount'
    | 'amount_partial'
    | 'amount_above'
    | 'sum_of_items'
    | 'payer_account'
    | 'payer_name'
    | 'payer_number'
    | 'payer_learned'
    | 'only_item_of_payer'
    | 'returned'
    | 'other_currency';
  readonly value: string;
}

export interface Allocation {
  readonly item: string;
  /** what of the entry goes to the item, with the entry's sign */
  readonly amountMinor: Minor;
  /** what is forgiven for paying early; amount + discount is what the item loses */
  readonly discountMinor: Minor;
}

export interface Proposal {
  readonly party: string;
  readonly allocations: readonly Allocation[];
  /** of the entry's amount, what no item takes: an over-payment or a payment on account */
  readonly restMinor: Minor;
  /** 0 … 100 */
  readonly score: number;
  readonly reasons: readonly MatchReason[];
}

/**
 * `matched` may be booked without a look: the reference or the payer is certain and the amount fits exactly. `proposed` has
 * something to choose from. `unmatched` has nothing. `parked` must not be matched: a return, or a currency without items.
 */
export interface Match {
  readonly line: string;
  readonly decision: 'matched' | 'proposed' | 'unmatched' | 'parked';
  /** best first, at most five; the first one is booked when `matched` */
  readonly proposals: readonly Proposal[];
  /** for `parked`: why */
  readonly reasons: readonly MatchReason[];
}
