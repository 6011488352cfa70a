import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id } from '#platform/http/fields.ts';
import { may } from './shapes.ts';

const size = z.enum(['50x30', '62x100']).default('62x100');

export const printPartLabels = route({
  method: 'GET',
  path: '/api/labels/parts.pdf',
  may: may.work,
  kind: 'file',
  summary: 'Labels of the parts of a batch, of one sheet, or of one part, in the order of the saw.',
  query: z
    .strictObject({
      batch: id.optional(),
      sheet: id.optional(),
      part: z.string().trim().min(1).max(40).optional(),
      size,
    })
    .refine((one) => [one.batch, one.sheet, one.part].filter((what) => what !== undefined).length === 1, {
      error: 'exactly one of batch, sheet and part',
    }),
});

export const printOffcutLabels = route({
  method: 'GET',
  path: '/api/labels/offcuts.pdf',
  may: may.work,
  kind: 'file',
  summary: 'Labels of the offcuts that a sheet left, or of one offcut in the rack.',
  query: z
    .strictObject({ sheet: id.optional(), offcut: id.optional(), size })
    .refine((one) => (one.sheet === undefined) !== (one.offcut === undefined), {
      error: 'exactly one of sheet and offcut',
    }),
});
