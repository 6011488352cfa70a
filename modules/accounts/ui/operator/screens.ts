import { defineOperatorScreens } from '#platform/web-kit/screen.ts';
import { may } from '../../contract.ts';
import { peopleWords } from '../people-words.ts';

export const screens = defineOperatorScreens(peopleWords, [
  {
    path: '/operator/companies',
    title: 'claims.title',
    may: may.useSupport,
    nav: { order: 70 },
    component: () => import('./Companies.tsx'),
  },
]);
