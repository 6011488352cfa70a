import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';
import { amount, id, line, millimetres, note } from '#platform/http/fields.ts';

export const may = permissions('stock', {
  read: ['owner', 'office', 'planner'],
  write: ['owner', 'office', 'planner'],
});

const materialCode = z.string().trim().min(1).max(40);
const rack = z.string().trim().max(20);

const board = z.object({
  id: z.string(),
  length: z.number(),
  width: z.number(),
  quantity: z.number(),
  reserved: z.number(),
  minimum: z.number(),
  costPerSheet: z.string(),
  rack: z.string(),
});
export type BoardRow = z.output<typeof board>;

export const OFFCUT_STATES = ['available', 'reserved', 'used', 'scrapped'] as const;
export type OffcutState = (typeof OFFCUT_STATES)[number];

const offcut = z.object({
  id: z.string(),
  code: z.string(),
  materialCode: z.string(),
  length: z.number(),
  width: z.number(),
  grain: z.enum(['none', 'length']),
  rack: z.string(),
  value: z.string(),
  state: z.enum(OFFCUT_STATES),
  sheetNo: z.number().nullable(),
  keptAt: z.string(),
});
export type OffcutRow = z.output<typeof offcut>;

export const listStock = route({
  method: 'GET',
  path: '/api/stock',
  may: may.read,
  summary: 'Boards in the racks per material, with what is set aside and how many offcuts there are.',
  response: z.object({
    currency: z.string(),
    totals: z.object({
      sheets: z.number(),
      reserved: z.number(),
      offcuts: z.number(),
      offcutValue: z.string(),
      value: z.string(),
      short: z.number(),
    }),
    materials: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        decor: z.string(),
        thickness: z.number(),
        grain: z.enum(['none', 'length']),
        formats: z.array(z.object({ length: z.number(), width: z.number() })),
        boards: z.array(board),
        offcuts: z.number(),
        offcutValue: z.string(),
        value: z.string(),
        /** one of its boards is below its minimum */
        short: z.boolean(),
      }),
    ),
  }),
});

export const listOffcuts = route({
  method: 'GET',
  path: '/api/stock/offcuts',
  may: may.read,
  summary: 'Offcuts by material and size, largest first.',
  query: z.strictObject({
    state: z.enum(OFFCUT_STATES).default('available'),
    materialCode: materialCode.optional(),
  }),
  response: z.object({ offcuts: z.array(offcut) }),
});

export const receiveBoards = route({
  method: 'POST',
  path: '/api/stock/receipts',
  may: may.write,
  summary: 'Take boards into stock.',
  body: z.strictObject({
    materialCode,
    length: millimetres,
    width: millimetres,
    quantity: z.number().int().min(1).max(10_000),
    costPerSheet: amount.optional(),
    rack: rack.default(''),
  }),
  response: board,
});

const boardParams = z.strictObject({ boardId: id });

export const countBoards = route({
  method: 'POST',
  path: '/api/stock/boards/:boardId/count',
  may: may.write,
  summary: 'Correct a count to what lies in the rack, with the reason.',
  params: boardParams,
  body: z.strictObject({ quantity: z.number().int().min(0).max(100_000), reason: line(200) }),
  response: board,
});

export const keepBoards = route({
  method: 'PUT',
  path: '/api/stock/boards/:boardId',
  may: may.write,
  summary: 'Say where a board lies and below how many sheets it must be bought.',
  params: boardParams,
  body: z.strictObject({ rack, minimum: z.number().int().min(0).max(10_000) }),
  response: board,
});

export const listMovements = route({
  method: 'GET',
  path: '/api/stock/boards/:boardId/movements',
  may: may.read,
  summary: 'The last two hundred movements of a board, newest first.',
  params: boardParams,
  response: z.object({
    movements: z.array(
      z.object({
        kind: z.string(),
        quantity: z.number(),
        reason: z.string(),
        by: z.string(),
        at: z.string(),
      }),
    ),
  }),
});

export const addOffcut = route({
  method: 'POST',
  path: '/api/stock/offcuts',
  may: may.write,
  summary: 'Enter an offcut by hand.',
  body: z.strictObject({ materialCode, length: millimetres, width: millimetres, rack: rack.default('') }),
  response: offcut,
});

export const scrapOffcut = route({
  method: 'POST',
  path: '/api/stock/offcuts/:offcutId/scrap',
  may: may.write,
  summary: 'Throw an offcut away, with the reason.',
  params: z.strictObject({ offcutId: id }),
  body: z.strictObject({ reason: note(200).default('') }),
  response: offcut,
});
