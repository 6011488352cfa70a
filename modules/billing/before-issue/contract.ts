import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id } from '#platform/http/fields.ts';
import { may } from '../contract.ts';

const terms = z.object({
  profile: z.enum(['en16931', 'xrechnung']),
  required: z.boolean(),
  buyerReference: z.string(),
});

const params = z.strictObject({ customerId: id });
const answer = z.object({ terms: terms.nullable() });

export const getElectronicTerms = route({
  method: 'GET',
  path: '/api/customers/:customerId/e-invoice',
  may: may.read,
  summary:
    'What a customer asks of its invoices: profile, buyer’s reference, and whether invalid ones are refused.',
  params,
  response: answer,
});

export const setElectronicTerms = route({
  method: 'PUT',
  path: '/api/customers/:customerId/e-invoice',
  may: may.issue,
  summary: 'Set what a customer asks of its invoices; without a profile it asks for nothing.',
  params,
  body: z.strictObject({
    profile: z.enum(['none', 'en16931', 'xrechnung']),
    required: z.boolean().default(false),
    buyerReference: z.string().trim().max(100).default(''),
  }),
  response: answer,
});

const orderTerms = z.object({
  orderNumber: z.string(),
  customerId: z.string(),
  customerName: z.string(),
  /** BT-10 of this order; '' where that of the customer holds */
  buyerReference: z.string(),
  customerReference: z.string(),
});

export const getOrderTerms = route({
  method: 'GET',
  path: '/api/orders/:orderId/e-invoice',
  may: may.read,
  summary: 'The buyer’s reference that stands on the invoices of one order.',
  params: z.strictObject({ orderId: id }),
  response: orderTerms,
  shows: { purpose: 'billing', whom: ({ answer }) => [`customer:${answer.customerId}`] },
});

export const setOrderTerms = route({
  method: 'PUT',
  path: '/api/orders/:orderId/e-invoice',
  may: may.issue,
  summary: 'Set the buyer’s reference of one order; without one that of the customer holds.',
  params: z.strictObject({ orderId: id }),
  body: z.strictObject({ buyerReference: z.string().trim().max(100) }),
  response: orderTerms,
});

export const checkBeforeIssue = route({
  method: 'GET',
  path: '/api/orders/:orderId/e-invoice-check',
  may: may.issue,
  summary:
    'What a receiver’s validator would say of the invoice that this order would get now; nothing is issued.',
  params: z.strictObject({ orderId: id }),
  response: z.object({
    /** an invoice with a fatal finding is refused */
    required: z.boolean(),
    profile: z.string(),
    findings: z.array(
      z.object({
        rule: z.string(),
        severity: z.enum(['fatal', 'warning']),
        field: z.string(),
        title: z.string(),
        remedy: z.string(),
      }),
    ),
  }),
});
