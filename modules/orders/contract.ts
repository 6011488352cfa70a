import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';
import { amount, day, id, line, note } from '#platform/http/fields.ts';
import { ORDER_STATES, orderSummary, orderView, partListPreview } from './order-shapes.ts';
import { explosion, parameters } from './parts-contract.ts';

export {
  ORDER_STATES,
  type LineKind,
  type OrderLine,
  type OrderState,
  type OrderView,
} from './order-shapes.ts';

/** A sheet list of a whole house stays far below. */
export const UPLOAD_BYTES_MAX = 20 * 1024 * 1024;

export const may = permissions('orders', {
  read: ['owner', 'office', 'planner'],
  write: ['owner', 'office'],
  accept: ['owner', 'office'],
  settings: ['owner'],
});

const quantity = z.number().int().min(1).max(999);
const taxPercent = z
  .string()
  .regex(/^(100|\d{1,2}(\.\d{1,2})?)$/, { error: 'a percentage such as 19 or 8.1' });
const reference = note(120);

const orderParams = z.strictObject({ orderId: id });
const lineParams = z.strictObject({ orderId: id, lineNo: z.coerce.number().int().min(1) });

export const listOrders = route({
  method: 'GET',
  path: '/api/orders',
  may: may.read,
  summary: 'Orders, newest first, by state, customer, or a piece of number, reference or customer name.',
  shows: { purpose: 'order', whom: () => ['customers'] },
  query: z.strictObject({
    state: z.enum([...ORDER_STATES, 'open']).optional(),
    late: z.enum(['yes']).optional(),
    customerId: id.optional(),
    find: z.string().trim().max(80).optional(),
    cursor: z.coerce.number().int().min(1001).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  response: z.object({
    orders: z.array(orderSummary),
    /** the page after this one begins here; null at the end */
    next: z.number().nullable(),
    counts: z.record(z.string(), z.number()),
  }),
});

export const getOrder = route({
  method: 'GET',
  path: '/api/orders/:orderId',
  may: may.read,
  summary: 'One order with lines, totals, the nine steps, papers and timeline.',
  shows: { purpose: 'order', whom: ({ answer }) => [`customer:${answer.customer.id}`] },
  params: orderParams,
  response: orderView,
});

export const createOrder = route({
  method: 'POST',
  path: '/api/orders',
  may: may.write,
  summary: 'Begin a draft for a customer.',
  body: z.strictObject({
    customerId: id,
    reference: reference.default(''),
    wantedOn: day.nullable().default(null),
  }),
  response: orderView,
});

export const updateOrder = route({
  method: 'PUT',
  path: '/api/orders/:orderId',
  may: may.write,
  summary: 'Change customer, reference or wanted day of a draft or quote.',
  params: orderParams,
  body: z.strictObject({ customerId: id, reference, wantedOn: day.nullable() }),
  response: orderView,
});

export const addProductLine = route({
  method: 'POST',
  path: '/api/orders/:orderId/lines',
  may: may.write,
  summary: 'Add a parametric product; without a price the price rule decides.',
  params: orderParams,
  body: z.strictObject({
    productId: id,
    parameters: parameters.default({}),
    quantity: quantity.default(1),
    unitNet: amount.nullable().default(null),
    taxPercent: taxPercent.optional(),
  }),
  response: orderView,
});

export const updateLine = route({
  method: 'PUT',
  path: '/api/orders/:orderId/lines/:lineNo',
  may: may.write,
  summary:
    'Change parameters, quantity, price or tax of a line; a price of null follows the price rule again.',
  params: lineParams,
  body: z.strictObject({
    parameters: parameters.optional(),
    quantity,
    unitNet: amount.nullable(),
    taxPercent: taxPercent.optional(),
  }),
  response: orderView,
});

const freeLine = z.strictObject({
  name: line(120),
  note: note(1000).default(''),
  quantity: quantity.default(1),
  unit: note(12).default(''),
  unitNet: amount.nullable().default(null),
  unitCost: amount.nullable().default(null),
  taxPercent: taxPercent.optional(),
});

export const addFreeLine = route({
  method: 'POST',
  path: '/api/orders/:orderId/free-lines',
  may: may.write,
  summary:
    'Add a line that is not made here: with a price it is sold, without one it is a text between the others.',
  params: orderParams,
  body: freeLine,
  response: orderView,
});

export const updateFreeLine = route({
  method: 'PUT',
  path: '/api/orders/:orderId/free-lines/:lineNo',
  may: may.write,
  summary: 'Change a free line or a text.',
  params: lineParams,
  body: freeLine,
  response: orderView,
});

export const removeLine = route({
  method: 'DELETE',
  path: '/api/orders/:orderId/lines/:lineNo',
  may: may.write,
  summary: 'Take a line out of a draft or quote.',
  params: lineParams,
  response: orderView,
});

export const getLineParts = route({
  method: 'GET',
  path: '/api/orders/:orderId/lines/:lineNo/parts',
  may: may.read,
  summary: 'Parts, hardware, cost and weight of a whole line.',
  params: lineParams,
  response: explosion,
});

export const priceLine = route({
  method: 'POST',
  path: '/api/order-prices',
  may: may.read,
  idempotent: false,
  summary: 'What a product with these parameters would cost and sell for; changes nothing.',
  body: z.strictObject({
    productId: id,
    parameters: parameters.default({}),
    quantity: quantity.default(1),
    unitNet: amount.nullable().default(null),
  }),
  /** `calculated` is what the price rule says; `unitNet` the price that counts; `one` what one piece is made of */
  response: z.object({ calculated: z.string(), unitNet: z.string(), net: z.string(), one: explosion }),
});

/* Imported part lists. */

const importParams = z.strictObject({ orderId: id, importId: id });

export const uploadPartList = route({
  method: 'POST',
  path: '/api/orders/:orderId/part-lists',
  may: may.write,
  kind: 'upload',
  bytesMax: UPLOAD_BYTES_MAX,
  summary:
    'Read a part list (XLSX or CSV, 20 MB at most): good rows, and every refused cell with its remedy.',
  params: z.strictObject({ orderId: id }),
  query: z.strictObject({ decimalMark: z.enum(['.', ',']).optional() }),
  response: partListPreview,
});

export const getPartList = route({
  method: 'GET',
  path: '/api/orders/:orderId/part-lists/:importId',
  may: may.read,
  summary: 'An uploaded part list as it is understood now.',
  params: importParams,
  response: partListPreview,
});

const codes = z.record(z.string().max(120), z.string().max(40));

export const readPartList = route({
  method: 'PUT',
  path: '/api/orders/:orderId/part-lists/:importId/reading',
  may: may.write,
  summary: 'Say what the codes of a list mean here; remembered for this customer.',
  params: importParams,
  body: z.strictObject({
    materials: codes.default({}),
    edges: codes.default({}),
    markedEdge: z.string().max(40).nullable().default(null),
    sizes: z.enum(['finished', 'cut']).default('finished'),
  }),
  response: partListPreview,
});

export const takePartList = route({
  method: 'POST',
  path: '/api/orders/:orderId/part-lists/:importId/take',
  may: may.write,
  summary: 'Add the good rows of a list as one line.',
  params: importParams,
  body: z.strictObject({
    name: note(120).default(''),
    quantity: quantity.default(1),
    unitNet: amount.nullable().default(null),
  }),
  response: orderView,
});

/* What happens to an order. */

export const quoteOrder = route({
  method: 'POST',
  path: '/api/orders/:orderId/quote',
  may: may.write,
  summary: 'Send a quote: next revision, PDF and mail follow.',
  params: orderParams,
  body: z.strictObject({ validUntil: day.optional() }),
  response: orderView,
});

export const acceptOrder = route({
  method: 'POST',
  path: '/api/orders/:orderId/accept',
  may: may.accept,
  summary: 'The customer accepts: work goes to production in the same transaction, the confirmation follows.',
  params: orderParams,
  body: z.strictObject({ dueOn: day.optional() }),
  response: orderView,
});

export const cancelOrder = route({
  method: 'POST',
  path: '/api/orders/:orderId/cancel',
  may: may.write,
  summary:
    'Cancel a draft, a quote, or an accepted order of which nothing is cut or invoiced: boards, batches and work orders go back.',
  params: orderParams,
  /** `tell`: the customer gets a mail that says so */
  body: z.strictObject({ reason: note(200).default(''), tell: z.boolean().optional() }),
  response: orderView,
});

export const copyOrder = route({
  method: 'POST',
  path: '/api/orders/:orderId/copy',
  may: may.write,
  summary: 'A new draft with the same lines at the prices of today.',
  params: orderParams,
  body: z.strictObject({ customerId: id.optional() }),
  response: orderView,
});

export const getPromise = route({
  method: 'GET',
  path: '/api/orders/:orderId/promise',
  may: may.read,
  summary:
    'The earliest day this order can be finished when nothing that is planned moves, and what decides it.',
  params: orderParams,
  response: z.object({
    promisedOn: z.string().nullable(),
    reasons: z.array(z.object({ kind: z.string(), facts: z.record(z.string(), z.unknown()) })),
  }),
});

export const PAPER_KINDS = ['quote', 'confirmation'] as const;

export const getPaper = route({
  method: 'GET',
  path: '/api/orders/:orderId/papers/:kind/:revision',
  may: may.read,
  kind: 'file',
  summary: 'A quote or the confirmation as PDF.',
  params: z.strictObject({
    orderId: id,
    kind: z.enum(PAPER_KINDS),
    revision: z.coerce.number().int().min(1),
  }),
});

const settings = z.object({
  overheadPercent: z.number(),
  marginPercent: z.number(),
  taxPercent: z.string(),
  validDays: z.number(),
  firstNumber: z.number(),
  quoteOpening: z.string(),
  quoteClosing: z.string(),
  confirmationClosing: z.string(),
  paymentTerms: z.string(),
});

export const getSettings = route({
  method: 'GET',
  path: '/api/order-settings',
  may: may.read,
  summary:
    'How prices follow from costs, how long quotes hold, where numbers begin, and own words on papers.',
  response: settings,
});

export const updateSettings = route({
  method: 'PUT',
  path: '/api/order-settings',
  may: may.settings,
  summary:
    'Change overhead, margin, tax, validity, numbering and texts for new lines, quotes and papers; an empty text follows the usual words.',
  body: z.strictObject({
    overheadPercent: z.number().int().min(0).max(500),
    marginPercent: z.number().int().min(0).max(95),
    taxPercent,
    validDays: z.number().int().min(1).max(365),
    /** 1001 and up, so that no customer is told to be the first; fixed by the first order */
    firstNumber: z.number().int().min(1001).max(9_000_000).optional(),
    quoteOpening: note(2000).default(''),
    quoteClosing: note(2000).default(''),
    confirmationClosing: note(2000).default(''),
    paymentTerms: note(400).default(''),
  }),
  response: settings,
});
