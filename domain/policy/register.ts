import { DATA_CATEGORIES, PURPOSES, type DataCategory, type Purpose } from '#domain/kernel/personal.ts';
import type { ParameterName } from './parameters.ts';
import type { Basis } from './purposes.ts';

/** Who tells us. */
export type Source =
  | 'business'
  | 'registers'
  | 'user'
  | 'person'
  | 'visitor'
  | 'payment-provider'
  | 'driver'
  | 'tenant'
  | 'tenant-staff'
  | 'ourselves'
  | 'system';

/** Whom it is told, besides ourselves; who of them really exists stands in the processor register. */
export type Recipient =
  | 'mail-provider'
  | 'carrier'
  | 'tax-authority'
  | 'auditor'
  | 'bank'
  | 'payment-provider'
  | 'analytics-provider'
  | 'hosting-provider'
  | 'storage-provider';

/** From when a time of keeping is counted. */
export type KeptFrom =
  | 'relationship-end'
  | 'removed-or-account-end'
  | 'last-use'
  | 'mandate-last-debit'
  | 'card-end'
  | 'year-end'
  | 'order-year-end'
  | 'closed'
  | 'cancellation-closed'
  | 'written'
  | 'consent-end'
  | 'for-ever'
  | 'hosting-end'
  | 'rotation'
  | 'tenant-setting';

/** A time of keeping: so much after a moment; nothing after it where both are null. */
export interface Kept {
  readonly from: KeptFrom;
  readonly fixed: { readonly count: number; readonly unit: 'months' | 'years' } | null;
  readonly parameter: ParameterName | null;
}

const kept = (from: KeptFrom, count?: number, unit: 'months' | 'years' = 'years'): Kept => ({
  from,
  fixed: count === undefined ? null : { count, unit },
  parameter: null,
});
const keptBy = (from: KeptFrom, parameter: ParameterName): Kept => ({ from, fixed: null, parameter });

export interface RegisterEntry {
  readonly sources: readonly Source[];
  readonly purposes: readonly Purpose[];
  /** ground as the policy text names it; null where it names none */
  readonly stated: Basis | null;
  readonly fallback: Basis | null;
  readonly kept: readonly Kept[];
  readonly recipients: readonly Recipient[];
  /** a law forbids to delete it at once: it stays after a withdrawal or a wish to be forgotten */
  readonly heldByLaw: boolean;
}

/**
 * The register of processing: each kind of personal data with where it comes from, what it may be used for, on which
 * ground, for how long, and who receives it. A change here is a material change of the policy (P-1.3).
 *
 * @see clause P-2.0, Art. 30 GDPR
 */
export const REGISTER = {
  contact: {
    sources: ['business'],
    purposes: ['account', 'order', 'delivery', 'support', 'service-messages'],
    stated: 'consent',
    fallback: 'contract',
    kept: [kept('relationship-end', 1)],
    recipients: ['mail-provider', 'carrier'],
    heldByLaw: false,
  },
  'profile-picture': {
    sources: ['user'],
    purposes: ['account'],
    stated: 'consent',
    fallback: null,
    kept: [kept('removed-or-account-end')],
    recipients: [],
    heldByLaw: false,
  },
  company: {
    sources: ['business', 'registers'],
    purposes: ['account', 'order', 'billing'],
    stated: 'consent',
    fallback: 'contract',
    kept: [kept('relationship-end', 1)],
    recipients: ['mail-provider', 'tax-authority'],
    heldByLaw: false,
  },
  bank: {
    sources: ['business'],
    purposes: ['billing', 'legal'],
    stated: 'consent',
    fallback: 'contract',
    kept: [kept('last-use', 13, 'months'), kept('mandate-last-debit', 36, 'months')],
    recipients: ['bank'],
    heldByLaw: false,
  },
  'card-token': {
    sources: ['payment-provider'],
    purposes: ['billing', 'legal'],
    stated: 'consent',
    fallback: 'contract',
    kept: [kept('card-end', 3, 'months')],
    recipients: ['payment-provider'],
    heldByLaw: false,
  },
  invoice: {
    sources: ['ourselves'],
    purposes: ['billing', 'legal'],
    stated: null,
    fallback: 'legal-obligation',
    kept: [keptBy('year-end', 'invoice.keepYears')],
    recipients: ['tax-authority', 'auditor'],
    heldByLaw: true,
  },
  'order-delivery': {
    sources: ['business', 'driver'],
    purposes: ['order', 'delivery'],
    stated: 'consent',
    fallback: 'contract',
    kept: [kept('order-year-end', 3)],
    recipients: ['carrier'],
    heldByLaw: false,
  },
  correspondence: {
    sources: ['person'],
    purposes: ['support', 'service-messages'],
    stated: 'consent',
    fallback: 'legitimate-interest',
    kept: [kept('closed', 2), keptBy('cancellation-closed', 'invoice.keepYears')],
    recipients: ['mail-provider'],
    heldByLaw: false,
  },
  credentials: {
    sources: ['user'],
    purposes: ['account', 'security'],
    stated: 'consent',
    fallback: 'contract',
    kept: [kept('removed-or-account-end')],
    recipients: [],
    heldByLaw: false,
  },
  'usage-log': {
    sources: ['system'],
    purposes: ['security', 'improvement'],
    stated: 'legitimate-interest',
    fallback: null,
    kept: [keptBy('written', 'log.accessDays')],
    recipients: [],
    heldByLaw: false,
  },
  'audit-log': {
    sources: ['system'],
    purposes: ['security', 'legal'],
    stated: 'legitimate-interest',
    fallback: 'legal-obligation',
    kept: [kept('written', 3)],
    recipients: [],
    heldByLaw: true,
  },
  consent: {
    sources: ['person'],
    purposes: ['legal'],
    stated: null,
    fallback: 'legal-obligation',
    kept: [kept('consent-end', 3)],
    recipients: [],
    heldByLaw: true,
  },
  'cookie-consent': {
    sources: ['visitor'],
    purposes: ['legal'],
    stated: null,
    fallback: 'legal-obligation',
    kept: [kept('consent-end', 3)],
    recipients: [],
    heldByLaw: true,
  },
  aggregate: {
    sources: ['system'],
    purposes: ['analytics'],
    // Not personal: it stands here so that nothing that leaves is missing from the page.
    stated: null,
    fallback: null,
    kept: [kept('for-ever')],
    recipients: ['analytics-provider'],
    heldByLaw: false,
  },
  'hosted-odoo': {
    sources: ['tenant'],
    purposes: [],
    stated: 'instruction',
    fallback: null,
    kept: [keptBy('hosting-end', 'cancel.retrievalGraceDays')],
    recipients: ['hosting-provider'],
    heldByLaw: false,
  },
  backup: {
    sources: ['system'],
    purposes: ['security'],
    stated: 'legitimate-interest',
    fallback: null,
    kept: [keptBy('rotation', 'cancel.backupExpiryDays')],
    recipients: ['storage-provider'],
    heldByLaw: false,
  },
  'worker-times': {
    sources: ['tenant-staff'],
    purposes: [],
    stated: 'instruction',
    fallback: null,
    kept: [kept('tenant-setting', 2)],
    recipients: [],
    heldByLaw: false,
  },
} as const satisfies Readonly<Record<DataCategory, RegisterEntry>>;

type PurposesOf<C extends DataCategory> = (typeof REGISTER)[C]['purposes'][number];

/** Categories that the register lets a purpose use: reading another one is a compile error where both are written down. */
export type CategoryFor<P extends Purpose> = {
  [C in DataCategory]: P extends PurposesOf<C> ? C : never;
}[DataCategory];

/** Whether the register lets data of this category be used for this purpose. Names that are on no list are never let. */
export function registerAllows(purpose: string, category: string): boolean {
  const entry = entryOf(category);
  return (
    entry !== undefined &&
    PURPOSES.some((known) => known === purpose) &&
    entry.purposes.some((one) => one === purpose)
  );
}

/** @returns undefined for a category that is not in the register */
export function entryOf(category: string): RegisterEntry | undefined {
  return Object.hasOwn(REGISTER, category) ? REGISTER[category as DataCategory] : undefined;
}

/** Categories that carry a purpose, in the register's order. */
export function categoriesOf(purpose: Purpose): DataCategory[] {
  return DATA_CATEGORIES.filter((category) => registerAllows(purpose, category));
}

/**
 * What a withdrawal of consent to one purpose leaves: kept by law whatever is withdrawn, and kept because another
 * purpose still carries it.
 *
 * @param withdrawn purposes withdrawn before
 * @see clause P-2.1d
 */
export function afterWithdrawal(
  purpose: Purpose,
  withdrawn: readonly Purpose[],
): {
  readonly byLaw: readonly DataCategory[];
  readonly forOthers: readonly { readonly category: DataCategory; readonly purposes: readonly Purpose[] }[];
  readonly ends: readonly DataCategory[];
} {
  const gone = new Set<Purpose>([...withdrawn, purpose]);
  const touched = categoriesOf(purpose);
  const left = (category: DataCategory): Purpose[] =>
    (REGISTER[category].purposes as readonly Purpose[]).filter((one) => !gone.has(one));
  // Invoices are not used for the account and yet concern whoever leaves it: what the law holds is always named.
  const byLaw = DATA_CATEGORIES.filter((category) => REGISTER[category].heldByLaw);
  const others = touched.filter((category) => !byLaw.includes(category));
  return {
    byLaw,
    forOthers: others
      .filter((category) => left(category).length > 0)
      .map((category) => ({ category, purposes: left(category) })),
    ends: others.filter((category) => left(category).length === 0),
  };
}
