import { defineWords } from '#platform/words/words.ts';

/** The operator's screens of the published promises. */
export const policyUiWords = defineWords(
  {
    'policies.title': 'Policies',
    'proofs.title': 'Proofs',
  },
  {
    'policies.title': 'Bedingungen',
    'proofs.title': 'Nachweise',
  },
);
