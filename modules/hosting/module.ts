import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { care, careAgain } from './care.ts';
import { followSubscription, makeWhenPaid } from './follow-subscription.ts';
import { handOverWords } from './hand-over-words.ts';
import { registerAgent } from './odoo/register-agent.ts';
import { odooPersonal, odooSealed } from './odoo/store.ts';
import { odooWords } from './odoo/words.ts';
import { operate } from './operate.ts';
import { confirmPage } from './ordering/confirm-page.ts';
import { ORDER_FORM } from './ordering/form.ts';
import { orderPages } from './ordering/order-page.ts';
import { servicesPages } from './ordering/services-page.ts';
import { tellCustomer, writeCustomer } from './ordering/write-customer.ts';
import { hostingPersonal } from './personal.ts';
import { hostingHandlers } from './routes.ts';
import { hostingWords } from './words.ts';

export { startHostingCare } from './care.ts';
export { admitWorkspace, closedDoor, turnOfJob } from './workspace/door.ts';
export { makeAgentToken } from './odoo/register-agent.ts';
export { giveFirstLogin, listServers, makeServerTemplate } from './odoo/servers.ts';
export { importWorkspace } from './workspace/import-workspace.ts';

export const hosting: Module<AppContext> = {
  name: 'hosting',
  migrations: migrationsOf('hosting', import.meta.url),
  handlers: hostingHandlers,
  jobs: [operate, care, careAgain, writeCustomer],
  readers: [followSubscription, makeWhenPaid, tellCustomer],
  words: [hostingWords, handOverWords, odooWords],
  personal: { ...hostingPersonal, ...odooPersonal },
  sealed: odooSealed,
  webhooks: [registerAgent],
  forms: [ORDER_FORM],
  pages: [...orderPages, confirmPage, ...servicesPages],
};
