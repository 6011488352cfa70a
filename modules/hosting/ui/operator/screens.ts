import { defineOperatorScreens } from '#platform/web-kit/screen.ts';
import { may } from '../../contract.ts';
import { hostingUiWords } from '../words.ts';

export const screens = defineOperatorScreens(hostingUiWords, [
  {
    path: '/operator/hosting',
    title: 'hosting.title',
    may: may.read,
    component: () => import('./Instances.tsx'),
    nav: { order: 10 },
  },
  {
    path: '/operator/hosting/$instanceId',
    title: 'hosting.name',
    may: may.read,
    component: () => import('./InstancePage.tsx'),
  },
]);
