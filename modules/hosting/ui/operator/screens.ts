import { defineOperatorScreens } from '#platform/web-kit/screen.ts';
import { may } from '../../contract.ts';
import { hostingUiWords } from '../words.ts';
import { orderingUiWords } from './ordering-words.ts';

const instances = defineOperatorScreens(hostingUiWords, [
  {
    path: '/operator/hosting',
    title: 'hosting.title',
    may: may.read,
    component: () => import('./Instances.tsx'),
    nav: { group: 'customers', order: 30 },
  },
  {
    path: '/operator/hosting/$instanceId',
    title: 'hosting.name',
    may: may.read,
    component: () => import('./InstancePage.tsx'),
  },
]);

const ordering = defineOperatorScreens(orderingUiWords, [
  {
    path: '/operator/hosting-orders',
    title: 'orders.title',
    may: may.read,
    component: () => import('./Orders.tsx'),
    nav: { group: 'customers', order: 20 },
  },
  {
    path: '/operator/hosting-orders/new',
    title: 'orders.new',
    may: may.run,
    component: () => import('./NewOrder.tsx'),
  },
  {
    path: '/operator/hosting-offers',
    title: 'offers.title',
    may: may.read,
    component: () => import('./Offers.tsx'),
  },
]);

export const screens = [...instances, ...ordering];
