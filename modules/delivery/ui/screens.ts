import { defineScreens } from '#platform/web-kit/screen.ts';
import { may } from '../contract.ts';
import { deliveryUiWords } from './words.ts';

export const screens = defineScreens(deliveryUiWords, [
  {
    path: '/deliveries',
    title: 'delivery.title',
    may: may.read,
    component: () => import('./Deliveries.tsx'),
    // Behind the orders for those who may open them; the first page of a driver.
    nav: { place: 'orders', order: 20, shortcut: 'o', named: true },
  },
]);
