import { defineScreens, navCount } from '#platform/web-kit/screen.ts';
import { listMail, may } from '../contract.ts';
import { supportUiWords } from './words.ts';

export const screens = defineScreens(supportUiWords, [
  {
    path: '/mail',
    title: 'support.mail',
    may: may.read,
    component: () => import('./OfficeInbox.tsx'),
    nav: {
      place: 'mail',
      order: 10,
      shortcut: 'e',
      count: navCount(listMail, ['support_mail.'], ({ open }) => open || null),
    },
  },
  {
    path: '/mail/sender',
    title: 'sender.title',
    may: may.settings,
    component: () => import('./OfficeSender.tsx'),
  },
  {
    path: '/mail/$mailId',
    title: 'support.mail',
    may: may.read,
    component: () => import('./OfficeMail.tsx'),
  },
]);
