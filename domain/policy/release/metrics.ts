import type { Said } from '../parameters.ts';

/** One number of a release: how many businesses did something at least once in the period. */
export interface Metric {
  readonly name: string;
  /** completes the sentence "businesses that …" */
  readonly did: Said;
  /** methods and patterns of addresses that were answered with success when somebody did it */
  readonly routes: readonly string[];
}

/**
 * The published list, and the whole of it: nothing else is counted and nothing else leaves. A change is a change of what
 * the policy says.
 *
 * @see clause P-data.analytics
 */
export const METRICS = [
  {
    name: 'order-accepted',
    did: { en: 'accepted an order', de: 'einen Auftrag angenommen haben' },
    routes: ['POST /api/orders/:orderId/accept'],
  },
  {
    name: 'cutting-optimised',
    did: { en: 'had a cut list optimised', de: 'eine Zuschnittliste optimieren ließen' },
    routes: ['POST /api/cutting/batches', 'POST /api/cutting/batches/:batchId/runs'],
  },
  {
    name: 'workshop-scanned',
    did: { en: 'reported work at a station', de: 'Arbeit an einer Station gemeldet haben' },
    routes: ['POST /api/station/commands', 'POST /api/station/:centre/commands'],
  },
  {
    name: 'invoice-issued',
    did: { en: 'issued an invoice', de: 'eine Rechnung gestellt haben' },
    routes: ['POST /api/orders/:orderId/invoices', 'POST /api/customers/:customerId/invoices'],
  },
] as const satisfies readonly Metric[];

export type MetricName = (typeof METRICS)[number]['name'];

/** That a business did something in a period; said twice it still counts once. */
export interface Mark {
  readonly metric: string;
  readonly business: string;
}

/**
 * How many businesses did what, in the order of the list. A business adds at most 1 to each number, however often it did
 * it and however often it is marked: that bounds what one business can change, and so how much noise hides it.
 */
export function countBusinesses(marks: Iterable<Mark>): readonly number[] {
  const seen = new Map<string, Set<string>>();
  for (const { metric, business } of marks) {
    const firms = seen.get(metric) ?? new Set<string>();
    seen.set(metric, firms.add(business));
  }
  return METRICS.map(({ name }) => seen.get(name)?.size ?? 0);
}

/** The metric that a successful call of this address counts for; undefined for all others. */
export function metricOf(route: string): MetricName | undefined {
  return METRICS.find(({ routes }) => (routes as readonly string[]).includes(route))?.name;
}
