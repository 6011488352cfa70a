import { defineOperatorScreens } from '#platform/web-kit/screen.ts';
import { may as consentMay } from '../../consent/contract.ts';
import { consentUiWords } from '../consent-words.ts';
import { policyUiWords } from '../words.ts';

export const screens = [
  ...defineOperatorScreens(policyUiWords, []),
  ...defineOperatorScreens(consentUiWords, [
    {
      path: '/operator/record',
      title: 'record.title',
      may: consentMay.proofs,
      nav: { order: 40 },
      component: () => import('./Record.tsx'),
    },
    {
      path: '/operator/consents',
      title: 'proofs.title',
      may: consentMay.proofs,
      nav: { order: 50 },
      component: () => import('./Consents.tsx'),
    },
  ]),
];
