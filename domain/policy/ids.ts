/**
 * The numbers of the promises, in the order in which the operator's two documents print them: one per sentence.
 * A number never changes its meaning: pages, cases and mails of years ago point at it.
 */
export const PRIVACY_IDS = [
  ...['P-1.1', 'P-1.2', 'P-1.3a', 'P-1.3b', 'P-1.4', 'P-1.5'],
  ...['P-2.0', 'P-2.1a', 'P-2.1b', 'P-2.1c', 'P-2.1d', 'P-2.2a', 'P-2.2b'],
  ...['P-2.3a', 'P-2.3b', 'P-2.4a', 'P-2.4b'],
  ...['P-data.0a', 'P-data.0b'],
  ...['P-data.types.0a', 'P-data.types.0b', 'P-data.types.1', 'P-data.types.2', 'P-data.types.3'],
  ...['P-data.purposes.0', 'P-data.purposes.1a', 'P-data.purposes.1b', 'P-data.purposes.2'],
  ...['P-data.purposes.3', 'P-data.purposes.4'],
  ...['P-data.basis.0', 'P-data.basis.1', 'P-data.basis.2'],
  ...['P-data.share.0a', 'P-data.share.0b', 'P-data.share.1a', 'P-data.share.1b', 'P-data.share.2'],
  ...['P-data.analytics.a', 'P-data.analytics.b', 'P-data.analytics.c'],
] as const;

export const CANCELLATION_IDS = [
  ...['C-0a', 'C-0b', 'C-0c'],
  ...['C-1a', 'C-1b', 'C-2a', 'C-2b', 'C-3a', 'C-3b', 'C-4a', 'C-4b', 'C-5a', 'C-5b'],
  ...['C-6a', 'C-6b', 'C-7a', 'C-7b', 'C-8a', 'C-8b', 'C-9a', 'C-9b', 'C-10a', 'C-10b'],
] as const;

export type ClauseId = (typeof PRIVACY_IDS)[number] | (typeof CANCELLATION_IDS)[number];

/** Every number, privacy first. */
export const CLAUSE_IDS: readonly ClauseId[] = [...PRIVACY_IDS, ...CANCELLATION_IDS];
