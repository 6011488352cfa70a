import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id, line } from '#platform/http/fields.ts';
import { boardInfo, drawnNode, may, sawStep } from './shapes.ts';

export { may, type DrawnNode, type SawStepRow } from './shapes.ts';
export {
  answerHelp,
  COMMANDS_MAX,
  getStation,
  listStations,
  sendCommand,
  sendCommands,
  type StationAnswerView,
  type StationCommand,
  type StationPart,
  type StationRow,
  type StationSheet,
  type StationUnit,
  type StationWork,
} from './station-contract.ts';

const nothing = z.object({});
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
  /** the newest plan that can be released; null when there is none, or when everything has its sheet */
  planId: z.string().nullable(),
});
export type BatchRow = z.output<typeof batchRow>;

export const listCutting = route({
  method: 'GET',
  path: '/api/cutting',
  may: may.read,
  summary: 'Parts that wait for the saw, per material, and the batches of the last weeks.',
  shows: { purpose: 'order', whom: () => ['customers'] },
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
  /** saw lines of all cycles: equal sheets are sawn in books */
  cuts: z.number(),
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

export const drawnPattern = z.object({
  board: boardInfo,
  repeat: z.number(),
  perBook: z.number(),
  pinned: z.boolean(),
  root: drawnNode,
  steps: z.array(sawStep),
  sheets: z.array(
    z.object({ id: z.string(), no: z.number(), state: z.enum(['released', 'cut', 'damaged', 'withdrawn']) }),
  ),
});
export type DrawnPattern = z.output<typeof drawnPattern>;

const planParams = z.strictObject({ planId: id });
const sawFileState = z.object({
  kind: z.enum(['ptx', 'dxf']),
  proof: z.enum(['untested', 'partly', 'validated']),
  refused: z.string().nullable(),
});

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
    /** what may be handed to a saw, or why it may not, and how far it was proven on one */
    sawFiles: z.array(sawFileState),
    partNames: z.record(z.string(), z.string()),
  }),
});
export type PlanPage = z.output<typeof getPlan.response>;

export const getSawFile = route({
  method: 'GET',
  path: '/api/cutting/plans/:planId/saw-files/:sawFile',
  may: may.read,
  kind: 'file',
  summary:
    'What a saw or the person at it reads: PTX of the plan, DXF of one pattern, or the list of steps as a table.',
  params: z.strictObject({ planId: id, sawFile: z.enum(['ptx', 'dxf', 'steps']) }),
  /** of DXF: which pattern, 1 for the first of those that are not pinned */
  query: z.strictObject({ pattern: z.coerce.number().int().min(1).max(10_000).default(1) }),
});

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
  /** begun at its station; `paused` with the reason */
  run: z
    .object({ state: z.enum(['running', 'paused']), reason: z.string().nullable(), since: z.string() })
    .nullable(),
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
  shows: { purpose: 'order', whom: () => ['customers'] },
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
        /** what it came from: the move, when somebody moved the operation */
        event: z.string(),
      }),
    ),
    /** when each work centre is closed, from the first row to a week after the last */
    closed: z.array(
      z.object({ centre: z.string(), spans: z.array(z.object({ from: z.string(), until: z.string() })) }),
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
