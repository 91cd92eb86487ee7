import { ConnectError, isRetriable, type PluginLogger } from '@sluice/connect-api';
import type { TopicPartition } from '@sluice/kafka-client';
import { longestTimerMs } from '../../timing/longest-timer.ts';
import { sleep } from '../../timing/sleep.ts';
import { withinTime } from '../../timing/within-time.ts';
import type { LogAdmin, LogConsumer, LogEntry, LogRecords } from './log-clients.ts';
import { findLogEnds, type LogEnd } from './log-ends.ts';
import { findPartitions } from './log-partitions.ts';
import type { TopicWriter } from './topic-writer.ts';
import { isRetriableInKafka } from '../../retriable-in-kafka.ts';

export interface TopicLogParts {
  readonly topic: string;
  /** Makes sure that the topic is there and fit for what it is used for. */
  readonly ensureTopic: (signal: AbortSignal) => Promise<void>;
  /** Told of records in the order they have in their partition; later ones of a key replace earlier ones. */
  readonly onRecords: (records: LogRecords) => void;
  readonly consumer: LogConsumer;
  readonly admin: LogAdmin;
  /** `null` for a log that is only read. */
  readonly writer: TopicWriter | null;
  readonly log: PluginLogger;
  /** How long the first reading may take, in milliseconds; default 15 minutes. */
  readonly startTimeoutMs?: number;
}

interface PendingRead {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const defaultStartTimeoutMs = 900_000;
const defaultCloseTimeoutMs = 30_000;
/** Positions move without records too: behind what an aborted transaction wrote. */
const positionCheckMs = 50;
const longestRetryDelayMs = 10_000;

/**
 * Reads a compacted topic from its beginning to its end, goes on to follow it, and writes to it. What was read is
 * handed on before a read to the end that was asked for later resolves.
 *
 *   start() -> topic there -> read to the end -> following <-> reading to the end (on request) -> close()
 */
export class TopicLog {
  readonly #parts: TopicLogParts;
  readonly #closing = new AbortController();
  #partitions: readonly TopicPartition[] = [];
  #pending: PendingRead[] = [];
  #following: Promise<void> = Promise.resolve();
  #failures = 0;
  #closed: Promise<void> | null = null;

  constructor(parts: TopicLogParts) {
    this.#parts = parts;
  }

  /** Known once it is started. */
  get partitionCount(): number {
    return this.#partitions.length;
  }

  /**
   * Resolves when everything that the topic had was handed on.
   * @throws ConfigError or ConnectError when the topic is not fit, or cannot be read.
   */
  async start(): Promise<void> {
    const { ensureTopic, admin, topic, consumer, startTimeoutMs = defaultStartTimeoutMs } = this.#parts;
    await ensureTopic(this.#closing.signal);
    this.#partitions = await findPartitions(admin, topic, this.#closing.signal);
    consumer.assign(this.#partitions);
    consumer.seekToBeginning(this.#partitions);
    const reading = this.readToEnd();
    this.#following = this.#follow();
    if ((await withinTime(reading, startTimeoutMs)) !== 'timed-out') return;
    reading.catch(() => undefined);
    throw new ConnectError(`Topic '${topic}' could not be read to its end within ${startTimeoutMs} ms`, {
      code: 'INTERNAL_TOPIC_UNREADABLE',
    });
  }

  /**
   * Resolves when everything was handed on that the topic has now, what this log has written included.
   * @throws ConnectError when the topic cannot be read, or the log is closed first.
   */
  readToEnd(): Promise<void> {
    if (this.#closing.signal.aborted) return Promise.reject(this.#isClosed());
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#pending.push({ resolve, reject });
    this.#parts.consumer.wakeup();
    return promise;
  }

  /**
   * Resolves when Kafka has acknowledged all of the entries. Calls are carried out in order.
   * @throws KafkaError of the first entry that failed.
   */
  send(entries: readonly LogEntry[]): Promise<void> {
    const { writer, topic } = this.#parts;
    if (writer === null) return Promise.reject(new ConnectError(`The log of topic '${topic}' is read-only`));
    return writer.send(entries);
  }

  /** Waits for what is being written, at most this long (default 30 s), and ends consumer and producer. */
  close(timeoutMs: number = defaultCloseTimeoutMs): Promise<void> {
    return (this.#closed ??= this.#close(timeoutMs));
  }

  async #close(timeoutMs: number): Promise<void> {
    const { writer, consumer } = this.#parts;
    this.#closing.abort();
    await writer?.close(timeoutMs);
    await this.#following;
    rejectAll(this.#takePending(), this.#isClosed());
    await consumer.close(timeoutMs);
  }

  /** Never rejects: what fails is tried again, or reported to whoever waits to read to the end. */
  async #follow(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const reads = this.#takePending();
      try {
        if (reads.length === 0) await this.#poll(longestTimerMs);
        else await this.#unlessClosed(this.#readToEnd());
        for (const { resolve } of reads) resolve();
        this.#failures = 0;
      } catch (error) {
        if (signal.aborted) rejectAll(reads, this.#isClosed());
        else await this.#failed(error, reads);
      }
    }
  }

  async #failed(error: unknown, reads: PendingRead[]): Promise<void> {
    const { log, topic } = this.#parts;
    const mayPass = isRetriable(error) || isRetriableInKafka(error);
    log.warn({ err: error, topic }, 'An internal topic cannot be read now; trying again');
    if (mayPass) this.#pending = [...reads, ...this.#pending];
    else rejectAll(reads, this.#unreadable(error));
    this.#failures++;
    await sleep(Math.min(100 * 2 ** (this.#failures - 1), longestRetryDelayMs), this.#closing.signal);
  }

  async #readToEnd(): Promise<void> {
    const { admin, topic, writer } = this.#parts;
    await writer?.flush();
    let ahead: readonly LogEnd[] = await findLogEnds(admin, topic, this.#partitions);
    while ((ahead = await this.#stillAhead(ahead)).length > 0) {
      await this.#poll(positionCheckMs);
      if (this.#closing.signal.aborted) throw this.#isClosed();
    }
  }

  async #stillAhead(ends: readonly LogEnd[]): Promise<readonly LogEnd[]> {
    const ahead: LogEnd[] = [];
    for (const end of ends) {
      if ((await this.#parts.consumer.position(end)) < end.offset) ahead.push(end);
    }
    return ahead;
  }

  async #poll(timeoutMs: number): Promise<void> {
    const { consumer, onRecords, log, topic } = this.#parts;
    const { partitions } = await consumer.poll(timeoutMs, this.#closing.signal);
    for (const records of partitions) {
      try {
        onRecords(records);
      } catch (error) {
        log.error(
          { err: error, topic, partition: records.partition },
          'Records of an internal topic were not understood',
        );
      }
    }
  }

  #takePending(): PendingRead[] {
    const pending = this.#pending;
    this.#pending = [];
    return pending;
  }

  /** Clients may take their time to give up. */
  async #unlessClosed(reading: Promise<void>): Promise<void> {
    const { signal } = this.#closing;
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const onAbort = (): void => resolve();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await Promise.race([reading, closed]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    if (signal.aborted) {
      reading.catch(() => undefined);
      throw this.#isClosed();
    }
  }

  #isClosed(): ConnectError {
    return new ConnectError(`The log of topic '${this.#parts.topic}' is closed`, { code: 'WORKER_STOPPING' });
  }

  #unreadable(cause: unknown): ConnectError {
    if (cause instanceof ConnectError) return cause;
    const reason = (cause as Error).message;
    return new ConnectError(`Topic '${this.#parts.topic}' cannot be read: ${reason}`, {
      code: 'INTERNAL_TOPIC_UNREADABLE',
      cause,
    });
  }
}

function rejectAll(reads: readonly PendingRead[], error: ConnectError): void {
  for (const { reject } of reads) reject(error);
}
