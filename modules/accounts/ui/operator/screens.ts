import { defineOperatorScreens } from '#platform/web-kit/screen.ts';
import { may } from '../../contract.ts';
import { keysWords } from '../keys-words.ts';
import { peopleWords } from '../people-words.ts';

export const screens = [
  ...defineOperatorScreens(peopleWords, [
    {
      path: '/operator/companies',
      title: 'claims.title',
      may: may.useSupport,
      nav: { group: 'customers', order: 70 },
      component: () => import('./Companies.tsx'),
    },
    {
      path: '/operator/people',
      title: 'people.title',
      may: may.readPeople,
      nav: { group: 'installation', order: 10 },
      component: () => import('./OperatorPeople.tsx'),
    },
    {
      path: '/operator/company',
      title: 'company.title',
      may: may.readCompany,
      component: () => import('./OperatorCompany.tsx'),
    },
  ]),
  ...defineOperatorScreens(keysWords, [
    {
      path: '/operator/people/keys',
      title: 'keys.title',
      may: may.manageKeys,
      component: () => import('./OperatorKeys.tsx'),
    },
  ]),
];
