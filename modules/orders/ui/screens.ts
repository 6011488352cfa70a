import { defineScreens, navCount, type Finder } from '#platform/web-kit/screen.ts';
import { listOrders, may } from '../contract.ts';
import { orderUiWords } from './words.ts';

export const screens = defineScreens(orderUiWords, [
  {
    path: '/orders',
    title: 'orders.title',
    may: may.read,
    component: () => import('./Orders.tsx'),
    nav: {
      place: 'orders',
      order: 10,
      shortcut: 'o',
      count: navCount(listOrders, ['order.'], (answer) => answer.counts['open'] ?? null),
    },
  },
  { path: '/orders/new', title: 'orders.new', may: may.write, component: () => import('./NewOrder.tsx') },
  {
    path: '/orders/settings',
    title: 'orders.settings',
    may: may.settings,
    component: () => import('./OrderSettings.tsx'),
  },
  {
    path: '/orders/$orderId',
    title: 'orders.number',
    may: may.read,
    component: () => import('./OrderPage.tsx'),
  },
  {
    path: '/orders/$orderId/add',
    title: 'orders.line.add',
    may: may.write,
    component: () => import('./AddLine.tsx'),
  },
  {
    path: '/orders/$orderId/lines/$lineNo',
    title: 'orders.line',
    may: may.read,
    component: () => import('./LinePage.tsx'),
  },
  {
    path: '/orders/$orderId/lists/$importId',
    title: 'orders.list.good',
    may: may.write,
    component: () => import('./PartList.tsx'),
  },
]);

export const finders: readonly Finder[] = [
  {
    words: orderUiWords,
    title: 'orders.title',
    may: may.read,
    find: async (call, text) =>
      (await call(listOrders, { query: { find: text, limit: 6 } })).orders.map((order) => ({
        title: `${order.number} ${order.customerName}`,
        hint: order.reference,
        href: `/orders/${order.id}`,
      })),
  },
];
