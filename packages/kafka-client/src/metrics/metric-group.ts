import type { Metric, MetricDefinitions } from './metric.ts';

export interface MetricGroupOptions<D extends MetricDefinitions> {
  /** For example `producer-metrics`. */
  readonly group: string;
  readonly definitions: D;
  /** None by default. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Figures that a client keeps of itself. They are counted once a request or batch, never once a record, and read only
 * when someone asks.
 */
export class MetricGroup<D extends MetricDefinitions> {
  readonly #options: MetricGroupOptions<D>;
  readonly #values: Record<string, number> = {};
  readonly #readers = new Map<string, () => number>();

  constructor(options: MetricGroupOptions<D>) {
    this.#options = options;
    for (const name of Object.keys(options.definitions)) this.#values[name] = 0;
  }

  add(name: keyof D & string, amount = 1): void {
    this.#values[name] = (this.#values[name] ?? 0) + amount;
  }

  set(name: keyof D & string, value: number): void {
    this.#values[name] = value;
  }

  /** What was counted of a figure that nobody works out. */
  value(name: keyof D & string): number {
    return this.#values[name] ?? 0;
  }

  /** Has a figure worked out whenever it is asked for. */
  read(name: keyof D & string, reader: () => number): void {
    this.#readers.set(name, reader);
  }

  metrics(): Metric[] {
    const { group, definitions, tags = {} } = this.#options;
    return Object.entries(definitions).map(([name, definition]) => {
      const value = this.#readers.get(name)?.() ?? this.#values[name] ?? 0;
      return { ...definition, group, name, tags, value };
    });
  }
}
