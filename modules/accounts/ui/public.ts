export { createCustomer, listCustomers } from '../contract.ts';
export { ProofWhenNeeded } from './ProofCard.tsx';
