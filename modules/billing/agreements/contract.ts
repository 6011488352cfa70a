import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { amount, day, id, line, note } from '#platform/http/fields.ts';
import { may } from '../contract.ts';

const rhythm = z.enum(['once', 'monthly', 'quarterly', 'yearly']);

const agreementView = z.object({
  id: z.string(),
  number: z.string(),
  customerId: z.string(),
  customerName: z.string(),
  orderNumber: z.string(),
  title: z.string(),
  currency: z.string(),
  lines: z.array(z.object({ name: z.string(), rhythm, net: z.string() })),
  terms: z.string(),
  startsOn: z.string(),
  endsOn: z.string().nullable(),
  issuedOn: z.string(),
  acceptedOn: z.string().nullable(),
  acceptedBy: z.string(),
  /** null until the paper is made */
  pdf: z.string().nullable(),
});
export type AgreementView = z.output<typeof agreementView>;

const list = z.object({ agreements: z.array(agreementView) });

export const listAgreements = route({
  method: 'GET',
  path: '/api/agreements',
  may: may.read,
  summary: 'Service agreements, newest first.',
  shows: { purpose: 'billing', whom: () => ['customers'] },
  query: z.strictObject({ customerId: id.optional() }),
  response: list,
});

export const issueAgreement = route({
  method: 'POST',
  path: '/api/customers/:customerId/agreements',
  may: may.issue,
  summary: 'Issue a service agreement, from an order or by hand; its paper follows.',
  params: z.strictObject({ customerId: id }),
  body: z.strictObject({
    title: line(120),
    /** its lines stand in the agreement where none are given */
    orderId: id.optional(),
    currency: z.string().length(3).optional(),
    lines: z
      .array(z.strictObject({ name: line(200), rhythm, net: amount }))
      .max(100)
      .default([]),
    terms: note(5000),
    startsOn: day,
    endsOn: day.optional(),
  }),
  response: list,
});

export const acceptAgreement = route({
  method: 'POST',
  path: '/api/agreements/:agreementId/accepted',
  may: may.issue,
  summary: 'The customer accepted the agreement on a day.',
  params: z.strictObject({ agreementId: id }),
  body: z.strictObject({ acceptedOn: day.optional(), acceptedBy: line(120) }),
  response: list,
});

export const agreementPdf = route({
  method: 'GET',
  path: '/api/agreements/:agreementId/agreement.pdf',
  may: may.read,
  kind: 'file',
  summary: 'The service agreement as it was issued.',
  params: z.strictObject({ agreementId: id }),
});
