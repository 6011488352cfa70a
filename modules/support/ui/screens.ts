import { defineScreens, navCount } from '#platform/web-kit/screen.ts';
import { listMail, may } from '../contract.ts';
import { listTickets } from '../tickets/contract.ts';
import { ticketUiWords } from './ticket-words.ts';
import { supportUiWords } from './words.ts';

export { NoticeBell } from './NoticeBell.tsx';

const mailScreens = defineScreens(supportUiWords, [
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

const ticketScreens = defineScreens(ticketUiWords, [
  {
    path: '/tickets',
    title: 'tickets.title',
    may: may.tickets,
    component: () => import('./OfficeTickets.tsx'),
    nav: {
      place: 'mail',
      order: 5,
      shortcut: 'r',
      named: true,
      count: navCount(listTickets, ['ticket.'], ({ ours }) => ours || null),
    },
  },
  {
    path: '/tickets/new',
    title: 'enter.title',
    may: may.tickets,
    component: () => import('./OfficeEnterTicket.tsx'),
  },
  {
    path: '/tickets/settings',
    title: 'set.title',
    may: may.settings,
    component: () => import('./OfficeTicketSettings.tsx'),
  },
  {
    path: '/tickets/$ticketId',
    title: 'tickets.title',
    may: may.tickets,
    component: () => import('./OfficeTicket.tsx'),
  },
  {
    path: '/notices',
    title: 'notices.title',
    may: may.tickets,
    component: () => import('./OfficeNotices.tsx'),
  },
  { path: '/my/tickets', title: 'my.title', component: () => import('./MyTickets.tsx') },
]);

export const screens = [...mailScreens, ...ticketScreens];
