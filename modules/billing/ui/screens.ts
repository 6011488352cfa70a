import { defineScreens, navCount, type Finder } from '#platform/web-kit/screen.ts';
import { cash, listInvoices, may } from '../contract.ts';
import { cardScreens } from './cards/screens.ts';
import { outScreens } from './out-screens.ts';
import { subscriptionScreens } from './subscriptions/screens.ts';
import { moneyWords } from './words.ts';

const moneyScreens = defineScreens(moneyWords, [
  {
    path: '/money',
    title: 'billing.money',
    may: may.read,
    component: () => import('./Money.tsx'),
    nav: {
      place: 'money',
      order: 10,
      shortcut: 'm',
      count: navCount(cash, ['invoice.', 'payment.'], (sums) => sums.overdueCount || null),
    },
  },
  {
    path: '/money/profit',
    title: 'billing.profit',
    may: may.readMargin,
    component: () => import('./profit/Profit.tsx'),
  },
  {
    path: '/money/agreements',
    title: 'billing.agreements',
    may: may.read,
    component: () => import('./agreements/Agreements.tsx'),
  },
  {
    path: '/money/settings',
    title: 'billing.settings',
    may: may.read,
    component: () => import('./settings/MoneySettings.tsx'),
  },
  {
    path: '/money/open',
    title: 'billing.openItems',
    may: may.read,
    component: () => import('./OpenItems.tsx'),
  },
  {
    path: '/money/bank',
    title: 'billing.bank',
    may: may.read,
    component: () => import('./BankLines.tsx'),
  },
  {
    path: '/money/reminders',
    title: 'billing.reminders',
    may: may.read,
    component: () => import('./Reminders.tsx'),
  },
  {
    path: '/money/customers/$customerId',
    title: 'billing.account',
    may: may.read,
    component: () => import('./CustomerAccount.tsx'),
  },
  {
    path: '/money/invoices/$invoiceId',
    title: 'billing.invoices',
    may: may.read,
    component: () => import('./InvoicePage.tsx'),
  },
]);

export const screens = [...moneyScreens, ...outScreens, ...cardScreens, ...subscriptionScreens];

export const finders: readonly Finder[] = [
  {
    words: moneyWords,
    title: 'billing.invoices',
    may: may.read,
    find: async (call, text) =>
      (await call(listInvoices, {})).invoices
        .filter((invoice) =>
          `${invoice.number} ${invoice.customerName}`.toLowerCase().includes(text.toLowerCase()),
        )
        .slice(0, 5)
        .map((invoice) => ({
          title: invoice.number,
          hint: invoice.customerName,
          href: `/money/invoices/${invoice.id}`,
        })),
  },
];
