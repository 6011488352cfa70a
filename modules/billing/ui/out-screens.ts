import { defineScreens } from '#platform/web-kit/screen.ts';
import { may } from '../contract.ts';
import { booksUiWords } from './books/words.ts';
import { orderMoneyWords } from './orders/words.ts';
import { payableUiWords } from './payables/words.ts';
import { sepaUiWords } from './sepa/words.ts';

const payableScreens = defineScreens(payableUiWords, [
  {
    path: '/money/suppliers',
    title: 'payables.title',
    may: may.read,
    component: () => import('./payables/SupplierInvoices.tsx'),
  },
  {
    path: '/money/suppliers/$supplierInvoiceId',
    title: 'payables.one',
    may: may.read,
    component: () => import('./payables/SupplierInvoicePage.tsx'),
  },
]);

const sepaScreens = defineScreens(sepaUiWords, [
  {
    path: '/money/runs',
    title: 'sepa.runs',
    may: may.read,
    component: () => import('./sepa/PaymentRuns.tsx'),
  },
  {
    path: '/money/runs/$runId',
    title: 'sepa.run',
    may: may.read,
    component: () => import('./sepa/RunPage.tsx'),
  },
]);

const orderScreens = defineScreens(orderMoneyWords, [
  {
    path: '/money/orders/$orderId',
    title: 'orderMoney.title',
    may: may.issue,
    component: () => import('./orders/OrderInvoices.tsx'),
  },
]);

const booksScreens = defineScreens(booksUiWords, [
  {
    path: '/money/books',
    title: 'books.title',
    may: may.read,
    component: () => import('./books/Books.tsx'),
  },
]);

/** Screens of suppliers' invoices, of runs to the bank, of an order's invoices, and of the books. */
export const outScreens = [...orderScreens, ...payableScreens, ...sepaScreens, ...booksScreens];
