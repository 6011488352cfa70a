export type { PolicyTables } from './store.ts';
export { acceptPolicy, requireAcceptance } from './consent/accept-policy.ts';
export { recordConsent } from './consent/give-consent.ts';
export { requireSourceConsent, saveSourceConsent, type SourceSubject } from './consent/source-consent.ts';
export { versionInForce } from './consent/version-in-force.ts';
export { isOperator, loadInstallation } from './installation.ts';
export { checkPurpose, forPurpose } from './purpose-access.ts';
export { currentRecord, valuesInForce } from './record.ts';
