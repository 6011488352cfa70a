import { defineOperatorScreens } from '#platform/web-kit/screen.ts';
import { may } from '../../contract.ts';
import { privacyUiWords } from '../words.ts';

export const screens = defineOperatorScreens(privacyUiWords, [
  {
    path: '/operator/requests',
    title: 'cases.title',
    may: may.cases,
    nav: { group: 'people', order: 10 },
    component: () => import('./Cases.tsx'),
  },
  {
    path: '/operator/deletions',
    title: 'deletions.title',
    may: may.cases,
    nav: { group: 'people', order: 20 },
    component: () => import('./Deletions.tsx'),
  },
  {
    path: '/operator/breaches',
    title: 'breaches.title',
    may: may.cases,
    nav: { group: 'people', order: 30 },
    component: () => import('./Breaches.tsx'),
  },
]);
