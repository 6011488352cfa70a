import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { handlers } from './routes.ts';
import { accountsWords } from './words.ts';

export { callerOf } from './sessions.ts';
export { addMember, createTenant, type NewMember } from './members.ts';
export { saveCompany } from './company.ts';
export { createCustomer } from './customers.ts';

export const accounts: Module<AppContext> = {
  name: 'accounts',
  migrations: migrationsOf('accounts', import.meta.url),
  handlers,
  words: [accountsWords],
  personal: [
    { table: 'login', column: 'email', category: 'account' },
    { table: 'login', column: 'name', category: 'account' },
    { table: 'login', column: 'password_hash', category: 'account' },
    { table: 'session', column: 'user_agent', category: 'usage' },
    { table: 'customer', column: 'name', category: 'contact' },
    { table: 'customer', column: 'email', category: 'contact' },
    { table: 'customer', column: 'phone', category: 'contact' },
    { table: 'customer', column: 'street', category: 'contact' },
    { table: 'customer', column: 'postcode', category: 'contact' },
    { table: 'customer', column: 'city', category: 'contact' },
    { table: 'customer', column: 'vat_number', category: 'contact' },
  ],
};
