import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { day } from '#platform/http/fields.ts';
import { may } from '../contract.ts';

const view = z.enum(['order', 'customer', 'product', 'month']);

const figures = z.object({
  /** net of the documents issued in the period */
  invoiced: z.string(),
  /** gross, what came for them */
  paid: z.string(),
  /** gross, what of them is open; below zero in the customer's favour */
  outstanding: z.string(),
  /** net of the delivered pieces that were invoiced */
  earned: z.string(),
  quotedCost: z.string(),
  actualCost: z.string(),
  quotedMargin: z.string(),
  actualMargin: z.string(),
  /** of the actual margin, in hundredths of a percent of what was earned; null where nothing was */
  basisPoints: z.number().nullable(),
});
export type ProfitFigures = z.output<typeof figures>;

const row = figures.extend({
  /** what opens the rows behind it */
  key: z.string(),
  name: z.string(),
  /** documents behind it */
  documents: z.number(),
});

const asked = {
  by: view,
  from: day.optional(),
  until: day.optional(),
  currency: z.string().length(3).optional(),
};

const profitView = z.object({
  by: view,
  from: z.string(),
  until: z.string(),
  /** the day on which payments and costs are known */
  knownOn: z.string(),
  currency: z.string(),
  currencies: z.array(z.string()),
  rows: z.array(row),
  total: figures,
});
export type ProfitView = z.output<typeof profitView>;

export const profit = route({
  method: 'GET',
  path: '/api/profit',
  may: may.readMargin,
  summary:
    'What the invoices of a period asked for, brought in and earned: by order, customer, product or month.',
  query: z.strictObject(asked),
  response: profitView,
});

export const profitRows = route({
  method: 'GET',
  path: '/api/profit/rows',
  may: may.readMargin,
  summary: 'The documents behind one figure of it.',
  shows: { purpose: 'billing', whom: () => ['customers'] },
  query: z.strictObject({ ...asked, key: z.string().max(64) }),
  response: z.object({
    currency: z.string(),
    name: z.string(),
    rows: z.array(
      figures.extend({
        invoiceId: z.string(),
        number: z.string(),
        orderId: z.string().nullable(),
        orderNumber: z.string(),
        customerName: z.string(),
        issuedOn: z.string(),
        /** pieces on it, by line of the order; of the product alone where one was asked for */
        pieces: z.array(z.object({ name: z.string(), quantity: z.number(), net: z.string() })),
      }),
    ),
    total: figures,
  }),
});

export const profitCsv = route({
  method: 'GET',
  path: '/api/profit.csv',
  may: may.readMargin,
  kind: 'file',
  summary: 'The same as a table for a spreadsheet.',
  query: z.strictObject(asked),
});
