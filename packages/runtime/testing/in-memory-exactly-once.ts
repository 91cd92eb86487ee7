import type { SourceTask } from '@sluice/connect-api';
import { SourceMeter } from '../src/metrics/task/source-meter.ts';
import { SourcePipeline } from '../src/pipeline/source-pipeline.ts';
import { TransformChain, type ChainLink } from '../src/pipeline/transform-chain.ts';
import { ExactlyOnce } from '../src/source-task/exactly-once/exactly-once.ts';
import {
  pollBoundaries,
  type TransactionBoundaries,
} from '../src/source-task/exactly-once/transaction-boundaries.ts';
import { TransactionOffsets } from '../src/source-task/exactly-once/transaction-offsets.ts';
import { SourceTaskRunner } from '../src/source-task/source-task-runner.ts';
import { LayeredOffsetStore } from '../src/stores/layered-offset-store.ts';
import type { OffsetStore } from '../src/stores/offset-store.ts';
import { TopicLog } from '../src/stores/topic-log/topic-log.ts';
import { TopicOffsetStore } from '../src/stores/topic-offset-store.ts';
import { runTask } from '../src/task/run-task.ts';
import { TaskControl } from '../src/task/task-control.ts';
import type { TaskFencing } from '../src/task/task-fencing.ts';
import { TopicTracker } from '../src/topics-in-use/topic-tracker.ts';
import { textConverters } from './in-memory-converters.ts';
import { InMemoryLog } from './in-memory-log.ts';
import { errorHandler, type ErrorOptions } from './in-memory-errors.ts';
import { testMeter } from './test-meter.ts';
import { InMemoryTopic } from './in-memory-topic.ts';
import { InMemoryTransactions } from './in-memory-transactions.ts';

export interface ExactlyOnceRunOptions extends ErrorOptions {
  readonly boundaries?: TransactionBoundaries;
  readonly transforms?: readonly ChainLink[];
  readonly fencing?: Partial<TaskFencing>;
  /** Gets copies, as with a topic of the connector's own. */
  readonly workersStore?: OffsetStore;
  /** Called before the task begins. */
  readonly before?: (run: InMemoryExactlyOnceRun) => void;
}

/** A source task that delivers exactly once, with all that a worker puts around it but Kafka. */
export class InMemoryExactlyOnceRun {
  readonly offsets = new InMemoryTopic('offsets');
  readonly producer = new InMemoryTransactions(this.offsets);
  readonly control = new TaskControl('STARTED');
  readonly log = new InMemoryLog();
  readonly states: string[] = [];
  readonly meter = testMeter();
  /** The topics that were told to be in use. */
  readonly topics: string[] = [];
  /** Resolves to the error the task ended with. */
  readonly ended: Promise<unknown>;

  constructor(task: SourceTask, options: ExactlyOnceRunOptions = {}) {
    options.before?.(this);
    const { log, control, producer } = this;
    const store = this.#newStore();
    const pipeline = new SourcePipeline(textConverters, new TransformChain(options.transforms ?? []));
    const meter = new SourceMeter(this.meter, { pipeline, budget: () => null });
    this.meter.flowsThrough(meter);
    const layered =
      options.workersStore === undefined ? null : new LayeredOffsetStore(store, options.workersStore, log);
    const errors = errorHandler(log, { ...options, counts: this.meter.errors });
    const guarantee = new ExactlyOnce({
      taskId: 'c-0',
      task,
      producer,
      errors,
      tracker: new TopicTracker((topic) => void this.topics.push(topic)),
      boundaries: options.boundaries ?? pollBoundaries,
      offsets: new TransactionOffsets({
        connector: 'c',
        own: store,
        layered,
        producer,
        cancelSignal: control.cancelSignal,
      }),
      fencing: { beforeProducer: done, afterProducer: done, ...options.fencing },
      control,
      meter,
      log,
    });
    const report = (state: string): void => void this.states.push(state);
    const runner = new SourceTaskRunner({
      task,
      pipeline,
      errors,
      producer,
      guarantee,
      topics: null,
      admin: null,
      control,
      report,
      meter,
      progress: this.meter.progress,
      log,
    });
    this.ended = runTask(Promise.resolve(runner), control, report);
  }

  async stop(): Promise<unknown> {
    this.control.stop();
    return this.ended;
  }

  #newStore(): TopicOffsetStore {
    const { offsets: topic, log } = this;
    const openLog = (onRecords: ConstructorParameters<typeof TopicLog>[0]['onRecords']): Promise<TopicLog> =>
      Promise.resolve(
        new TopicLog({
          topic: topic.name,
          ensureTopic: done,
          onRecords,
          consumer: topic.consumer,
          admin: topic.admin,
          writer: null,
          log,
        }),
      );
    return new TopicOffsetStore(topic.name, openLog, log);
  }
}

const done = (): Promise<void> => Promise.resolve();
