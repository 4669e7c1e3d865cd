import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Names of labels, each with every value that it may take. Any other value is shown as `other`. */
export type Labels = Readonly<Record<string, readonly string[]>>;

export type LabelValues<L extends Labels> = { readonly [Name in keyof L]: L[Name][number] };

export interface Instrument<L extends Labels> {
  /** `engagement_…`, in base units, `_total` for what is only counted up. */
  readonly name: string;
  readonly help: string;
  readonly labels: L;
}

/** Values, each with its labels. */
export type Readings<L extends Labels> = readonly (readonly [LabelValues<L>, number])[];

/**
 * What the process tells of itself to whoever scrapes it. The number of series is fixed by what is declared: ids of
 * tenants, users or requests can never become labels.
 */
export interface Telemetry {
  /** Counts up. Unless they are many, its series are there from the start, at 0. */
  counter<const L extends Labels>(instrument: Instrument<L>): { add(labels: LabelValues<L>, count?: number): void };
  /** A total that somebody counts already; asked for at every scrape. */
  total<const L extends Labels>(instrument: Instrument<L>, read: () => Readings<L>): void;
  /** A level that goes up and down; asked for at every scrape. One that cannot be read is left out. */
  gauge<const L extends Labels>(instrument: Instrument<L>, read: () => Readings<L> | Promise<Readings<L>>): void;
  histogram<const L extends Labels>(
    instrument: Instrument<L> & { readonly buckets: readonly number[] },
  ): { observe(labels: LabelValues<L>, value: number): void };
  /** Adds what Node knows: event loop, memory, processor, garbage collection. */
  watchProcess(): void;
  /** The Prometheus text format. */
  text(): Promise<string>;
}

export const TELEMETRY_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

const OTHER = 'other';
const MANY = 50;

/** Instruments of one process. One that is declared twice is the same one. */
export function createTelemetry(): Telemetry {
  const registry = new Registry();

  function declared<T>(name: string, make: () => T): T {
    return (registry.getSingleMetric(name) as T | undefined) ?? make();
  }

  return {
    counter(instrument) {
      const bounded = bound(instrument.labels);
      const counter = declared(instrument.name, () => {
        const made = new Counter({ ...descriptionOf(instrument), registers: [registry] });
        const series = combinations(instrument.labels);
        if (series.length < MANY) for (const labels of series) made.inc(labels, 0);
        return made;
      });
      return { add: (labels, count = 1) => counter.inc(bounded(labels), count) };
    },

    total(instrument, read) {
      const bounded = bound(instrument.labels);
      registry.removeSingleMetric(instrument.name);
      new Counter({
        ...descriptionOf(instrument),
        registers: [registry],
        collect() {
          this.reset();
          for (const [labels, value] of read()) this.inc(bounded(labels), value);
        },
      });
    },

    gauge(instrument, read) {
      const bounded = bound(instrument.labels);
      registry.removeSingleMetric(instrument.name);
      new Gauge({
        ...descriptionOf(instrument),
        registers: [registry],
        async collect() {
          this.reset();
          try {
            for (const [labels, value] of await read()) this.set(bounded(labels), value);
          } catch {
            // The other numbers are worth having while an engine is away.
            this.remove({});
          }
        },
      });
    },

    histogram({ buckets, ...instrument }) {
      const bounded = bound(instrument.labels);
      const histogram = declared(
        instrument.name,
        () => new Histogram({ ...descriptionOf(instrument), buckets: [...buckets], registers: [registry] }),
      );
      return { observe: (labels, value) => histogram.observe(bounded(labels), value) };
    },

    watchProcess: () => collectDefaultMetrics({ register: registry }),
    text: () => registry.metrics(),
  };
}

const descriptionOf = ({ name, help, labels }: Instrument<Labels>) => ({ name, help, labelNames: Object.keys(labels) });

/** Keeps labels to the values that were declared. */
function bound<L extends Labels>(declared: L): (labels: LabelValues<L>) => Record<string, string> {
  const allowed = Object.entries(declared).map(([name, values]) => [name, new Set(values)] as const);
  return (labels) =>
    Object.fromEntries(
      allowed.map(([name, values]) => {
        const value = labels[name] as string;
        return [name, values.has(value) ? value : OTHER];
      }),
    );
}

function combinations(labels: Labels): Record<string, string>[] {
  return Object.entries(labels).reduce<Record<string, string>[]>(
    (found, [name, values]) => found.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}
