import { acceptanceMutations } from './acceptance.ts';
import { accountsMutations } from './accounts.ts';
import { consentMutations } from './consent.ts';
import { disclosureMutations } from './disclosures.ts';
import { mailMutations } from './mail.ts';
import { moneyMutations } from './money.ts';
import type { Mutation } from './mutation.ts';
import { policyMutations } from './policy.ts';
import { trustMutations } from './trust.ts';

/** Every seeded fault; an area adds its rows in a file of its own. */
export const MUTATIONS: readonly Mutation[] = [
  ...policyMutations,
  ...trustMutations,
  ...accountsMutations,
  ...consentMutations,
  ...acceptanceMutations,
  ...mailMutations,
  ...disclosureMutations,
  ...moneyMutations,
];
