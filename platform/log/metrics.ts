import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The figures of this process, in the text format of Prometheus. */
export interface Metrics {
  counter<L extends string = never>(name: string, help: string, labels?: readonly L[]): Counter<L>;
  gauge<L extends string = never>(name: string, help: string, labels?: readonly L[]): Gauge<L>;
  /** @param buckets upper bounds in the unit of the name (`…_seconds`) */
  histogram<L extends string = never>(
    name: string,
    help: string,
    labels?: readonly L[],
    buckets?: readonly number[],
  ): Histogram<L>;
  /** Body and content type for the metrics page. */
  page(): Promise<{ body: string; contentType: string }>;
}

/** From a tap that must feel instant (5 ms) to a solver's minute. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/**
 * Makes a registry of its own (nothing global, so two servers in one test process do not share figures).
 * Asking twice for one name gives the same figure; names must begin with `tenon_`, and a histogram's name with its unit last.
 * @param defaults whether memory, event loop and garbage collection of the process are measured too
 */
export function createMetrics(options: { defaults?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.defaults ?? true) collectDefaultMetrics({ register: registry });

  function once<F>(name: string, kind: new (...args: never[]) => F, make: () => F): F {
    if (!/^tenon_[a-z0-9_]+$/.test(name))
      throw new RangeError(`${name} is no figure of ours; names look like tenon_jobs_done_total`);
    const known = registry.getSingleMetric(name);
    if (known === undefined) return make();
    if (known instanceof kind) return known as F;
    throw new RangeError(`the figure ${name} exists with another kind`);
  }

  return {
    counter: <L extends string>(name: string, help: string, labels: readonly L[] = []) =>
      once(name, Counter<L>, () => new Counter<L>({ name, help, labelNames: labels, registers: [registry] })),
    gauge: <L extends string>(name: string, help: string, labels: readonly L[] = []) =>
      once(name, Gauge<L>, () => new Gauge<L>({ name, help, labelNames: labels, registers: [registry] })),
    histogram: <L extends string>(
      name: string,
      help: string,
      labels: readonly L[] = [],
      buckets: readonly number[] = SECONDS,
    ) =>
      once(
        name,
        Histogram<L>,
        () =>
          new Histogram<L>({ name, help, labelNames: labels, buckets: [...buckets], registers: [registry] }),
      ),
    page: async () => ({ body: await registry.metrics(), contentType: registry.contentType }),
  };
}
