import { defineScreens } from '#platform/web-kit/screen.ts';
import { may } from '../contract.ts';
import { deliveryUiWords } from './words.ts';

export const screens = defineScreens(deliveryUiWords, [
  {
    path: '/deliveries',
    title: 'delivery.title',
    may: may.read,
    component: () => import('./Deliveries.tsx'),
  },
]);
