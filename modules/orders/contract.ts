import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';
import { amount, day, id, note } from '#platform/http/fields.ts';
import { explosion, parameters, partRow } from './parts-contract.ts';

export const may = permissions('orders', {
  read: ['owner', 'office', 'planner'],
  write: ['owner', 'office'],
  accept: ['owner', 'office'],
  settings: ['owner'],
});

export const ORDER_STATES = ['draft', 'quoted', 'accepted', 'cancelled'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** A sheet list of a whole house stays far below. */
export const UPLOAD_BYTES_MAX = 20 * 1024 * 1024;

const state = z.enum(ORDER_STATES);
const quantity = z.number().int().min(1).max(999);
const taxPercent = z
  .string()
  .regex(/^(100|\d{1,2}(\.\d{1,2})?)$/, { error: 'a percentage such as 19 or 8.1' });
const reference = note(120);

const orderParams = z.strictObject({ orderId: id });
const lineParams = z.strictObject({ orderId: id, lineNo: z.coerce.number().int().min(1) });
const importParams = z.strictObject({ orderId: id, importId: id });

/* The list. */

const orderSummary = z.object({
  id: z.string(),
  number: z.string(),
  reference: z.string(),
  customerName: z.string(),
  state,
  net: z.string(),
  currency: z.string(),
  lines: z.number(),
  pieces: z.number(),
  dueOn: z.string().nullable(),
  promisedOn: z.string().nullable(),
  createdAt: z.string(),
  /** promised or today is after the day that was agreed, and the goods are not delivered */
  late: z.boolean(),
  /** the step of the nine that is under way */
  step: z.string(),
});
export type OrderSummary = z.output<typeof orderSummary>;

export const listOrders = route({
  method: 'GET',
  path: '/api/orders',
  may: may.read,
  summary: 'Orders, newest first, by state, customer, or a piece of number, reference or customer name.',
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

/* One order. */

const costs = z.object({
  boards: z.string(),
  edges: z.string(),
  hardware: z.string(),
  labour: z.string(),
  total: z.string(),
});

const orderLine = z.object({
  lineNo: z.number(),
  kind: z.enum(['product', 'part_list']),
  name: z.string(),
  description: z.string(),
  productId: z.string().nullable(),
  productVersion: z.number().nullable(),
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  quantity: z.number(),
  unitNet: z.string(),
  /** what the price rule says; differs from unitNet when somebody set the price */
  calculated: z.string(),
  net: z.string(),
  taxPercent: z.string(),
  cost: costs,
  pieces: z.number(),
  kilograms: z.number(),
  minutes: z.number(),
  warnings: z.array(z.object({ code: z.string(), title: z.string() })),
});
export type OrderLine = z.output<typeof orderLine>;

export const STEPS = [
  'quote',
  'accept',
  'parts',
  'optimise',
  'schedule',
  'cut',
  'assemble',
  'deliver',
  'invoice',
] as const;
export const STEP_STATES = ['done', 'now', 'waiting'] as const;

const order = z.object({
  id: z.string(),
  number: z.string(),
  state,
  reference: z.string(),
  customer: z.object({
    id: z.string(),
    number: z.string(),
    name: z.string(),
    email: z.string(),
    city: z.string(),
  }),
  currency: z.string(),
  wantedOn: z.string().nullable(),
  promisedOn: z.string().nullable(),
  dueOn: z.string().nullable(),
  validUntil: z.string().nullable(),
  revision: z.number(),
  late: z.boolean(),
  lines: z.array(orderLine),
  totals: z.object({
    net: z.string(),
    taxes: z.array(z.object({ percent: z.string(), net: z.string(), tax: z.string() })),
    tax: z.string(),
    gross: z.string(),
  }),
  cost: costs,
  margin: z.object({ amount: z.string(), basisPoints: z.number().nullable() }),
  pieces: z.number(),
  kilograms: z.number(),
  minutes: z.number(),
  steps: z.array(
    z.object({
      key: z.enum(STEPS),
      state: z.enum(STEP_STATES),
      done: z.number().nullable(),
      of: z.number().nullable(),
    }),
  ),
  papers: z.array(
    z.object({ kind: z.enum(['quote', 'confirmation']), revision: z.number(), name: z.string() }),
  ),
  mails: z.array(z.object({ kind: z.string(), recipient: z.string(), state: z.string(), at: z.string() })),
  timeline: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      name: z.string(),
      by: z.string(),
      facts: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type OrderView = z.output<typeof order>;

export const getOrder = route({
  method: 'GET',
  path: '/api/orders/:orderId',
  may: may.read,
  summary: 'One order with lines, totals, the nine steps, papers and timeline.',
  params: orderParams,
  response: order,
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
  response: order,
});

export const updateOrder = route({
  method: 'PUT',
  path: '/api/orders/:orderId',
  may: may.write,
  summary: 'Change customer, reference or wanted day of a draft or quote.',
  params: orderParams,
  body: z.strictObject({ customerId: id, reference, wantedOn: day.nullable() }),
  response: order,
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
  response: order,
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
  response: order,
});

export const removeLine = route({
  method: 'DELETE',
  path: '/api/orders/:orderId/lines/:lineNo',
  may: may.write,
  summary: 'Take a line out of a draft or quote.',
  params: lineParams,
  response: order,
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

const rowFault = z.object({
  row: z.number(),
  column: z.string(),
  cell: z.string(),
  value: z.string(),
  code: z.string(),
  title: z.string(),
  remedy: z.string(),
});

const proposal = z.object({ code: z.string(), name: z.string() });

const partListPreview = z.object({
  id: z.string(),
  fileName: z.string(),
  /** rows that can be made */
  good: z.array(partRow),
  pieces: z.number(),
  /** faults of the others, one per cell */
  refused: z.array(rowFault),
  refusedRows: z.number(),
  skipped: z.array(z.object({ row: z.number(), reason: z.string() })),
  ignoredColumns: z.array(z.string()),
  /** codes that this factory does not have, with what comes near */
  unmatched: z.object({
    materials: z.array(
      z.object({
        code: z.string(),
        thickness: z.number().nullable(),
        rows: z.number(),
        proposals: z.array(proposal),
      }),
    ),
    edges: z.array(z.object({ code: z.string(), rows: z.number(), proposals: z.array(proposal) })),
    marked: z.boolean(),
  }),
  reading: z.object({
    materials: z.record(z.string(), z.string()),
    edges: z.record(z.string(), z.string()),
    markedEdge: z.string().nullable(),
    sizes: z.enum(['finished', 'cut']),
  }),
  unitNet: z.string(),
  lineNo: z.number().nullable(),
});
export type PartListPreview = z.output<typeof partListPreview>;

export const uploadPartList = route({
  method: 'POST',
  path: '/api/orders/:orderId/part-lists',
  may: may.write,
  kind: 'upload',
  bytesMax: UPLOAD_BYTES_MAX,
  summary:
    'Read a part list (XLSX or CSV, 20 MB at most): good rows, and every refused cell with its remedy.',
  params: orderParams,
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
  response: order,
});

/* What happens to an order. */

export const quoteOrder = route({
  method: 'POST',
  path: '/api/orders/:orderId/quote',
  may: may.write,
  summary: 'Send a quote: next revision, PDF and mail follow.',
  params: orderParams,
  body: z.strictObject({ validUntil: day.optional() }),
  response: order,
});

export const acceptOrder = route({
  method: 'POST',
  path: '/api/orders/:orderId/accept',
  may: may.accept,
  summary: 'The customer accepts: work goes to production in the same transaction, the confirmation follows.',
  params: orderParams,
  body: z.strictObject({ dueOn: day.optional() }),
  response: order,
});

export const cancelOrder = route({
  method: 'POST',
  path: '/api/orders/:orderId/cancel',
  may: may.write,
  summary: 'Cancel a draft or quote.',
  params: orderParams,
  body: z.strictObject({ reason: note(200).default('') }),
  response: order,
});

export const copyOrder = route({
  method: 'POST',
  path: '/api/orders/:orderId/copy',
  may: may.write,
  summary: 'A new draft with the same lines at the prices of today.',
  params: orderParams,
  body: z.strictObject({ customerId: id.optional() }),
  response: order,
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
});

export const getSettings = route({
  method: 'GET',
  path: '/api/order-settings',
  may: may.read,
  summary: 'How prices follow from costs.',
  response: settings,
});

export const updateSettings = route({
  method: 'PUT',
  path: '/api/order-settings',
  may: may.settings,
  summary: 'Change overhead, margin, tax and validity for new lines and quotes.',
  body: z.strictObject({
    overheadPercent: z.number().int().min(0).max(500),
    marginPercent: z.number().int().min(0).max(95),
    taxPercent,
    validDays: z.number().int().min(1).max(365),
  }),
  response: settings,
});
