import { defineOperatorScreens } from '#platform/web-kit/screen.ts';
import { may } from '../../contract.ts';
import { siteUiWords } from '../words.ts';

export const screens = defineOperatorScreens(siteUiWords, [
  {
    path: '/operator/leads',
    title: 'leads.title',
    may: may.leads,
    nav: { order: 5 },
    component: () => import('./Leads.tsx'),
  },
  {
    path: '/operator/blog',
    title: 'posts.title',
    may: may.write,
    nav: { order: 25 },
    component: () => import('./Posts.tsx'),
  },
]);
