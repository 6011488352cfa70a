import { defineScreens } from '#platform/web-kit/screen.ts';
import { may } from '../../contract.ts';
import { cardUiWords } from './words.ts';

/** The screen of cards: what waits for a person, and the keys. */
export const cardScreens = defineScreens(cardUiWords, [
  {
    path: '/money/cards',
    title: 'cards.title',
    may: may.read,
    component: () => import('./Cards.tsx'),
  },
]);
