import { defineWords } from '#platform/words/words.ts';

/** Refusals of the editor and of publication. */
export const policyWords = defineWords(
  {
    'refusal.policy_version_unknown': 'There is no version {number} of this policy.',
    'refusal.policy_version_unknown.remedy': 'The list of versions has every one that was published.',
  },
  {
    'refusal.policy_version_unknown': 'Eine Fassung {number} dieser Bedingungen gibt es nicht.',
    'refusal.policy_version_unknown.remedy':
      'Die Liste der Fassungen enthält jede, die veröffentlicht wurde.',
  },
);
