import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';

export const may = permissions('overview', { today: ['owner', 'office', 'planner'] });

const lateOrder = z.object({
  id: z.string(),
  number: z.string(),
  customerName: z.string(),
  dueOn: z.string(),
  /** the day it will be finished as planned now; null when nothing is planned */
  endsOn: z.string().nullable(),
  days: z.number(),
});

const floorRow = z.object({
  machine: z.string(),
  name: z.string(),
  centre: z.string(),
  waiting: z.number(),
  stopped: z.object({ reason: z.string(), minutes: z.number() }).nullable(),
  /** what the schedule has on this machine now */
  now: z
    .object({
      name: z.string(),
      orderNumber: z.string(),
      from: z.string(),
      until: z.string(),
      /** why it rests, when its station said so */
      paused: z.string().nullable(),
    })
    .nullable(),
  /** when it is free as planned; null: it is free now */
  freeAt: z.string().nullable(),
});

export const NEED_KINDS = [
  'help_called',
  'mail_due',
  'machine_stopped',
  'board_short',
  'to_cut',
  'to_release',
  'to_load',
  'renewal_refused',
  'to_invoice',
  'quote_ends',
  'invoice_overdue',
] as const;

const need = z.object({
  kind: z.enum(NEED_KINDS),
  href: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Need = z.output<typeof need>;

export const today = route({
  method: 'GET',
  path: '/api/today',
  may: may.today,
  summary:
    'The state of the factory: what is late, how well boards are used, money, the floor now, and what needs somebody.',
  shows: { purpose: 'order', whom: () => ['customers'] },
  response: z.object({
    day: z.string(),
    now: z.string(),
    late: z.object({ count: z.number(), of: z.number(), orders: z.array(lateOrder) }),
    cut: z.object({
      sheets: z.number(),
      share: z.number().nullable(),
      offcuts: z.number(),
      offcutValue: z.string(),
    }),
    cash: z
      .object({
        currency: z.string(),
        dueIn14Days: z.string(),
        overdue: z.string(),
        overdueCount: z.number(),
      })
      .nullable(),
    floor: z.array(floorRow),
    needs: z.array(need),
  }),
});
export type TodayView = z.output<typeof today.response>;
