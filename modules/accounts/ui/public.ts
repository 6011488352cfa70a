export { createCustomer, listCustomers } from '../contract.ts';
