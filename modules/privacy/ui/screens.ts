import { defineScreens } from '#platform/web-kit/screen.ts';
import { privacyUiWords } from './words.ts';

export const screens = defineScreens(privacyUiWords, [
  { path: '/my-data', title: 'mine.title', component: () => import('./MyData.tsx') },
]);
