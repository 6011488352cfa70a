import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';
import { day, id, line } from '#platform/http/fields.ts';
import { mailView } from '#platform/mail/mail-shape.ts';

export const may = permissions('delivery', {
  read: ['owner', 'office', 'planner', 'driver'],
  load: ['owner', 'office', 'driver'],
  deliver: ['owner', 'office', 'driver'],
});

export const packageView = z.object({
  code: z.string(),
  unitNo: z.number(),
  lineNo: z.number(),
  name: z.string(),
  packedAt: z.string(),
  noteId: z.string().nullable(),
});

export const noteView = z.object({
  id: z.string(),
  number: z.string(),
  orderId: z.string(),
  orderNumber: z.string(),
  customerId: z.string(),
  customerName: z.string(),
  address: z.string(),
  state: z.enum(['loaded', 'delivered']),
  plannedOn: z.string(),
  deliveredAt: z.string().nullable(),
  receivedBy: z.string().nullable(),
  packages: z.array(packageView),
  pdf: z.string().nullable(),
  /** what became of its mail */
  mail: z.array(mailView),
});
export type NoteView = z.output<typeof noteView>;

export const listNotes = route({
  method: 'GET',
  path: '/api/deliveries',
  may: may.read,
  summary: 'Delivery notes, newest first, and orders with packages that wait.',
  shows: {
    purpose: 'delivery',
    whom: ({ answer }) => answer.notes.map((note) => `customer:${note.customerId}`),
  },
  query: z.strictObject({ orderId: id.optional() }),
  response: z.object({
    notes: z.array(noteView),
    waiting: z.array(
      z.object({
        orderId: z.string(),
        orderNumber: z.string(),
        customerName: z.string(),
        packages: z.array(packageView),
      }),
    ),
  }),
});

export const loadNote = route({
  method: 'POST',
  path: '/api/orders/:orderId/deliveries',
  may: may.load,
  summary: 'Load all packages of an order that wait, and write the delivery note.',
  params: z.strictObject({ orderId: id }),
  body: z.strictObject({ plannedOn: day.optional() }),
  response: noteView,
});

export const deliverNote = route({
  method: 'POST',
  path: '/api/deliveries/:noteId/delivered',
  may: may.deliver,
  summary: 'The customer has taken the goods.',
  params: z.strictObject({ noteId: id }),
  body: z.strictObject({ receivedBy: line(80) }),
  response: noteView,
});

export const notePdf = route({
  method: 'GET',
  path: '/api/deliveries/:noteId/note.pdf',
  may: may.read,
  kind: 'file',
  summary: 'The delivery note as it was printed.',
  params: z.strictObject({ noteId: id }),
});
