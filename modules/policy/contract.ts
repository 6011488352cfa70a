import { permissions } from '#platform/http/contract.ts';

export const may = permissions('policy', {
  /** versions, drafts and proofs as the operator sees them */
  read: ['operator'],
  /** writes drafts, hands them in, approves and publishes */
  write: ['operator'],
});
