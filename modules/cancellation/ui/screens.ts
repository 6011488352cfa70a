import { defineScreens } from '#platform/web-kit/screen.ts';
import { cancellationUiWords } from './words.ts';

/** For whoever speaks for a customer of the operator: no permission of a role decides, but the contact's own right. */
export const screens = defineScreens(cancellationUiWords, [
  {
    path: '/my-services',
    title: 'mine.title',
    component: () => import('./Services.tsx'),
    nav: { place: 'hosting', order: 20, shortcut: 'h', named: true },
  },
  {
    path: '/my-services/$subscriptionId/cancel',
    title: 'plan.title',
    component: () => import('./CancelPage.tsx'),
  },
  {
    path: '/my-services/cases/$cancellationCaseId',
    title: 'mine.cases',
    component: () => import('./MyCase.tsx'),
  },
]);
