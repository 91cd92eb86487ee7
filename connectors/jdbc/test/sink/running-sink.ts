import {
  parseConfig,
  SinkRecord,
  type ConfigDefinition,
  type PartitionOffset,
  type Schema,
  type SinkConnectorPlugin,
  type SinkRecordInit,
  type SinkTask,
  type SinkTaskContext,
  type TopicPartition,
} from '@sluice/connect-api';

/** A sink task without a worker. */
export interface RunningSink {
  readonly task: SinkTask;
  /** What was reported, as `offset: message`. */
  readonly reported: string[];
  /** Where the task asked to go on. */
  readonly seeks: PartitionOffset[];
  put(...records: readonly SinkRecord[]): Promise<void>;
  stop(): Promise<void>;
}

export interface SinkOptions {
  readonly config: Readonly<Record<string, string>>;
  readonly connector?: string;
  readonly partitions?: readonly TopicPartition[];
  /** Whether errors are tolerated and reported. */
  readonly tolerates?: boolean;
}

/** Starts a task of a plugin and gives it partitions. */
export async function startSink<D extends ConfigDefinition>(
  plugin: SinkConnectorPlugin<D>,
  { config, connector = 'sink', partitions = [{ topic: 't', partition: 0 }], tolerates = false }: SinkOptions,
): Promise<RunningSink> {
  const abort = new AbortController();
  const reported: string[] = [];
  const seeks: PartitionOffset[] = [];
  const nothing = (): void => {};
  const context: SinkTaskContext = {
    connector,
    task: 0,
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    metrics: {
      addMetric: nothing,
      removeMetric: nothing,
      addSensor: () => ({ record: nothing }),
      removeSensor: nothing,
    },
    signal: abort.signal,
    configs: () => Promise.resolve({ ...config, ...(tolerates ? { 'errors.tolerance': 'all' } : {}) }),
    offset: (offsets) => void seeks.push(...offsets),
    timeout: nothing,
    assignment: () => partitions,
    committed: () => Promise.resolve([]),
    pause: nothing,
    resume: nothing,
    requestCommit: nothing,
    errantRecordReporter: tolerates
      ? {
          report: (record, error) => {
            const { message, field } = error as { readonly message: string; readonly field?: string | null };
            reported.push(`${record.kafkaOffset} [${field ?? ''}]: ${message}`);
            return Promise.resolve();
          },
        }
      : null,
  };
  const task = plugin.createTask(parseConfig(plugin.config, config), context);
  await task.start?.();
  await task.open?.(partitions);
  return {
    task,
    reported,
    seeks,
    put: async (...records) => {
      await task.put(records);
      // What is under way has ended then.
      await task.put([]);
    },
    stop: async () => {
      abort.abort();
      await task.close?.(partitions);
      await task.stop?.();
    },
  };
}

let nextOffset = 0;

/** A record of topic `t`, partition 0, at the next offset. */
export function record(init: Partial<SinkRecordInit>): SinkRecord {
  return new SinkRecord({ topic: 't', kafkaPartition: 0, kafkaOffset: nextOffset++, ...init });
}

/** A record whose value has a schema. */
export function valued(valueSchema: Schema, value: unknown): SinkRecord {
  return record({ valueSchema, value });
}
