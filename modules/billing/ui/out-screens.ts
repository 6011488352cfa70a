import { defineScreens } from '#platform/web-kit/screen.ts';
import { may } from '../contract.ts';
import { payableUiWords } from './payables/words.ts';

/** Screens of money that goes out: suppliers' invoices. */
export const outScreens = defineScreens(payableUiWords, [
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
