import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id, instant, line, note } from '#platform/http/fields.ts';
import { boardInfo, drawnNode, may, sawStep } from './shapes.ts';

const fact = z.union([z.string(), z.number()]);

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
const run = z.object({
  state: z.enum(['running', 'paused']),
  reason: z.string().nullable(),
  since: z.string(),
});
/** what an item is planned with: begun, paused and resumed as one */
const ofWork = { workOrderId: z.string().nullable(), run: run.nullable() };
const stationPart = z.object({
  ...ofWork,
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
  ...ofWork,
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
  ...ofWork,
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
  shows: { purpose: 'order', whom: () => ['customers'] },
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
    /** the newest call for help from here, waiting or just answered */
    help: z
      .object({ calledAt: z.string(), answer: z.string().nullable(), by: z.string().nullable() })
      .nullable(),
  }),
});
export type StationWork = z.output<typeof getStation.response>;

const scanned = z.string().trim().min(1).max(40);
const stationCommand = z.discriminatedUnion('do', [
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
  /** begun, or going on after a pause */
  z.strictObject({ do: z.literal('begin'), workOrderId: id }),
  z.strictObject({ do: z.literal('pause'), workOrderId: id, reason: line(80) }),
  /** takes a tap back by its key */
  z.strictObject({ do: z.literal('undo'), tap: z.uuid() }),
]);
export type StationCommand = z.output<typeof stationCommand>;

const stationAnswer = z.object({
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

/** Taps in one request: what a station gathered without a connection goes out in a few. */
export const COMMANDS_MAX = 100;

export const sendCommands = route({
  method: 'POST',
  path: '/api/station/commands',
  may: may.work,
  summary:
    'Up to 100 taps of stations in the order of making, each with its own key: each is carried out once and answered by itself.',
  body: z.strictObject({
    commands: z
      .array(
        z.strictObject({
          centre: z.string().trim().min(1).max(40),
          key: z.uuid(),
          at: instant,
          command: stationCommand,
        }),
      )
      .min(1)
      .max(COMMANDS_MAX),
  }),
  response: z.object({ answers: z.array(stationAnswer) }),
});

export const answerHelp = route({
  method: 'POST',
  path: '/api/station/help/:callId/answer',
  may: may.plan,
  summary: 'Answer a call for help from a station; the station shows it at once.',
  params: z.strictObject({ callId: id }),
  body: z.strictObject({ answer: line(200) }),
  response: z.object({}),
});
