import { defineOperatorScreens } from '#platform/web-kit/screen.ts';
import { may } from '../../contract.ts';
import { may as insightsMay } from '../../insights/contract.ts';
import { insightsUiWords } from '../insights-words.ts';
import { may as outsideMay } from '../../outside/contract.ts';
import { outsideUiWords } from '../outside-words.ts';
import { siteUiWords } from '../words.ts';

export const screens = [
  ...defineOperatorScreens(siteUiWords, [
    {
      path: '/operator/leads',
      title: 'leads.title',
      may: may.leads,
      nav: { group: 'customers', order: 10 },
      component: () => import('./Leads.tsx'),
    },
    {
      path: '/operator/blog',
      title: 'posts.title',
      may: may.write,
      nav: { group: 'site', order: 20 },
      component: () => import('./Posts.tsx'),
    },
  ]),
  ...defineOperatorScreens(insightsUiWords, [
    {
      path: '/operator/insights',
      title: 'insights.title',
      may: insightsMay.insights,
      nav: { group: 'site', order: 10 },
      component: () => import('./Insights.tsx'),
    },
  ]),
  ...defineOperatorScreens(outsideUiWords, [
    {
      path: '/operator/outside-sites',
      title: 'outside.title',
      may: outsideMay.outside,
      nav: { group: 'site', order: 30 },
      component: () => import('./OutsideSites.tsx'),
    },
  ]),
];
