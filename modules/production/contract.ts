import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';
import { id, instant, line, note } from '#platform/http/fields.ts';

export const may = permissions('production', {
  read: ['owner', 'office', 'planner', 'worker'],
  plan: ['owner', 'planner', 'office'],
  work: ['owner', 'planner', 'office', 'worker'],
});

const nothing = z.object({});
const fact = z.union([z.string(), z.number()]);
export const lateReason = z.looseObject({ code: z.string() });

/* Cutting: what waits, batches, plans. Lengths in mm. */

const waitingOrder = z.object({
  orderId: z.string(),
  number: z.string(),
  customerName: z.string(),
  dueOn: z.string(),
  parts: z.number(),
  squareMetres: z.number(),
  /** parts that are made again */
  remakes: z.number(),
});
const waitingMaterial = z.object({
  code: z.string(),
  name: z.string(),
  thickness: z.number(),
  grain: z.string(),
  parts: z.number(),
  squareMetres: z.number(),
  orders: z.array(waitingOrder),
});
export type WaitingMaterial = z.output<typeof waitingMaterial>;

export const batchState = z.enum(['open', 'solving', 'solved', 'released', 'cut']);
const batchRow = z.object({
  id: z.string(),
  number: z.number(),
  material: z.string(),
  purpose: z.enum(['planned', 'remake']),
  state: batchState,
  parts: z.number(),
  waiting: z.number(),
  sheets: z.number(),
  sheetsCut: z.number(),
  squareMetres: z.number(),
  orders: z.array(z.string()),
  madeAt: z.string(),
});
export type BatchRow = z.output<typeof batchRow>;

export const listCutting = route({
  method: 'GET',
  path: '/api/cutting',
  may: may.read,
  summary: 'Parts that wait for the saw, per material, and the batches of the last weeks.',
  response: z.object({ materials: z.array(waitingMaterial), batches: z.array(batchRow) }),
});

export const createBatch = route({
  method: 'POST',
  path: '/api/cutting/batches',
  may: may.plan,
  summary: 'Gather the waiting parts of one material from the chosen orders.',
  body: z.strictObject({ material: z.string().trim().min(1).max(40), orderIds: z.array(id).min(1).max(500) }),
  response: z.object({ id: z.string(), number: z.number(), parts: z.number() }),
});

const batchParams = z.strictObject({ batchId: id });

export const addToBatch = route({
  method: 'POST',
  path: '/api/cutting/batches/:batchId/parts',
  may: may.plan,
  summary: 'Add the waiting parts of further orders to a batch.',
  params: batchParams,
  body: z.strictObject({ orderIds: z.array(id).min(1).max(500) }),
  response: z.object({ parts: z.number() }),
});

const planRow = z.object({
  id: z.string(),
  version: z.number(),
  objective: z.string(),
  engine: z.string(),
  seed: z.number(),
  moves: z.number(),
  inputHash: z.string(),
  solvedAt: z.string(),
  sheets: z.number(),
  cost: z.string(),
  currency: z.string(),
  sawMinutes: z.number(),
  yield: z.number(),
  patterns: z.number(),
  offcuts: z.number(),
  bound: z.number(),
  proven: z.boolean(),
  unplaced: z.number(),
  pinned: z.number(),
  faults: z.array(z.string()),
  released: z.boolean(),
});
export type PlanRow = z.output<typeof planRow>;

const runRow = z.object({
  id: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  objective: z.string(),
  seconds: z.number(),
  askedAt: z.string(),
  planId: z.string().nullable(),
  problem: z.string().nullable(),
});

export const getBatch = route({
  method: 'GET',
  path: '/api/cutting/batches/:batchId',
  may: may.read,
  summary: 'One batch with its plans and searches.',
  params: batchParams,
  response: z.object({ batch: batchRow, plans: z.array(planRow), runs: z.array(runRow) }),
});
export type BatchPage = z.output<typeof getBatch.response>;

export const askForPlan = route({
  method: 'POST',
  path: '/api/cutting/batches/:batchId/runs',
  may: may.plan,
  summary: 'Search for a plan; progress is told live.',
  params: batchParams,
  body: z.strictObject({
    objective: z.enum(['boards', 'cost', 'time']).default('cost'),
    seconds: z.number().int().min(1).max(300).default(10),
    /** instead of the time: the same seed and moves give the same plan */
    moves: z.number().int().min(1).max(1_000_000).nullable().default(null),
    seed: z.number().int().min(0).max(2_147_483_647).default(1),
  }),
  response: z.object({ runId: z.string() }),
});

export const cancelRun = route({
  method: 'POST',
  path: '/api/cutting/runs/:runId/cancel',
  may: may.plan,
  summary: 'End a search; what it found is thrown away.',
  params: z.strictObject({ runId: id }),
  response: z.object({ state: z.string() }),
});

/** A cut tree in mm; leaves are parts by code, offcuts or waste. */
export interface DrawnNode {
  x: number;
  y: number;
  length: number;
  width: number;
  cut?: 'x' | 'y' | undefined;
  children?: DrawnNode[] | undefined;
  part?: string | undefined;
  rotated?: boolean | undefined;
  offcut?: boolean | undefined;
  kept?: { code: string; rack: string } | undefined;
}
export const drawnNode: z.ZodType<DrawnNode> = z.lazy(() =>
  z.object({
    x: z.number(),
    y: z.number(),
    length: z.number(),
    width: z.number(),
    cut: z.enum(['x', 'y']).optional(),
    children: z.array(drawnNode).optional(),
    part: z.string().optional(),
    rotated: z.boolean().optional(),
    offcut: z.boolean().optional(),
    kept: z.object({ code: z.string(), rack: z.string() }).optional(),
  }),
);

export const sawStep = z.object({
  no: z.number(),
  kind: z.enum(['rip', 'head', 'cross', 'recut']),
  of: z.string(),
  position: z.number(),
  length: z.number(),
  falls: z.array(
    z.object({
      kind: z.enum(['part', 'offcut', 'waste', 'strip']),
      name: z.string(),
      length: z.number(),
      width: z.number(),
    }),
  ),
});
export type SawStepRow = z.output<typeof sawStep>;

const boardInfo = z.object({
  code: z.string(),
  length: z.number(),
  width: z.number(),
  thickness: z.number(),
  grain: z.string(),
  offcut: z.boolean(),
});
export const drawnPattern = z.object({
  board: boardInfo,
  repeat: z.number(),
  perBook: z.number(),
  pinned: z.boolean(),
  root: drawnNode,
  steps: z.array(sawStep),
  sheets: z.array(
    z.object({ id: z.string(), no: z.number(), state: z.enum(['released', 'cut', 'damaged']) }),
  ),
});
export type DrawnPattern = z.output<typeof drawnPattern>;

const planParams = z.strictObject({ planId: id });
export const getPlan = route({
  method: 'GET',
  path: '/api/cutting/plans/:planId',
  may: may.read,
  summary: 'One plan, drawn: patterns with parts, cuts and offcuts.',
  params: planParams,
  response: z.object({
    plan: planRow,
    batch: batchRow,
    kerf: z.number(),
    trim: z.number(),
    patterns: z.array(drawnPattern),
    partNames: z.record(z.string(), z.string()),
  }),
});
export type PlanPage = z.output<typeof getPlan.response>;

export const releasePlan = route({
  method: 'POST',
  path: '/api/cutting/plans/:planId/release',
  may: may.plan,
  summary: 'Release a plan to the saw: boards are set aside, sheets exist.',
  params: planParams,
  response: z.object({ sheets: z.number(), books: z.number() }),
});

/* Schedule. */

const scheduleRow = z.object({
  operation: z.string(),
  machine: z.string(),
  from: z.string(),
  until: z.string(),
  changeoverMinutes: z.number(),
  kind: z.string(),
  centre: z.string(),
  name: z.string(),
  orderId: z.string(),
  orderNumber: z.string(),
  pinned: z.boolean(),
});
const scheduleOrder = z.object({
  orderId: z.string(),
  number: z.string(),
  customerName: z.string(),
  dueOn: z.string(),
  endsAt: z.string(),
  lateMinutes: z.number(),
  reasons: z.array(lateReason),
});
export const getSchedule = route({
  method: 'GET',
  path: '/api/schedule',
  may: may.read,
  summary: 'The schedule in force: machines over time, late orders with reasons.',
  response: z.object({
    version: z.number().nullable(),
    solvedAt: z.string().nullable(),
    cause: z.string(),
    now: z.string(),
    currentOrders: z.number(),
    machines: z.array(
      z.object({
        id: z.string(),
        centre: z.string(),
        name: z.string(),
        stopped: z.object({ reason: z.string(), at: z.string() }).nullable(),
      }),
    ),
    rows: z.array(scheduleRow),
    orders: z.array(scheduleOrder),
    pins: z.array(
      z.object({
        id: z.string(),
        subject: z.string(),
        constraint: z.string(),
        value: z.string(),
        reason: z.string(),
      }),
    ),
  }),
});
export type ScheduleView = z.output<typeof getSchedule.response>;
export type ScheduleRow = z.output<typeof scheduleRow>;

export const planScheduleNow = route({
  method: 'POST',
  path: '/api/schedule/plan',
  may: may.plan,
  summary: 'Plan everything anew from the facts.',
  response: nothing,
});

export const setPin = route({
  method: 'POST',
  path: '/api/schedule/pins',
  may: may.plan,
  summary: 'Hold an operation: on a machine, at a moment, not before one, or after another.',
  body: z.strictObject({
    subject: line(120),
    constraint: z.enum(['machine', 'start', 'not-before', 'after']),
    value: line(120),
    reason: line(200),
  }),
  response: z.object({ id: z.string() }),
});

export const dropPin = route({
  method: 'DELETE',
  path: '/api/schedule/pins/:pinId',
  may: may.plan,
  summary: 'Let an operation go again.',
  params: z.strictObject({ pinId: id }),
  response: nothing,
});

/* One order's work. */

const partInfo = z.object({
  code: z.string(),
  label: z.string(),
  description: z.string(),
  unitNo: z.number(),
  unitName: z.string(),
  material: z.string(),
  thickness: z.number(),
  grain: z.string(),
  length: z.number(),
  width: z.number(),
  state: z.string(),
  nextCentre: z.string().nullable(),
});
export const getWork = route({
  method: 'GET',
  path: '/api/work/:orderId',
  may: may.read,
  summary: 'Parts and units of an order with how far they are.',
  params: z.strictObject({ orderId: id }),
  response: z.object({
    number: z.string(),
    dueOn: z.string(),
    finishedAt: z.string().nullable(),
    parts: z.array(partInfo),
    units: z.array(z.object({ id: z.string(), unitNo: z.number(), name: z.string(), state: z.string() })),
    remakes: z.array(
      z.object({
        code: z.string(),
        newCode: z.string(),
        reason: z.string(),
        cost: z.string(),
        at: z.string(),
      }),
    ),
  }),
});

/* Stations. */

const machine = z.object({ id: z.string(), stopped: z.string().nullable() });
const stationRow = z.object({
  code: z.string(),
  name: z.string(),
  kind: z.string(),
  waiting: z.number(),
  machines: z.array(machine),
});
export type StationRow = z.output<typeof stationRow>;

export const listStations = route({
  method: 'GET',
  path: '/api/station',
  may: may.work,
  summary: 'Work centres with what waits at each.',
  response: z.object({ stations: z.array(stationRow) }),
});

const edge = z.object({ code: z.string(), thickness: z.number(), name: z.string() }).nullable();
const stationPart = z.object({
  code: z.string(),
  label: z.string(),
  description: z.string(),
  unitName: z.string(),
  customerName: z.string(),
  length: z.number(),
  width: z.number(),
  thickness: z.number(),
  material: z.string(),
  materialName: z.string(),
  grain: z.string(),
  edges: z.object({ L1: edge, L2: edge, W1: edge, W2: edge }),
  holes: z.array(
    z.object({
      purpose: z.string(),
      diameter: z.number(),
      count: z.number(),
      at: z.array(z.object({ x: z.number(), y: z.number() })),
    }),
  ),
  programs: z.array(z.string()),
  family: z.string(),
  next: z.string().nullable(),
  /** earlier steps that are open on paper */
  notYet: z.boolean(),
});
export type StationPart = z.output<typeof stationPart>;

const stationSheet = z.object({
  id: z.string(),
  no: z.number(),
  batch: z.number(),
  book: z.string(),
  inBook: z.number(),
  board: boardInfo,
  root: drawnNode,
  steps: z.array(sawStep),
  parts: z.record(z.string(), z.string()),
});
export type StationSheet = z.output<typeof stationSheet>;

const stationUnit = z.object({
  id: z.string(),
  unitNo: z.number(),
  name: z.string(),
  orderNumber: z.string(),
  customerName: z.string(),
  parts: z.array(z.object({ code: z.string(), label: z.string(), ready: z.boolean() })),
  hardware: z.array(z.object({ code: z.string(), name: z.string(), quantity: z.number() })),
});
export type StationUnit = z.output<typeof stationUnit>;

export const getStation = route({
  method: 'GET',
  path: '/api/station/:centre',
  may: may.work,
  summary: 'What is next at one work centre, in the order of the schedule.',
  params: z.strictObject({ centre: z.string().trim().min(1).max(40) }),
  response: z.object({
    centre: z.string(),
    name: z.string(),
    kind: z.string(),
    machines: z.array(machine),
    done: z.number(),
    total: z.number(),
    sheets: z.array(stationSheet),
    parts: z.array(stationPart),
    units: z.array(stationUnit),
  }),
});
export type StationWork = z.output<typeof getStation.response>;

const scanned = z.string().trim().min(1).max(40);
export const stationCommand = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('sheet-done'), sheetId: id }),
  z.strictObject({ do: z.literal('sheet-damaged'), sheetId: id, reason: line(80) }),
  z.strictObject({ do: z.literal('part-done'), code: scanned }),
  z.strictObject({ do: z.literal('bad-part'), code: scanned, reason: line(80) }),
  z.strictObject({ do: z.literal('unit-done'), unitId: id, force: z.boolean().default(false) }),
  z.strictObject({
    do: z.literal('stop'),
    machine: scanned,
    reason: line(80),
    expectedMinutes: z.number().int().min(1).max(10_080).default(60),
  }),
  z.strictObject({ do: z.literal('start'), machine: scanned }),
  z.strictObject({ do: z.literal('help'), text: note(400).default('') }),
]);
export type StationCommand = z.output<typeof stationCommand>;

export const stationAnswer = z.object({
  outcome: z.enum(['done', 'already', 'conflict']),
  code: z.string(),
  facts: z.record(z.string(), fact),
  sentence: z.string(),
  choices: z.array(z.enum(['ok', 'force', 'use-new', 'scrap', 'bad-part', 'help'])),
  offcuts: z.array(z.object({ code: z.string(), rack: z.string(), length: z.number(), width: z.number() })),
});
export type StationAnswerView = z.output<typeof stationAnswer>;

export const sendCommand = route({
  method: 'POST',
  path: '/api/station/:centre/commands',
  may: may.work,
  summary:
    'One tap or scan of a station. The key makes a repeat harmless; a stale command is answered with choices and changes nothing.',
  params: z.strictObject({ centre: z.string().trim().min(1).max(40) }),
  body: z.strictObject({ key: z.uuid(), at: instant, command: stationCommand }),
  response: stationAnswer,
});
