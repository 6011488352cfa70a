import { defineScreens } from '#platform/web-kit/screen.ts';
import { may } from '../contract.ts';
import { hostingUiWords } from './words.ts';

export const screens = defineScreens(hostingUiWords, [
  {
    path: '/settings/data',
    title: 'data.title',
    may: may.takeData,
    component: () => import('./TakeData.tsx'),
  },
]);
