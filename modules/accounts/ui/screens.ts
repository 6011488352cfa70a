import { defineScreens, type Finder, type Screen } from '#platform/web-kit/screen.ts';
import { listCustomers, may } from '../contract.ts';
import { accountWords } from './account-words.ts';
import { customerWords } from './customer-words.ts';
import { keysWords } from './keys-words.ts';
import { mailChoiceUiWords } from './mail-choice-words.ts';
import { looksWords } from './looks-words.ts';
import { peopleWords } from './people-words.ts';
import { stationsMay } from '../stations-contract.ts';
import { sharedWords } from './station-words.ts';

export { SessionGate, useDemoRole, useRoleName, useSignOut } from './SessionGate.tsx';
export { SupportBanner } from './SupportBanner.tsx';

const customerScreens = defineScreens(customerWords, [
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

const peopleScreens = defineScreens(peopleWords, [
  {
    path: '/people',
    title: 'people.title',
    may: may.readPeople,
    component: () => import('./People.tsx'),
    nav: { place: 'settings', order: 10, shortcut: 'e' },
  },
  {
    path: '/people/support',
    title: 'support.title',
    may: may.grantSupport,
    component: () => import('./SupportAccess.tsx'),
  },
  {
    path: '/company',
    title: 'company.title',
    may: may.readCompany,
    component: () => import('./CompanyPage.tsx'),
  },
]);

const accountScreens = defineScreens(accountWords, [
  { path: '/account', title: 'account.title', component: () => import('./Account.tsx') },
]);

const stationScreens = defineScreens(sharedWords, [
  {
    path: '/people/stations',
    title: 'shared.title',
    may: stationsMay.manageStations,
    component: () => import('./SharedStations.tsx'),
    nav: { place: 'settings', order: 15, shortcut: 'v' },
  },
]);

const keyScreens = defineScreens(keysWords, [
  {
    path: '/people/keys',
    title: 'keys.title',
    may: may.manageKeys,
    component: () => import('./ApiKeys.tsx'),
  },
]);

const lookScreens = defineScreens(looksWords, [
  { path: '/account/looks', title: 'looks.mine', component: () => import('./LooksAtMe.tsx') },
  {
    path: '/customers/$customerId/looks',
    title: 'looks.customer',
    may: may.readCustomers,
    component: () => import('./LooksAtCustomer.tsx'),
  },
]);

const mailScreens = defineScreens(mailChoiceUiWords, [
  { path: '/account/mail', title: 'mailChoice.title', component: () => import('./MailChoices.tsx') },
]);

export const screens: readonly Screen[] = [
  ...lookScreens,
  ...mailScreens,
  ...customerScreens,
  ...peopleScreens,
  ...stationScreens,
  ...keyScreens,
  ...accountScreens,
];

export const finders: readonly Finder[] = [
  {
    words: customerWords,
    title: 'customers.title',
    may: may.readCustomers,
    find: async (call, text) =>
      (await call(listCustomers, { query: { find: text } })).customers.slice(0, 5).map((customer) => ({
        title: customer.name,
        hint: customer.city,
        href: `/customers/${customer.id}`,
      })),
  },
];
