import * as z from 'zod';
import { mailView } from '#platform/mail/mail-shape.ts';
import { partRow } from './parts-contract.ts';

/** How orders and part lists look when they travel; the routes are in contract.ts. */

export const ORDER_STATES = ['draft', 'quoted', 'accepted', 'cancelled'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** `product` and `part_list` are made here; `free` is sold and not made; `text` only says something */
const LINE_KINDS = ['product', 'part_list', 'free', 'text'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

const state = z.enum(ORDER_STATES);

/* The list. */

export const orderSummary = z.object({
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

/* One order. */

const costs = z.object({
  boards: z.string(),
  edges: z.string(),
  hardware: z.string(),
  labour: z.string(),
  /** of lines that are not made here */
  other: z.string(),
  total: z.string(),
});

const orderLine = z.object({
  lineNo: z.number(),
  kind: z.enum(LINE_KINDS),
  name: z.string(),
  /** of a free line: what stands below its name, and the unit of its quantity */
  note: z.string(),
  unit: z.string(),
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

const STEPS = [
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
const STEP_STATES = ['done', 'now', 'waiting'] as const;

export const orderView = z.object({
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
  mails: z.array(mailView),
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
export type OrderView = z.output<typeof orderView>;

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

export const partListPreview = z.object({
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
