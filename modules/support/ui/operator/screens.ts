import { defineOperatorScreens } from '#platform/web-kit/screen.ts';
import { may } from '../../contract.ts';
import { supportUiWords } from '../words.ts';

export const screens = defineOperatorScreens(supportUiWords, [
  {
    path: '/operator/mail',
    title: 'support.mail',
    may: may.read,
    component: () => import('./OperatorInbox.tsx'),
    nav: { order: 40 },
  },
  {
    path: '/operator/mail/sender',
    title: 'sender.title',
    may: may.settings,
    component: () => import('./OperatorSender.tsx'),
  },
  {
    path: '/operator/mail/$mailId',
    title: 'support.mail',
    may: may.read,
    component: () => import('./OperatorMail.tsx'),
  },
]);
