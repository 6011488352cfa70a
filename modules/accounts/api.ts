export { listCustomers, loadCustomer, loadCustomers } from './customers.ts';
export type { Customer } from './contract.ts';
