import {
  DataError,
  isDataError,
  isRetriable,
  type SinkRecord,
  type SinkTask,
  type SinkTaskContext,
} from '@sluice/connect-api';
import { reportRejected } from '@sluice/connector-tasks';
import { RedisConnection } from '../connection/redis-connection.ts';
import { CommandBatch } from './command-batch.ts';
import { Delivery, type Refused } from './delivery.ts';
import { recordWriter, type RecordWriter } from './record-writers.ts';
import { SinkCounts } from './sink-counts.ts';
import type { SinkSettings } from './sink-settings.ts';

/** After a refusal that may pass, the same records are given again within this time. */
const againMs = 500;

/**
 * Writes records into Redis. What `put` was given is there, or refused for good, when it returns: offsets are never
 * ahead of that.
 */
export class RedisSinkTask implements SinkTask {
  readonly #context: SinkTaskContext;
  readonly #connection: RedisConnection;
  readonly #delivery: Delivery;
  readonly #write: RecordWriter;
  readonly #counts = new SinkCounts();

  constructor(settings: SinkSettings, context: SinkTaskContext) {
    const { log, signal } = context;
    this.#context = context;
    this.#connection = new RedisConnection(settings.redis, signal);
    this.#delivery = new Delivery({
      connection: this.#connection,
      settings,
      counts: this.#counts,
      log,
      signal,
    });
    this.#write = recordWriter(settings, (record) =>
      log.warn(placeOf(record), 'The header redis.key.ttl is no number of seconds and has no effect'),
    );
  }

  start(): void {
    this.#counts.register(this.#context.metrics);
  }

  async put(records: readonly SinkRecord[]): Promise<void> {
    if (records.length === 0) return;
    const rejected = new Map<number, unknown>();
    const batch = new CommandBatch();
    for (const [index, record] of records.entries()) {
      try {
        this.#write(record, index, batch);
      } catch (error) {
        if (!isDataError(error)) throw error;
        rejected.set(index, error);
      }
    }
    for (const refused of await this.#deliver(batch)) reject(refused, records, rejected);
    if (rejected.size === 0) return;
    this.#counts.refused += rejected.size;
    const found = Array.from(rejected, ([index, error]) => ({ index, error }));
    await reportRejected(this.#context.errantRecordReporter, records, found);
  }

  stop(): void {
    this.#connection.close();
  }

  async #deliver(batch: CommandBatch): Promise<readonly Refused[]> {
    try {
      return await this.#delivery.deliver(batch.finish());
    } catch (error) {
      if (isRetriable(error)) this.#context.timeout(againMs);
      throw error;
    }
  }
}

/** Says of each record of a command why it was refused: the first reason counts. */
function reject(
  { command, error }: Refused,
  records: readonly SinkRecord[],
  rejected: Map<number, unknown>,
): void {
  for (const index of command.records) {
    if (rejected.has(index)) continue;
    const { topic, partition, offset } = placeOf(records[index] as SinkRecord);
    rejected.set(
      index,
      new DataError(
        `Redis refused ${String(command.args[0])} ${shown(command.key)} for ${topic}-${partition}@${offset}: ${error.message}`,
        { code: 'REDIS_RECORD_REFUSED', cause: error },
      ),
    );
  }
}

const maxShown = 200;

function shown(key: string | Buffer): string {
  const text = typeof key === 'string' ? key : key.toString('latin1');
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}

function placeOf({ originalTopic, originalKafkaPartition, originalKafkaOffset }: SinkRecord) {
  return { topic: originalTopic, partition: originalKafkaPartition, offset: originalKafkaOffset };
}
