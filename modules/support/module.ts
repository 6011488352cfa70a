import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { choicePage } from './choice-page.ts';
import { supportPersonal } from './personal.ts';
import { watchAnswers } from './escalate.ts';
import './promises.ts';
import { mailDigest } from './notices/digest.ts';
import { handlers } from './routes.ts';
import { askOperatorPage, askPage } from './tickets/ask-page.ts';
import { watchTickets } from './tickets/escalate.ts';
import { ticketForms } from './tickets/forms.ts';
import { ticketPage } from './tickets/ticket-page.ts';
import { ticketWords } from './tickets/words.ts';
import { settleTaken } from './sort-by-hand.ts';
import { sortMail, sortReceived } from './sort-mail.ts';
import { supportWords } from './words.ts';

export const support: Module<AppContext> = {
  name: 'support',
  migrations: migrationsOf('support', import.meta.url),
  handlers,
  jobs: [sortMail, watchAnswers, watchTickets, mailDigest],
  readers: [sortReceived, settleTaken],
  words: [supportWords, ticketWords],
  pages: [choicePage, ticketPage, askPage, askOperatorPage],
  forms: ticketForms,
  personal: supportPersonal,
};
