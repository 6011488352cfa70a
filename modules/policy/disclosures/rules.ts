import type { Day, Instant } from '#domain/kernel/days.ts';
import { DATA_CATEGORIES, type DataCategory } from '#domain/kernel/personal.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';

export const GROUNDS = ['law', 'legal-process', 'enforce-rights', 'protect'] as const;
export type Ground = (typeof GROUNDS)[number];

/** Secrets of signing in are nobody's answer to a question; what is nobody's own belongs to no business. */
const NEVER: readonly DataCategory[] = ['credentials', 'aggregate', 'backup', 'cookie-consent'];

/** Kinds of data about a business that can be disclosed at all. */
export const DISCLOSABLE: readonly DataCategory[] = DATA_CATEGORIES.filter((one) => !NEVER.includes(one));

/** A request with what was decided about it, before anybody approved it. */
export interface NewDisclosure {
  /** authority, court or lawyer */
  readonly askedBy: string;
  readonly caseNo: string;
  readonly receivedOn: Day;
  readonly ground: Ground;
  readonly aboutTenant: string;
  /** what they ask for, in their words */
  readonly askedScope: string;
  readonly askedCategories: readonly DataCategory[];
  readonly decision: 'give' | 'refuse';
  /** the law that obliges us, or why it is refused */
  readonly reason: string;
  /** the scope given; empty when refused */
  readonly categories: readonly DataCategory[];
  /** who gets it; '' when refused */
  readonly recipient: string;
  /** last day of handing over; null when refused */
  readonly validTo: Day | null;
  readonly tell: 'tell' | 'withhold';
  readonly withheldBecause: string;
  /** last day on which the business may not be told */
  readonly withheldUntil: Day | null;
}

export type EntryRefusal =
  | { code: 'disclosure_received_later'; field: 'receivedOn' }
  | { code: 'disclosure_scope_empty'; field: 'categories' }
  | { code: 'disclosure_beyond_asked'; field: 'categories'; categories: readonly string[] }
  | { code: 'disclosure_never'; field: 'categories'; categories: readonly string[] }
  | { code: 'disclosure_recipient_missing'; field: 'recipient' }
  | { code: 'disclosure_until'; field: 'validTo' }
  | { code: 'disclosure_withheld_why'; field: 'withheldBecause' | 'withheldUntil' }
  | { code: 'disclosure_refused_gives'; field: 'categories' };

/**
 * Whether a request can be entered as it was decided: what is given was asked for, has somebody to go to and a last day,
 * and silence towards the business has a reason and an end.
 * @see clause P-data.share.2
 */
export function decideEntry(given: NewDisclosure, today: Day): Result<null, EntryRefusal> {
  if (given.receivedOn > today) return refuse({ code: 'disclosure_received_later', field: 'receivedOn' });
  if (given.decision === 'refuse')
    return given.categories.length > 0
      ? refuse({ code: 'disclosure_refused_gives', field: 'categories' })
      : ok(null);
  const { categories, askedCategories } = given;
  if (categories.length === 0) return refuse({ code: 'disclosure_scope_empty', field: 'categories' });
  const never = categories.filter((one) => NEVER.includes(one));
  if (never.length > 0) return refuse({ code: 'disclosure_never', field: 'categories', categories: never });
  const more = categories.filter((one) => !askedCategories.includes(one));
  if (more.length > 0)
    return refuse({ code: 'disclosure_beyond_asked', field: 'categories', categories: more });
  if (given.recipient === '') return refuse({ code: 'disclosure_recipient_missing', field: 'recipient' });
  if (given.validTo === null || given.validTo < today)
    return refuse({ code: 'disclosure_until', field: 'validTo' });
  if (given.tell === 'withhold') {
    if (given.withheldBecause === '')
      return refuse({ code: 'disclosure_withheld_why', field: 'withheldBecause' });
    if (given.withheldUntil === null || given.withheldUntil < today)
      return refuse({ code: 'disclosure_withheld_why', field: 'withheldUntil' });
  }
  return ok(null);
}

/** A disclosure as far as its state goes. */
export interface DisclosureState {
  readonly decision: 'give' | 'refuse';
  readonly validTo: Day | null;
  readonly tell: 'tell' | 'withhold';
  readonly withheldUntil: Day | null;
  readonly approvedAt: Instant | null;
  readonly toldOn: Day | null;
  readonly handedOverOn: Day | null;
}

/**
 * `waiting`: for a second person · `refused` · `to-tell`: the business hears of it before anything is handed over ·
 * `ready`: to be handed over · `handed-over` · `lapsed`: its last day passed and nothing was handed over
 */
export type Standing = 'waiting' | 'refused' | 'to-tell' | 'ready' | 'handed-over' | 'lapsed';

/** Where a disclosure stands on a day of the operator's zone. */
export function standingOf(of: DisclosureState, today: Day): Standing {
  if (of.approvedAt === null) return 'waiting';
  if (of.decision === 'refuse') return 'refused';
  if (of.handedOverOn !== null) return 'handed-over';
  if (of.validTo === null || of.validTo < today) return 'lapsed';
  return of.tell === 'tell' && of.toldOn === null ? 'to-tell' : 'ready';
}

/** Whether the time of silence is over and the business still does not know what was handed over. */
export function tellingDue(of: DisclosureState, today: Day): boolean {
  if (of.approvedAt === null || of.decision === 'refuse' || of.toldOn !== null) return false;
  if (of.tell === 'tell') return standingOf(of, today) === 'to-tell';
  return of.handedOverOn !== null && of.withheldUntil !== null && of.withheldUntil < today;
}

export type PackageRefusal =
  | { code: 'disclosure_not_approved' }
  | { code: 'disclosure_was_refused' }
  | { code: 'disclosure_not_told' }
  | { code: 'disclosure_lapsed' };

/**
 * Whether a package may be made now: of an approved entry, within its time, once the business was told or the law
 * forbids to tell it.
 * @see clause P-data.share.2
 */
export function decidePackage(of: DisclosureState, today: Day): Result<null, PackageRefusal> {
  if (of.approvedAt === null) return refuse({ code: 'disclosure_not_approved' });
  if (of.decision === 'refuse') return refuse({ code: 'disclosure_was_refused' });
  if (of.validTo === null || of.validTo < today) return refuse({ code: 'disclosure_lapsed' });
  if (of.tell === 'tell' && of.toldOn === null) return refuse({ code: 'disclosure_not_told' });
  return ok(null);
}

export type TellRefusal =
  | { code: 'disclosure_not_approved' }
  | { code: 'disclosure_was_refused' }
  | { code: 'disclosure_told' }
  | { code: 'disclosure_silence'; until: Day };

/** Whether the business may be told now: not before the entry is approved, and not while the law forbids it. */
export function decideTelling(of: DisclosureState, today: Day): Result<null, TellRefusal> {
  if (of.approvedAt === null) return refuse({ code: 'disclosure_not_approved' });
  if (of.decision === 'refuse') return refuse({ code: 'disclosure_was_refused' });
  if (of.toldOn !== null) return refuse({ code: 'disclosure_told' });
  if (of.tell === 'withhold' && of.withheldUntil !== null && of.withheldUntil >= today)
    return refuse({ code: 'disclosure_silence', until: of.withheldUntil });
  return ok(null);
}
