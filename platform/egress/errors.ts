/** The guard said no, or there is none. Trying again changes nothing until a setting changes. */
export class EgressRefused extends Error {
  readonly code = 'egress_refused';
  readonly reason: string;
  constructor(purpose: string, target: string, reason: string, options?: ErrorOptions) {
    super(`no connection to ${target} for ${purpose}: ${reason}`, options);
    this.name = 'EgressRefused';
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
