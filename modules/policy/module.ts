import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { pushProof } from './consent/push-proof.ts';
import { consentHandlers } from './consent/routes.ts';
import { consentWords } from './consent/words.ts';
import './consent/promises.ts';
import { dailyCare } from './daily-care.ts';
import { blogPages } from './pages/blog.ts';
import './disclosures/promises.ts';
import { disclosureHandlers } from './disclosures/routes.ts';
import { disclosureWords } from './disclosures/words.ts';
import { policyPages } from './pages/pages.ts';
import { policyPersonal } from './personal.ts';
import { checkProcessors } from './processors/check-processors.ts';
import './processors/promises.ts';
import { processorHandlers } from './processors/routes.ts';
import { processorWords } from './processors/words.ts';
import { recipientHandlers } from './recipients/routes.ts';
import { recipientWords } from './recipients/words.ts';
import { selfCheck } from './proofs/self-check.ts';
import './release/promises.ts';
import { releaseHandlers } from './release/routes.ts';
import { releaseSealed, sendRelease } from './release/send-release.ts';
import { releaseWords } from './release/words.ts';
import './promises.ts';
import './usage/promises.ts';
import { versionHandlers } from './versions/routes.ts';
import { policyWords } from './words.ts';

export { consentGate } from './consent/gate.ts';
export { startDailyCare } from './daily-care.ts';
export { startProcessorChecks } from './processors/check-processors.ts';
export { boundOf } from './processors/bound.ts';
export { handInContract } from './processors/change-processor.ts';
export { CONTRACT_BYTES_MAX } from './processors/contract.ts';
export { hasContract } from './processors/store.ts';
export { declareProcessors, type DeclaredProcessor } from './processors/declare-processors.ts';
export { keepAccess } from './usage/access-log.ts';
export { keepEgress } from './processors/egress-log.ts';
export { processorGuard } from './processors/guard.ts';
export { registerForms } from './consent/forms.ts';
export { loadInstallation, saveInstallation, SHIPPED_OPERATOR } from './installation.ts';
export { checkShown, onPurposeRefused } from './purpose-access.ts';
export { plugMembers, plugStaff } from './staff.ts';
export { startSelfChecks } from './proofs/self-check.ts';
export { registerPersonalMaps } from './record.ts';
export { draftWhatChanged } from './versions/draft-what-changed.ts';
export { publishShipped } from './versions/publish-shipped.ts';

export const policy: Module<AppContext> = {
  name: 'policy',
  migrations: migrationsOf('policy', import.meta.url),
  handlers: [
    ...versionHandlers,
    ...consentHandlers,
    ...processorHandlers,
    ...recipientHandlers,
    ...disclosureHandlers,
    ...releaseHandlers,
  ],
  jobs: [dailyCare, checkProcessors, pushProof, selfCheck, sendRelease],
  readers: [],
  words: [processorWords, recipientWords, disclosureWords, policyWords, consentWords, releaseWords],
  sealed: releaseSealed,
  personal: policyPersonal,
  pages: [...policyPages, ...blogPages],
};
