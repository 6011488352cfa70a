import { defineScreens } from '#platform/web-kit/screen.ts';
import { consentUiWords } from './consent-words.ts';

export const screens = defineScreens(consentUiWords, [
  { path: '/consents', title: 'consents.title', component: () => import('./MyConsents.tsx') },
]);
