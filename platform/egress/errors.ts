/**
 * `egress_denied`: nobody may be reached there for this; `processor_contract_missing`: the contract is not in force today;
 * `disclosure_not_approved`: no approved disclosure covers it.
 */
export type DenialCode = 'egress_denied' | 'processor_contract_missing' | 'disclosure_not_approved';

/** The guard said no, or there is none. Trying again changes nothing until a setting or a contract changes. */
export class EgressRefused extends Error {
  readonly code: DenialCode;
  readonly reason: string;
  constructor(
    purpose: string,
    target: string,
    reason: string,
    options: { cause?: unknown; code?: DenialCode | undefined } = {},
  ) {
    super(
      `no connection to ${target} for ${purpose}: ${reason}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'EgressRefused';
    this.code = options.code ?? 'egress_denied';
    this.reason = reason;
  }
}

/** The place exists and is allowed, but did not answer. Trying again later may help. */
export class EgressFailed extends Error {
  readonly code = 'egress_failed';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EgressFailed';
  }
}
