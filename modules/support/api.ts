export { dueMails } from './escalate.ts';
export { may } from './contract.ts';
