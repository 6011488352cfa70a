import { defineOperatorScreens } from '#platform/web-kit/screen.ts';
import { may } from '../../contract.ts';
import { ticketUiWords } from '../ticket-words.ts';
import { supportUiWords } from '../words.ts';

const mailScreens = defineOperatorScreens(supportUiWords, [
  {
    path: '/operator/mail',
    title: 'support.mail',
    may: may.read,
    component: () => import('./OperatorInbox.tsx'),
    nav: { group: 'customers', order: 60 },
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

const ticketScreens = defineOperatorScreens(ticketUiWords, [
  {
    path: '/operator/tickets',
    title: 'tickets.title',
    may: may.tickets,
    component: () => import('./OperatorTickets.tsx'),
    nav: { group: 'customers', order: 50 },
  },
  {
    path: '/operator/tickets/new',
    title: 'enter.title',
    may: may.tickets,
    component: () => import('./OperatorEnterTicket.tsx'),
  },
  {
    path: '/operator/notices',
    title: 'notices.title',
    may: may.tickets,
    component: () => import('./OperatorNotices.tsx'),
  },
  {
    path: '/operator/tickets/settings',
    title: 'set.title',
    may: may.settings,
    component: () => import('./OperatorTicketSettings.tsx'),
  },
  {
    path: '/operator/tickets/$ticketId',
    title: 'tickets.title',
    may: may.tickets,
    component: () => import('./OperatorTicket.tsx'),
  },
]);

export const screens = [...mailScreens, ...ticketScreens];
