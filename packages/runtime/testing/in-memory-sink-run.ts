import type { SinkTask, SinkTaskContext } from '@sluice/connect-api';
import type { TargetState } from '../src/states.ts';
import { SinkMeter } from '../src/metrics/task/sink-meter.ts';
import type { TaskMeter } from '../src/metrics/task/task-meter.ts';
import { SinkPipeline } from '../src/pipeline/sink-pipeline.ts';
import { TransformChain, type ChainLink } from '../src/pipeline/transform-chain.ts';
import { ErrantRecords } from '../src/sink-task/errant-records.ts';
import { SinkRequests } from '../src/sink-task/sink-requests.ts';
import { SinkTaskRunner } from '../src/sink-task/sink-task-runner.ts';
import { runTask } from '../src/task/run-task.ts';
import { TaskProgress } from '../src/task/progress/task-progress.ts';
import { TaskControl } from '../src/task/task-control.ts';
import { TopicTracker } from '../src/topics-in-use/topic-tracker.ts';
import { InMemoryConsumer } from './in-memory-consumer.ts';
import { textConverters } from './in-memory-converters.ts';
import { testMeter } from './test-meter.ts';
import { InMemoryLog } from './in-memory-log.ts';
import { errorHandler, type ErrorOptions } from './in-memory-errors.ts';

export interface SinkRunOptions extends ErrorOptions {
  readonly target?: TargetState;
  readonly transforms?: readonly ChainLink[];
  readonly flushIntervalMs?: number;
  readonly flushTimeoutMs?: number;
}

/** A sink task at work, with all that a worker puts around it but Kafka. */
export class InMemorySinkRun {
  readonly consumer = new InMemoryConsumer();
  readonly control: TaskControl;
  readonly log = new InMemoryLog();
  readonly states: string[] = [];
  readonly progress = new TaskProgress();
  readonly meter: TaskMeter;
  /** The topics that were told to be in use. */
  readonly topics: string[] = [];
  /** Resolves to the error the task ended with. */
  readonly ended: Promise<unknown>;

  constructor(createTask: (context: SinkTaskContext) => SinkTask, options: SinkRunOptions = {}) {
    const { consumer, log, states } = this;
    this.meter = testMeter();
    this.meter.progress = this.progress;
    const errors = errorHandler(log, { ...options, counts: this.meter.errors });
    const control = new TaskControl(options.target ?? 'STARTED');
    this.control = control;
    const report = (state: string): void => void states.push(state);
    const errants = new ErrantRecords({ errors, converters: textConverters });
    const requests = new SinkRequests({
      connector: 'c',
      task: 0,
      log,
      metrics: this.meter.pluginMetrics(),
      signal: control.stopSignal,
      configs: () => Promise.resolve({}),
      errantRecordReporter: errors.reports ? errants : null,
    });
    const pipeline = new SinkPipeline(textConverters, {
      chain: new TransformChain(options.transforms ?? []),
      keepsOrigin: errors.keepsRecords,
    });
    const lags = () => () => null;
    const flow = new SinkMeter(this.meter, { pipeline, budget: () => null, lags });
    this.meter.flowsThrough(flow);
    const runner = new SinkTaskRunner({
      task: createTask(requests),
      pipeline,
      errors,
      errants,
      meter: flow,
      consumer,
      topics: ['t'],
      tracker: new TopicTracker((topic) => void this.topics.push(topic)),
      requests,
      flushIntervalMs: options.flushIntervalMs ?? 60_000,
      flushTimeoutMs: options.flushTimeoutMs ?? 5000,
      control,
      report,
      progress: this.progress,
      log,
    });
    this.ended = runTask(Promise.resolve(runner), control, report);
  }

  async stop(): Promise<unknown> {
    this.control.stop();
    return this.ended;
  }
}
