import type { SourceRecord, SourceTask } from '@sluice/connect-api';
import type { TargetState } from '../src/states.ts';
import { SourceMeter } from '../src/metrics/task/source-meter.ts';
import type { TaskMeter } from '../src/metrics/task/task-meter.ts';
import { SourcePipeline } from '../src/pipeline/source-pipeline.ts';
import { TransformChain, type ChainLink } from '../src/pipeline/transform-chain.ts';
import { AtLeastOnce } from '../src/source-task/at-least-once.ts';
import { OffsetCommits } from '../src/source-task/offset-commits.ts';
import { OffsetReader } from '../src/source-task/offset-reader.ts';
import { SourceTaskRunner } from '../src/source-task/source-task-runner.ts';
import type { TopicPreparation } from '../src/source-task/topic-preparation.ts';
import { MemoryOffsetStore } from '../src/stores/memory-offset-store.ts';
import { runTask } from '../src/task/run-task.ts';
import { TaskProgress } from '../src/task/progress/task-progress.ts';
import { TaskControl } from '../src/task/task-control.ts';
import { TopicTracker } from '../src/topics-in-use/topic-tracker.ts';
import { textConverters } from './in-memory-converters.ts';
import { testMeter } from './test-meter.ts';
import { errorHandler, type ErrorOptions } from './in-memory-errors.ts';
import { InMemoryLog } from './in-memory-log.ts';
import { InMemoryProducer } from './in-memory-producer.ts';

export interface SourceRunOptions extends ErrorOptions {
  readonly producer?: InMemoryProducer;
  readonly store?: MemoryOffsetStore;
  readonly transforms?: readonly ChainLink[];
  readonly target?: TargetState;
  readonly flushIntervalMs?: number;
  readonly flushTimeoutMs?: number;
  readonly topics?: TopicPreparation;
}

/** A source task at work, with all that a worker puts around it but Kafka. */
export class InMemorySourceRun {
  readonly producer: InMemoryProducer;
  readonly store: MemoryOffsetStore;
  readonly control: TaskControl;
  readonly log = new InMemoryLog();
  readonly states: string[] = [];
  readonly progress = new TaskProgress();
  readonly meter: TaskMeter;
  /** The topics that were told to be in use. */
  readonly topics: string[] = [];
  /** Resolves to the error the task ended with. */
  readonly ended: Promise<unknown>;

  constructor(task: SourceTask, options: SourceRunOptions = {}) {
    const { log, states } = this;
    this.meter = testMeter();
    this.meter.progress = this.progress;
    const errors = errorHandler(log, { ...options, counts: this.meter.errors });
    const control = new TaskControl(options.target ?? 'STARTED');
    this.control = control;
    this.producer = options.producer ?? new InMemoryProducer();
    this.store = options.store ?? new MemoryOffsetStore();
    const report = (state: string): void => void states.push(state);
    const { cancelSignal } = control;
    const timeoutMs = options.flushTimeoutMs ?? 5000;
    const { producer } = this;
    const pipeline = new SourcePipeline(textConverters, new TransformChain(options.transforms ?? []));
    const flow = new SourceMeter(this.meter, { pipeline, budget: () => null });
    this.meter.flowsThrough(flow);
    const guarantee = new AtLeastOnce({
      task,
      producer,
      errors,
      tracker: new TopicTracker((topic) => void this.topics.push(topic)),
      offsets: new OffsetCommits({ connector: 'c', store: this.store, timeoutMs, cancelSignal, log }),
      ownStore: null,
      flushIntervalMs: options.flushIntervalMs ?? 60_000,
      flushTimeoutMs: timeoutMs,
      control,
      meter: flow,
      errorCounts: this.meter.errors,
      log,
    });
    const runner = new SourceTaskRunner({
      task,
      pipeline,
      errors,
      producer,
      guarantee,
      topics: options.topics ?? null,
      admin: null,
      control,
      meter: flow,
      report,
      progress: this.progress,
      log,
    });
    this.ended = runTask(Promise.resolve(runner), control, report);
  }

  /** The stored position of a source partition `{ p: <name> }`. */
  async position(partition = 'a'): Promise<unknown> {
    const reader = new OffsetReader({ connector: 'c', store: this.store, log: this.log });
    return (await reader.offset({ p: partition }))?.['position'];
  }

  async stop(): Promise<unknown> {
    this.control.stop();
    return this.ended;
  }
}

/** Gives the batches one by one, then waits until the task is to stop. */
export class InMemorySourceTask implements SourceTask {
  readonly calls: string[] = [];
  readonly committed: (readonly [SourceRecord, unknown])[] = [];
  readonly #batches: (readonly SourceRecord[] | Error)[];

  constructor(...batches: readonly (readonly SourceRecord[] | Error)[]) {
    this.#batches = [...batches];
  }

  start(): void {
    this.calls.push('start');
  }

  async poll(): Promise<readonly SourceRecord[] | null> {
    const next = this.#batches.shift();
    this.calls.push('poll');
    if (next instanceof Error) throw next;
    // Like a task that waits for data for a while.
    if (next === undefined) await new Promise((resolve) => void setTimeout(resolve, 2));
    return next ?? null;
  }

  commitRecord(record: SourceRecord, metadata: unknown): void {
    this.committed.push([record, metadata]);
  }

  commit(): void {
    this.calls.push('commit');
  }

  stop(): void {
    this.calls.push('stop');
  }
}
