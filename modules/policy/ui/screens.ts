import { defineScreens } from '#platform/web-kit/screen.ts';
import { may } from '../recipients/contract.ts';
import { consentUiWords } from './consent-words.ts';
import { ownServerWords } from './own-server-words.ts';

export { PolicyBanner } from './PolicyBanner.tsx';

export const screens = [
  ...defineScreens(consentUiWords, [
    { path: '/consents', title: 'consents.title', component: () => import('./MyConsents.tsx') },
  ]),
  ...defineScreens(ownServerWords, [
    {
      path: '/own-servers',
      title: 'ownServers.title',
      may: may.ownServers,
      component: () => import('./OwnServers.tsx'),
    },
  ]),
];
