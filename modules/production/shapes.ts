import * as z from 'zod';
import { permissions } from '#platform/http/contract.ts';

/** Who may do what in production, and the shapes that office and stations both draw. */

export const may = permissions('production', {
  read: ['owner', 'office', 'planner', 'worker'],
  plan: ['owner', 'planner', 'office'],
  work: ['owner', 'planner', 'office', 'worker'],
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

export const boardInfo = z.object({
  code: z.string(),
  length: z.number(),
  width: z.number(),
  thickness: z.number(),
  grain: z.string(),
  offcut: z.boolean(),
});
