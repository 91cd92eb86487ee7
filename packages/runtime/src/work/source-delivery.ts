import { ConnectError, parseConfig } from '@sluice/connect-api';
import { producerProperties } from '../config/client-properties.ts';
import { sourceKeys } from '../config/keys/source-keys.ts';
import { taskTransactionalId, transactionalProducerProperties } from '../config/source-client-properties.ts';
import type { ConnectorConfig } from '../herder/herder.ts';
import { loggerNames } from '../logging/logger-names.ts';
import type { PartLog } from '../logging/worker-log.ts';
import { producerBudget } from '../metrics/task/client-figures.ts';
import { SourceMeter } from '../metrics/task/source-meter.ts';
import { AtLeastOnce } from '../source-task/at-least-once.ts';
import { ExactlyOnce } from '../source-task/exactly-once/exactly-once.ts';
import {
  intervalBoundaries,
  pollBoundaries,
  taskBoundaries,
  type TransactionBoundaries,
} from '../source-task/exactly-once/transaction-boundaries.ts';
import { TransactionOffsets } from '../source-task/exactly-once/transaction-offsets.ts';
import type { TransactionWishes } from '../source-task/exactly-once/transaction-wishes.ts';
import type { InFlightRecord } from '../source-task/in-flight.ts';
import { OffsetCommits } from '../source-task/offset-commits.ts';
import type { RecordProducer } from '../source-task/record-producer.ts';
import { SourceTaskRunner, type SourceTaskRunnerParts } from '../source-task/source-task-runner.ts';
import type { TopicOffsetStore } from '../stores/topic-offset-store.ts';
import { formatTaskId } from '../states.ts';
import type { TaskBody } from '../task/run-task.ts';
import type { TaskSpec } from '../task-host/task-host.ts';
import type { ClusterSettings } from './cluster-settings.ts';
import type { SourceOffsets } from './source-offsets.ts';
import type { AssembledTaskWiring, WorkFactoryParts } from './work-parts.ts';

/** A source task with all that is the same whatever it guarantees. */
export interface SourceDelivery {
  readonly runner: Omit<SourceTaskRunnerParts<never>, 'producer' | 'guarantee' | 'meter'>;
  readonly spec: TaskSpec;
  readonly offsets: SourceOffsets;
  /** Where the task says when transactions end, if it does. */
  readonly wishes: TransactionWishes | null;
}

type Parts = WorkFactoryParts & AssembledTaskWiring;

export async function runAtLeastOnce(
  { runner, spec, offsets }: SourceDelivery,
  parts: Parts,
): Promise<TaskBody> {
  const { config, clients, control, meter, taskLog } = parts;
  const log = taskLog.child({ logger: loggerNames.offsets, stage: 'OFFSETS' });
  const { id, connectorConfig: connector } = spec;
  const { connector: name } = id;
  const { store, own } = offsets;
  const properties = producerProperties({ worker: config.properties, connector, id });
  const producer = await clients.createProducer<InFlightRecord>(properties, producerLog(taskLog));
  const flow = measured(producer, properties['client.id'], { runner, meter });
  const timeoutMs = config.flushTimeoutMs;
  const commits = { connector: name, store, timeoutMs, cancelSignal: control.cancelSignal, log };
  const guarantee = new AtLeastOnce({
    task: runner.task,
    producer,
    errors: runner.errors,
    tracker: parts.topics,
    offsets: new OffsetCommits(commits),
    ownStore: own === null ? null : store,
    flushIntervalMs: config.flushIntervalMs,
    flushTimeoutMs: timeoutMs,
    control,
    meter: flow,
    errorCounts: meter.errors,
    log: runner.log,
  });
  return new SourceTaskRunner({ ...runner, producer, guarantee, meter: flow });
}

/** @throws ConnectError when nobody can keep tasks of earlier generations from writing. */
export async function runExactlyOnce(
  { runner, spec, offsets, wishes }: SourceDelivery,
  { groupId }: ClusterSettings,
  parts: Parts,
): Promise<TaskBody> {
  const { config, clients, control, fencing, meter, taskLog } = parts;
  const { log } = runner;
  if (fencing === undefined) throw cannotFence();
  const { id, connectorConfig: connector } = spec;
  const transactionalId = taskTransactionalId(groupId, id.connector, id.task);
  const source = { worker: config.properties, connector, id };
  const properties = transactionalProducerProperties(source, transactionalId, log);
  const producer = await clients.createTransactionalProducer(properties, producerLog(taskLog));
  const flow = measured(producer, properties['client.id'], { runner, meter });
  const guarantee = new ExactlyOnce({
    taskId: formatTaskId(id),
    task: runner.task,
    producer,
    errors: runner.errors,
    tracker: parts.topics,
    boundaries: boundariesOf(connector, wishes, config.flushIntervalMs),
    offsets: new TransactionOffsets({
      connector: id.connector,
      own: offsets.own as TopicOffsetStore,
      layered: offsets.layered,
      producer,
      cancelSignal: control.cancelSignal,
    }),
    fencing,
    control,
    meter: flow,
    log,
  });
  return new SourceTaskRunner({ ...runner, producer, guarantee, meter: flow });
}

function producerLog(taskLog: PartLog): PartLog {
  return taskLog.child({ logger: loggerNames.producer, stage: 'KAFKA_PRODUCE' });
}

/** Has what a task does counted, and its producer. */
function measured(
  producer: Pick<RecordProducer<never>, 'metrics'>,
  clientId: string | undefined,
  { runner: { pipeline }, meter }: Pick<SourceDelivery, 'runner'> & Pick<Parts, 'meter'>,
): SourceMeter {
  const flow = new SourceMeter(meter, { pipeline, budget: () => producerBudget(producer.metrics()) });
  meter.flowsThrough(flow);
  meter.watch('kafka.producer', clientId, () => producer.metrics());
  return flow;
}

/** `transaction.boundary`. */
export function boundaryOf(connector: ConnectorConfig): 'poll' | 'interval' | 'connector' {
  const { 'transaction.boundary': boundary } = parseConfig(sourceKeys, connector);
  return boundary.toLowerCase() as 'poll' | 'interval' | 'connector';
}

function boundariesOf(
  connector: ConnectorConfig,
  wishes: TransactionWishes | null,
  flushIntervalMs: number,
): TransactionBoundaries {
  if (wishes !== null) return taskBoundaries(wishes);
  if (boundaryOf(connector) === 'poll') return pollBoundaries;
  const { 'transaction.boundary.interval.ms': intervalMs } = parseConfig(sourceKeys, connector);
  return intervalBoundaries(Number(intervalMs ?? flushIntervalMs));
}

function cannotFence(): ConnectError {
  return new ConnectError(
    'This worker is not able to communicate with the leader of the cluster, which is required for exactly-once source ' +
      'tasks. If running MirrorMaker 2 in dedicated mode, consider enabling inter-worker communication via the ' +
      "'dedicated.mode.enable.internal.rest' property.",
    { code: 'TASK_START_FAILED' },
  );
}
