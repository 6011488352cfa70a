import { defineScreens } from '#platform/web-kit/screen.ts';
import { may } from '../../contract.ts';
import { subscriptionUiWords } from './words.ts';

/** Screens of services that are paid in advance. */
export const subscriptionScreens = defineScreens(subscriptionUiWords, [
  {
    path: '/money/subscriptions',
    title: 'subs.title',
    may: may.read,
    component: () => import('./Subscriptions.tsx'),
  },
  {
    path: '/money/subscriptions/new',
    title: 'subs.new',
    may: may.issue,
    component: () => import('./NewSubscription.tsx'),
  },
  {
    path: '/money/subscriptions/$subscriptionId',
    title: 'subs.one',
    may: may.read,
    component: () => import('./SubscriptionPage.tsx'),
  },
  {
    path: '/money/plans',
    title: 'subs.plans',
    may: may.read,
    component: () => import('./Plans.tsx'),
  },
]);
