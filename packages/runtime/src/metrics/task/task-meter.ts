import type { PluginMetrics } from '@sluice/connect-api';
import type { Metric } from '@sluice/kafka-client';
import { ErrorCounts } from '../../pipeline/error-counts.ts';
import type { InstanceState, TargetState, TaskId } from '../../states.ts';
import { TaskProgress } from '../../task/progress/task-progress.ts';
import { ClientRates } from './client-rates.ts';
import { sampleOf, type GroupSample, type ValuesOf } from '../declare/metric-declaration.ts';
import { connectorTaskMetrics, taskErrorMetrics } from '../groups/task-groups.ts';
import { RegisteredMetrics, type PluginSample } from '../plugin/registered-metrics.ts';
import { Fraction } from '../statistics/fraction.ts';
import { StateTimes } from '../statistics/state-times.ts';
import type { WindowOptions } from '../statistics/window-options.ts';
import { Windowed } from '../statistics/windowed.ts';

export interface MeterOptions {
  readonly windows: WindowOptions;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
}

/** The classes and versions that a task is made of. */
export type TaskIdentity = Omit<
  ValuesOf<typeof connectorTaskMetrics>,
  `${string}-ratio` | `batch-size-${string}` | `offset-commit-${string}`
>;

/** What a Kafka client of a task counts. */
export interface ClientSample {
  /** `kafka.producer`, `kafka.consumer` or `kafka.admin.client`. */
  readonly domain: string;
  readonly clientId: string;
  readonly metrics: readonly Metric[];
}

/** Everything there is to tell of a task, fit to travel between threads. */
export interface TaskSample {
  readonly id: TaskId;
  readonly groups: readonly GroupSample[];
  readonly clients: readonly ClientSample[];
  readonly plugins: readonly PluginSample[];
}

interface WatchedClient {
  readonly domain: string;
  readonly clientId: string;
  readonly metrics: () => readonly Metric[];
}

/** What sources and sinks tell about themselves beside what every task does. */
export interface FlowMeter {
  groups(tags: readonly string[], nowMs: number): readonly GroupSample[];
}

/** Measures one task from when it is made until the worker is rid of it. */
export class TaskMeter {
  readonly id: TaskId;
  readonly options: MeterOptions;
  readonly errors = new ErrorCounts();
  /** Where the task tells how it gets on. */
  progress = new TaskProgress();
  readonly #batches: Windowed;
  readonly #commitTimes: Windowed;
  readonly #commits: Fraction;
  readonly #states: StateTimes;
  readonly #clients: WatchedClient[] = [];
  readonly #plugins: RegisteredMetrics[] = [];
  #identity: TaskIdentity | null = null;
  #chain: readonly GroupSample[] = [];
  #flow: FlowMeter | null = null;

  constructor(id: TaskId, target: TargetState, options: MeterOptions) {
    this.id = id;
    this.options = options;
    this.#batches = new Windowed(options.windows);
    this.#commitTimes = new Windowed(options.windows);
    this.#commits = new Fraction(options.windows);
    // A new task counts as what it is to be, as with Java.
    this.#states = new StateTimes(target === 'PAUSED' ? 'PAUSED' : 'RUNNING', options.nowMs());
  }

  stateIs(state: InstanceState): void {
    this.#states.enter(state, this.options.nowMs());
  }

  /** The task is known: its classes, its transformations and predicates. */
  identify(identity: TaskIdentity, chain: readonly GroupSample[]): void {
    this.#identity = identity;
    this.#chain = chain;
  }

  flowsThrough(flow: FlowMeter): void {
    this.#flow = flow;
  }

  /** @param domain - `kafka.producer`, `kafka.consumer` or `kafka.admin.client`. */
  watch(domain: string, clientId: string | undefined, metrics: () => readonly Metric[]): void {
    const rates = new ClientRates(this.options);
    const withRates = (): readonly Metric[] => rates.withRates(metrics());
    this.#clients.push({ domain, clientId: clientId ?? '', metrics: withRates });
  }

  /** Where a plugin of the task may register metrics; `tags` say which one it is. */
  pluginMetrics(tags: Readonly<Record<string, string>> = {}): PluginMetrics {
    const { connector, task } = this.id;
    const metrics = new RegisteredMetrics({ connector, task: String(task), ...tags }, this.options);
    this.#plugins.push(metrics);
    return metrics;
  }

  /** The plugins of the task have been closed. */
  closePlugins(): void {
    for (const plugin of this.#plugins) plugin.close();
  }

  /** A poll gave so many records, or so many were put. */
  batch(records: number, nowMs: number): void {
    this.#batches.record(records, nowMs);
  }

  commitSucceeded(tookMs: number): void {
    const nowMs = this.options.nowMs();
    this.#commits.record(true, nowMs);
    this.progress.committed(true);
    this.#commitTimes.record(tookMs, nowMs);
  }

  commitFailed(): void {
    this.#commits.record(false, this.options.nowMs());
    this.progress.committed(false);
  }

  sample(): TaskSample {
    const nowMs = this.options.nowMs();
    const { id } = this;
    const tags = [id.connector, String(id.task)];
    return {
      id,
      groups: [
        this.#ownGroup(tags, nowMs),
        sampleOf(taskErrorMetrics, tags, errorValues(this.errors)),
        ...this.#chain,
        ...(this.#flow?.groups(tags, nowMs) ?? []),
      ],
      plugins: this.#plugins.flatMap((plugin) => plugin.samples()),
      clients: this.#clients.map((client) => ({ ...client, metrics: client.metrics() })),
    };
  }

  #ownGroup(tags: readonly string[], nowMs: number): GroupSample {
    return sampleOf(connectorTaskMetrics, tags, {
      'running-ratio': this.#states.share('RUNNING', nowMs),
      'pause-ratio': this.#states.share('PAUSED', nowMs),
      'batch-size-max': this.#batches.max(nowMs),
      'batch-size-avg': this.#batches.avg(nowMs),
      'offset-commit-max-time-ms': this.#commitTimes.max(nowMs),
      'offset-commit-avg-time-ms': this.#commitTimes.avg(nowMs),
      'offset-commit-success-percentage': this.#commits.success(nowMs),
      'offset-commit-failure-percentage': this.#commits.failure(nowMs),
      ...(this.#identity ?? unknownIdentity),
    });
  }
}

const unknownIdentity: TaskIdentity = {
  'connector-class': null,
  'connector-version': null,
  'connector-type': null,
  'task-class': null,
  'task-version': null,
  'key-converter-class': null,
  'key-converter-version': null,
  'value-converter-class': null,
  'value-converter-version': null,
  'header-converter-class': null,
  'header-converter-version': null,
};

function errorValues(counts: ErrorCounts): ValuesOf<typeof taskErrorMetrics> {
  return {
    'total-record-failures': counts.failures,
    'total-record-errors': counts.errors,
    'total-records-skipped': counts.skipped,
    'total-retries': counts.retries,
    'total-errors-logged': counts.logged,
    'deadletterqueue-produce-requests': counts.deadLetters,
    'deadletterqueue-produce-failures': counts.deadLetterFailures,
    'last-error-timestamp': counts.lastErrorMs,
  };
}
