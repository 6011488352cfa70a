import { defineScreens, type Finder } from '#platform/web-kit/screen.ts';
import { listCustomers, may } from '../contract.ts';
import { customerWords } from './customer-words.ts';

export { SessionGate, useDemoRole, useRoleName, useSignOut } from './SessionGate.tsx';

export const screens = defineScreens(customerWords, [
  {
    path: '/customers',
    title: 'customers.title',
    may: may.readCustomers,
    component: () => import('./Customers.tsx'),
    nav: { place: 'customers', order: 10, shortcut: 'k' },
  },
  {
    path: '/customers/new',
    title: 'customers.new',
    may: may.writeCustomers,
    component: () => import('./NewCustomer.tsx'),
  },
  {
    path: '/customers/$customerId',
    title: 'customers.title',
    may: may.readCustomers,
    component: () => import('./CustomerPage.tsx'),
  },
]);

export const finders: readonly Finder[] = [
  {
    words: customerWords,
    title: 'customers.title',
    may: may.readCustomers,
    find: async (call, text) =>
      (await call(listCustomers, { query: { find: text } })).customers
        .slice(0, 5)
        .map((customer) => ({
          title: customer.name,
          hint: customer.city,
          href: `/customers/${customer.id}`,
        })),
  },
];
