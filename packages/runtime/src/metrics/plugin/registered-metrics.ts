import {
  BadRequestError,
  IllegalWorkerStateError,
  type PluginMetric,
  type PluginMetrics,
  type PluginSensor,
} from '@sluice/connect-api';
import { Counter } from '../statistics/counter.ts';
import { Windowed } from '../statistics/windowed.ts';
import type { MeterOptions } from '../task/task-meter.ts';

/** One value of a plugin, fit to travel between threads. */
export interface PluginSample {
  readonly name: string;
  readonly kind: 'total' | 'gauge';
  readonly doc: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly value: number;
}

type Tags = Readonly<Record<string, string>>;

interface Registered extends Omit<PluginSample, 'value'> {
  readonly read: () => number;
}

/** What one plugin has registered. */
export class RegisteredMetrics implements PluginMetrics {
  readonly #tags: Tags;
  readonly #options: MeterOptions;
  readonly #metrics = new Map<string, Registered>();
  readonly #sensors = new Map<string, readonly Registered[]>();
  #isClosed = false;

  /** @param tags - those that everything of the plugin has. */
  constructor(tags: Tags, options: MeterOptions) {
    this.#tags = tags;
    this.#options = options;
  }

  addMetric(metric: PluginMetric, kind: 'total' | 'gauge', read: () => number): void {
    const tags = this.#allTags(metric);
    const key = keyOf(metric.name, tags);
    if (this.#metrics.has(key)) throw refused(`Metric ${key} already exists`);
    this.#metrics.set(key, { name: metric.name, doc: metric.doc, kind, tags, read });
  }

  removeMetric(metric: Pick<PluginMetric, 'name' | 'tags'>): void {
    const key = keyOf(metric.name, this.#allTags(metric));
    if (!this.#metrics.delete(key)) throw refused(`Unknown metric ${key}`);
  }

  addSensor(metric: PluginMetric): PluginSensor {
    const tags = this.#allTags(metric);
    if (this.#sensors.has(metric.name)) throw refused(`Sensor ${metric.name} already exists`);
    const { windows, nowMs } = this.#options;
    const counter = new Counter(windows);
    const values = new Windowed(windows);
    const shown = (ending: string, kind: PluginSample['kind'], read: () => number): Registered => ({
      name: `${metric.name}-${ending}`,
      doc: metric.doc,
      kind,
      tags,
      read,
    });
    this.#sensors.set(metric.name, [
      shown('total', 'total', () => counter.total),
      shown('rate', 'gauge', () => counter.rate(nowMs())),
      shown('avg', 'gauge', () => values.avg(nowMs())),
      shown('max', 'gauge', () => values.max(nowMs())),
    ]);
    return {
      record: (value) => {
        counter.add(value, nowMs());
        values.record(value, nowMs());
      },
    };
  }

  removeSensor(name: string): void {
    this.#refuseClosed();
    if (!this.#sensors.delete(name)) throw refused(`Unknown sensor ${name}`);
  }

  /** The plugin has been closed. */
  close(): void {
    this.#isClosed = true;
    this.#metrics.clear();
    this.#sensors.clear();
  }

  samples(): PluginSample[] {
    const all = [...this.#metrics.values(), ...[...this.#sensors.values()].flat()];
    return all.map(({ read, ...metric }) => ({ ...metric, value: valueOf(read) }));
  }

  #allTags({ tags = {} }: Pick<PluginMetric, 'tags'>): Tags {
    this.#refuseClosed();
    const taken = Object.keys(tags).find((tag) => Object.hasOwn(this.#tags, tag));
    if (taken !== undefined) throw refused(`Cannot use ${taken} as a tag name`);
    return { ...this.#tags, ...tags };
  }

  #refuseClosed(): void {
    if (this.#isClosed) throw new IllegalWorkerStateError('This PluginMetrics instance is closed');
  }
}

/** A plugin whose metric fails has no value there, and everybody else has. */
function valueOf(read: () => number): number {
  try {
    const value: unknown = read();
    return typeof value === 'number' ? value : Number.NaN;
  } catch {
    return Number.NaN;
  }
}

function keyOf(name: string, tags: Tags): string {
  return `${name}(${Object.entries(tags)
    .map(([tag, value]) => `${tag}=${value}`)
    .join(', ')})`;
}

function refused(message: string): BadRequestError {
  return new BadRequestError(message, { code: 'REQUEST_INVALID' });
}
