import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id } from '#platform/http/fields.ts';
import { may } from './contract.ts';

const query = z.strictObject({
  syntax: z.enum(['ubl', 'cii']).optional(),
  profile: z.enum(['en16931', 'xrechnung']).optional(),
});

export const invoiceXmlFile = route({
  method: 'GET',
  path: '/api/invoices/:invoiceId/e-invoice.xml',
  may: may.read,
  kind: 'file',
  summary: 'The invoice as structured data (EN 16931, XRechnung), unless it breaks a rule.',
  params: z.strictObject({ invoiceId: id }),
  query,
});

export const creditNoteXmlFile = route({
  method: 'GET',
  path: '/api/credit-notes/:creditNoteId/e-invoice.xml',
  may: may.read,
  kind: 'file',
  summary: 'The credit note as structured data (EN 16931, XRechnung), unless it breaks a rule.',
  params: z.strictObject({ creditNoteId: id }),
  query,
});

export const checkElectronic = route({
  method: 'GET',
  path: '/api/invoices/:invoiceId/e-invoice',
  may: may.read,
  summary: 'What a receiver’s validator would object to: rule, field, sentence and remedy.',
  params: z.strictObject({ invoiceId: id }),
  query: z.strictObject({ profile: z.enum(['en16931', 'xrechnung']).optional() }),
  response: z.object({
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
