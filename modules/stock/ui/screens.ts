import { defineScreens, navCount } from '#platform/web-kit/screen.ts';
import { listStock, may } from '../contract.ts';
import { stockUiWords } from './words.ts';

export const screens = defineScreens(stockUiWords, [
  {
    path: '/stock',
    title: 'stock.title',
    may: may.read,
    component: () => import('./Stock.tsx'),
    nav: {
      place: 'stock',
      order: 10,
      shortcut: 's',
      count: navCount(listStock, ['board.', 'stock.'], (stock) => stock.totals.short || null),
    },
  },
]);
