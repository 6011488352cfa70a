import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { followWork } from './follow-work.ts';
import { printConfirmation, printPapers, printQuote } from './papers.ts';
import { ordersPersonal } from './personal.ts';
import { handlers } from './routes.ts';
import { formatRefusals, orderWords, tableRefusals } from './words.ts';

export { acceptOrder } from './accept-order.ts';
export { addProductLine, createOrder } from './edit-order.ts';
export { chooseReading, importPartList, takePartList } from './part-lists.ts';
export { quoteOrder } from './quote-order.ts';

export const orders: Module<AppContext> = {
  name: 'orders',
  migrations: migrationsOf('orders', import.meta.url),
  handlers,
  jobs: [printQuote, printConfirmation],
  readers: [printPapers, followWork],
  words: [orderWords, formatRefusals, tableRefusals],
  personal: ordersPersonal,
};
