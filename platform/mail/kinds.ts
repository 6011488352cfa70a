import type { Purpose } from '#domain/kernel/personal.ts';

interface MailKindFacts {
  /** what it is sent for; marketing is no purpose */
  readonly purpose: Purpose;
  /** false: part of the contract, cannot be turned off; true: the person may turn it off */
  readonly optional: boolean;
}

/**
 * Every kind of mail there is, with its purpose. A mail of any other kind is refused: by the compiler, and by the outbox
 * for a kind that came from elsewhere.
 * @see clause P-data.purposes.2, P-data.purposes.4
 */
export const MAIL_KINDS = {
  'orders.quote': { purpose: 'order', optional: false },
  'orders.confirmation': { purpose: 'order', optional: false },
  'orders.cancelled': { purpose: 'order', optional: false },
  // The paper travels with the goods; its mail is a service.
  'delivery.note': { purpose: 'delivery', optional: true },
  'billing.invoice': { purpose: 'billing', optional: false },
  'billing.credit-note': { purpose: 'billing', optional: false },
  'billing.pre-notification': { purpose: 'billing', optional: false },
  'billing.reminder': { purpose: 'billing', optional: false },
  // What was ordered is ready, and how to sign in there.
  'hosting.handover': { purpose: 'account', optional: false },
  // A limit of the plan is reached: part of the service, not of a choice.
  'hosting.quota': { purpose: 'service-messages', optional: false },
  'hosting.order-asked': { purpose: 'account', optional: false },
  'hosting.order-placed': { purpose: 'account', optional: false },
  'hosting.services-link': { purpose: 'account', optional: false },
  'support.received': { purpose: 'support', optional: false },
  'support.due': { purpose: 'support', optional: false },
  'support.relay-test': { purpose: 'support', optional: false },
  // What one was told in the application and has not read, once a day.
  'support.digest': { purpose: 'support', optional: true },
  'support.answer': { purpose: 'support', optional: false },
  'accounts.invitation': { purpose: 'account', optional: false },
  'accounts.bank-changed': { purpose: 'security', optional: false },
  'accounts.bank-change-asked': { purpose: 'security', optional: false },
  // To the contacts of a customer: its money takes another way, or may be taken.
  'accounts.refund-account': { purpose: 'service-messages', optional: false },
  'accounts.mandate-recorded': { purpose: 'service-messages', optional: false },
  'accounts.mandate-ended': { purpose: 'service-messages', optional: false },
  'accounts.supplier-account': { purpose: 'security', optional: false },
  'billing.supplier-account': { purpose: 'billing', optional: false },
  'accounts.account-closed': { purpose: 'account', optional: false },
  'accounts.email-confirm': { purpose: 'account', optional: false },
  'accounts.email-notice': { purpose: 'security', optional: false },
  'accounts.factor-changed': { purpose: 'security', optional: false },
  'accounts.password-changed': { purpose: 'security', optional: false },
  'accounts.reset': { purpose: 'security', optional: false },
  'accounts.support-opened': { purpose: 'security', optional: false },
  'accounts.way-back': { purpose: 'security', optional: false },
  'policy.changed': { purpose: 'service-messages', optional: false },
  'policy.contract-ending': { purpose: 'service-messages', optional: false },
  'policy.disclosure': { purpose: 'service-messages', optional: false },
  'policy.drafted': { purpose: 'service-messages', optional: false },
  'cancellation.notice': { purpose: 'service-messages', optional: false },
  'service.incident': { purpose: 'service-messages', optional: true },
  'service.maintenance': { purpose: 'service-messages', optional: true },
  'privacy.answer': { purpose: 'legal', optional: false },
  'privacy.reminder': { purpose: 'legal', optional: false },
  'privacy.business': { purpose: 'service-messages', optional: false },
} as const satisfies Readonly<Record<string, MailKindFacts>>;

export type MailKind = keyof typeof MAIL_KINDS;
export type OptionalKind = {
  [K in MailKind]: (typeof MAIL_KINDS)[K]['optional'] extends true ? K : never;
}[MailKind];

/** Kinds that a person may turn off: what the contract does not need. @see clause P-data.purposes.2 */
export const OPTIONAL_KINDS = (Object.keys(MAIL_KINDS) as MailKind[]).filter(
  (kind): kind is OptionalKind => MAIL_KINDS[kind].optional,
);

/** A mail that is none of the kinds the policy knows. Nothing is queued. */
export class UnknownMailKind extends Error {
  readonly code = 'mail_kind_unknown';
  constructor(kind: string) {
    super(
      `"${kind}" is no kind of mail that may be sent. Name it in platform/mail/kinds.ts with its purpose.`,
    );
    this.name = 'UnknownMailKind';
  }
}

/** @throws UnknownMailKind */
export function mailKind(kind: string): MailKindFacts {
  if (!Object.hasOwn(MAIL_KINDS, kind)) throw new UnknownMailKind(kind);
  return MAIL_KINDS[kind as MailKind];
}
