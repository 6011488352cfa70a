import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';
import { amount, day, id, line, millimetres, note } from '#platform/http/fields.ts';

export const may = permissions('catalog', {
  read: ['owner', 'office', 'planner'],
  write: ['owner', 'office', 'planner'],
});

export interface WorkHours {
  /** minutes of the week, 0 = Monday 00:00 */
  readonly from: number;
  readonly until: number;
}

export interface ClosedDay {
  readonly day: string;
  readonly reason: string;
}

const code = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._/+ -]{0,39}$/u, { error: 'letters, digits and . _ - / +, 40 at most' });
const percent = z.number().int().min(0).max(100);

/* Products. A product's definition travels as it is and is judged by domain/product, which names each fault's path. */

const productSummary = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  version: z.number(),
  parameters: z.number(),
  parts: z.number(),
});
export type ProductSummary = z.output<typeof productSummary>;

export const listProducts = route({
  method: 'GET',
  path: '/api/products',
  may: may.read,
  summary: 'Parametric products, by code.',
  response: z.object({ products: z.array(productSummary) }),
});

const product = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  version: z.number(),
  definition: z.record(z.string(), z.unknown()),
});

const productParams = z.strictObject({ productId: id });
const definition = z.record(z.string().max(80), z.unknown());

export const getProduct = route({
  method: 'GET',
  path: '/api/products/:productId',
  may: may.read,
  summary: 'One product with its definition.',
  params: productParams,
  response: product,
});

export const createProduct = route({
  method: 'POST',
  path: '/api/products',
  may: may.write,
  summary: 'Add a parametric product. All faults of the definition are told, each with its path.',
  body: definition,
  response: product,
});

export const updateProduct = route({
  method: 'PUT',
  path: '/api/products/:productId',
  may: may.write,
  summary: 'Save a new version of a product; `version` is the one it was made from.',
  params: productParams,
  query: z.strictObject({ version: z.coerce.number().int().min(1) }),
  body: definition,
  response: product,
});

export const parameters = z.record(
  z.string().max(40),
  z.union([z.number(), z.string().max(60), z.boolean()]),
);

const edgeSide = z.object({ code: z.string(), thickness: z.number() }).nullable();
const size = z.object({ length: z.number(), width: z.number() });

/** One row of a cut list as screens show it; lengths in mm. */
export const partRow = z.object({
  label: z.string(),
  description: z.string(),
  material: z.string(),
  thickness: z.number(),
  grain: z.string(),
  quantity: z.number(),
  finished: size,
  cut: size,
  edges: z.object({ L1: edgeSide, L2: edgeSide, W1: edgeSide, W2: edgeSide }),
  holes: z.number(),
  operations: z.array(
    z.object({ kind: z.string(), centre: z.string(), count: z.number(), minutes: z.number() }),
  ),
});
export type PartRow = z.output<typeof partRow>;

export const costRow = z.object({
  boards: z.string(),
  edges: z.string(),
  hardware: z.string(),
  labour: z.string(),
  setUp: z.string(),
  total: z.string(),
});

/** A product as it would be made with these parameters; quantities and costs are those of one piece. */
export const explosion = z.object({
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  parts: z.array(partRow),
  pieces: z.number(),
  hardware: z.array(z.object({ code: z.string(), name: z.string(), quantity: z.number() })),
  operations: z.array(z.object({ centre: z.string(), name: z.string(), minutes: z.number() })),
  cost: costRow,
  currency: z.string(),
  minutes: z.number(),
  kilograms: z.number(),
  edgeMetres: z.number(),
  warnings: z.array(z.object({ code: z.string(), title: z.string() })),
});
export type Explosion = z.output<typeof explosion>;

export const previewProduct = route({
  method: 'POST',
  path: '/api/products/:productId/preview',
  may: may.read,
  idempotent: false,
  summary: 'Parts, hardware, cost and weight of one piece with these parameters; changes nothing.',
  params: productParams,
  body: z.strictObject({
    parameters: parameters.default({}),
    quantity: z.number().int().min(1).max(10_000).default(1),
  }),
  response: explosion,
});

export const previewDraft = route({
  method: 'POST',
  path: '/api/product-drafts/preview',
  may: may.write,
  idempotent: false,
  summary:
    'Parts, hardware, cost and weight of a definition that is not saved, or all its faults, each with its path; changes nothing.',
  body: z.strictObject({ definition, parameters: parameters.default({}) }),
  response: explosion,
});

/* Materials. */

const format = z.strictObject({ length: millimetres, width: millimetres });
const boardFields = {
  name: line(120),
  decor: line(80),
  thickness: millimetres,
  grain: z.enum(['none', 'length']),
  pricePerSquareMetre: amount,
  gramsPerSquareMetre: z.number().int().min(0).max(200_000),
  formats: z.array(format).min(1).max(20),
  emissionClass: note(20).default(''),
  claim: note(80).default(''),
};
export const boardMaterial = z.object({
  code: z.string(),
  name: z.string(),
  decor: z.string(),
  thickness: z.number(),
  grain: z.enum(['none', 'length']),
  pricePerSquareMetre: z.string(),
  gramsPerSquareMetre: z.number(),
  formats: z.array(size),
  emissionClass: z.string(),
  claim: z.string(),
});
export type BoardMaterialRow = z.output<typeof boardMaterial>;

const edgeBand = z.object({
  code: z.string(),
  name: z.string(),
  thickness: z.number(),
  height: z.number(),
  pricePerMetre: z.string(),
});
const hardwareItem = z.object({ code: z.string(), name: z.string(), price: z.string() });
const workCentre = z.object({
  code: z.string(),
  name: z.string(),
  kind: z.string(),
  people: z.number(),
  machines: z.number(),
  ratePerHour: z.string(),
  setUpMinutes: z.number(),
  setUpPer: z.string(),
  runSeconds: z.number().nullable(),
  weekly: z.array(z.object({ from: z.number(), until: z.number() })),
});

export const listMaterials = route({
  method: 'GET',
  path: '/api/materials',
  may: may.read,
  summary: 'Boards, edge bands, hardware and work centres with their prices and rates.',
  response: z.object({
    currency: z.string(),
    boards: z.array(boardMaterial),
    edges: z.array(edgeBand),
    hardware: z.array(hardwareItem),
    centres: z.array(workCentre),
  }),
});

export const createBoard = route({
  method: 'POST',
  path: '/api/materials/boards',
  may: may.write,
  summary: 'Add a board material.',
  body: z.strictObject({ code, ...boardFields }),
  response: boardMaterial,
});

export const updateBoard = route({
  method: 'PUT',
  path: '/api/materials/boards/:code',
  may: may.write,
  summary: 'Change a board material.',
  params: z.strictObject({ code }),
  body: z.strictObject(boardFields),
  response: boardMaterial,
});

export const createEdge = route({
  method: 'POST',
  path: '/api/materials/edges',
  may: may.write,
  summary: 'Add an edge band.',
  body: z.strictObject({
    code,
    name: line(120),
    thickness: millimetres,
    height: millimetres,
    pricePerMetre: amount,
  }),
  response: edgeBand,
});

export const createHardware = route({
  method: 'POST',
  path: '/api/materials/hardware',
  may: may.write,
  summary: 'Add a hardware item.',
  body: z.strictObject({ code, name: line(120), price: amount }),
  response: hardwareItem,
});

export const changePrices = route({
  method: 'POST',
  path: '/api/materials/prices',
  may: may.write,
  summary: 'Change prices of boards (per m²), edge bands (per m), hardware (per piece); all or none.',
  body: z.strictObject({
    changes: z
      .array(z.strictObject({ kind: z.enum(['board', 'edge', 'hardware']), code, price: amount }))
      .min(1)
      .max(500),
  }),
  response: z.object({ changed: z.number() }),
});

export const SET_UP_PER = ['material', 'edge', 'run', 'none'] as const;

const centreFields = {
  people: z.number().int().min(0).max(200),
  machines: z.number().int().min(0).max(100),
  ratePerHour: amount,
  setUpMinutes: z.number().int().min(0).max(1440),
};

export const createCentre = route({
  method: 'POST',
  path: '/api/work-centres',
  may: may.write,
  summary: 'Add a work centre; it works the hours of the first one until they are changed.',
  body: z.strictObject({
    code,
    name: line(120),
    kind: z.enum(['saw', 'edge', 'drill', 'assembly', 'finishing', 'packing', 'delivery']),
    ...centreFields,
  }),
  response: workCentre,
});

export const updateCentre = route({
  method: 'PUT',
  path: '/api/work-centres/:code',
  may: may.write,
  summary:
    'Change name, rate, people, machines, set-up, run time and hours of a work centre; what is left out stays.',
  params: z.strictObject({ code }),
  body: z.strictObject({
    name: line(120).optional(),
    ...centreFields,
    /** seconds per part, edge pass or drilled part; null: the product's routing says how long it takes */
    runSeconds: z.number().min(0).max(36_000).nullable().optional(),
    setUpPer: z.enum(SET_UP_PER).optional(),
    weekly: z
      .array(
        z.strictObject({
          from: z.number().int().min(0).max(10_080),
          until: z.number().int().min(0).max(10_080),
        }),
      )
      .max(60),
  }),
  response: workCentre,
});

const workshop = z.object({
  preMill: z.number(),
  edgeOverLength: z.number(),
  yieldPercent: z.number(),
  kerf: z.number(),
  trim: z.number(),
  bookHeight: z.number().nullable(),
  offcutLength: z.number(),
  offcutWidth: z.number(),
  offcutValuePercent: z.number(),
  closedDays: z.array(z.object({ day: z.string(), reason: z.string() })),
});

export const getWorkshop = route({
  method: 'GET',
  path: '/api/workshop',
  may: may.read,
  summary: 'Constants of the workshop: kerf, trims, pre-mill, offcut rules, closed days.',
  response: workshop,
});

export const updateWorkshop = route({
  method: 'PUT',
  path: '/api/workshop',
  may: may.write,
  summary: 'Change the constants of the workshop.',
  body: z.strictObject({
    preMill: millimetres.max(3),
    edgeOverLength: millimetres.max(500),
    yieldPercent: percent.min(1),
    kerf: millimetres.max(20),
    trim: millimetres.max(100),
    bookHeight: millimetres.min(1).max(500).nullable(),
    offcutLength: millimetres.min(1),
    offcutWidth: millimetres.min(1),
    offcutValuePercent: percent,
    closedDays: z.array(z.strictObject({ day, reason: line(80) })).max(400),
  }),
  response: workshop,
});
