import { defineScreens, navCount } from '#platform/web-kit/screen.ts';
import { getSchedule, listCutting, may } from '../contract.ts';
import { officeWords } from './words.ts';

export const screens = defineScreens(officeWords, [
  {
    path: '/cutting',
    title: 'production.cutting',
    may: may.plan,
    component: () => import('./Cutting.tsx'),
    nav: {
      place: 'cutting',
      order: 10,
      shortcut: 'c',
      count: navCount(
        listCutting,
        ['work.', 'plan.', 'batch.', 'part.remade'],
        (answer) => answer.materials.length || null,
      ),
    },
  },
  {
    path: '/cutting/$batchId',
    title: 'production.plan',
    may: may.plan,
    component: () => import('./BatchPage.tsx'),
  },
  {
    path: '/schedule',
    title: 'production.schedule',
    may: may.plan,
    component: () => import('./Schedule.tsx'),
    nav: {
      place: 'schedule',
      order: 10,
      shortcut: 'p',
      count: navCount(
        getSchedule,
        ['schedule.'],
        (answer) => answer.orders.filter((order) => order.lateMinutes > 0).length || null,
      ),
    },
  },
]);
