export { createCustomer, listCustomers, loadCustomer, loadCustomers } from './customers.ts';
export type { Customer } from './contract.ts';
export { contactMay } from './contacts.ts';
export { countTry, isBraked, type Braked } from './brake.ts';
export { HEAD_ROLES, listPeopleAs } from './staff.ts';
export { proofMissing } from './sessions.ts';
export { loadCompany, paperSender, type Company } from './company.ts';
export { requireCustomerAcceptance } from './activation.ts';
