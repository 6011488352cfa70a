import { defineOperatorScreens } from '#platform/web-kit/screen.ts';
import { may } from '../../contract.ts';
import { operatorCaseWords } from './words.ts';

export const screens = defineOperatorScreens(operatorCaseWords, [
  {
    path: '/operator/cancellations',
    title: 'title',
    may: may.read,
    component: () => import('./Queue.tsx'),
    nav: { group: 'customers', order: 40 },
  },
  {
    path: '/operator/cancellations/$cancellationCaseId',
    title: 'one',
    may: may.read,
    component: () => import('./StaffCase.tsx'),
  },
]);
