import { defineScreens, navCount } from '#platform/web-kit/screen.ts';
import { may, today } from '../contract.ts';
import { todayWords } from './words.ts';

export const screens = defineScreens(todayWords, [
  {
    path: '/today',
    title: 'overview.today',
    may: may.today,
    component: () => import('./Today.tsx'),
    nav: {
      place: 'today',
      order: 10,
      shortcut: 't',
      count: navCount(today, ['order.', 'schedule.', 'machine.'], (view) => view.late.count || null),
    },
  },
]);
