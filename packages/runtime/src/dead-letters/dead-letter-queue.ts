import { ConnectError, type PluginLogger } from '@sluice/connect-api';
import type { Delivery, ProducerRecord } from '@sluice/kafka-client';
import type { Failure } from '../pipeline/errors/failure.ts';
import type { LetterBox } from '../pipeline/errors/letter-box.ts';
import type { RecordProducer } from '../source-task/record-producer.ts';
import { sleep } from '../timing/sleep.ts';
import { withinTime } from '../timing/within-time.ts';
import { contextHeaders, type FailedTask } from './context-headers.ts';
import { ensureTopic, unavailable, type DeadLetterTopic } from './dead-letter-topic.ts';
import type { TopicAdmin } from './topic-admin.ts';
import { isRetriableInKafka } from '../retriable-in-kafka.ts';

/** Tells whoever posted a record what became of it. */
export type Posted = PromiseWithResolvers<void>;

export interface DeadLetterQueueParts extends FailedTask {
  readonly topic: DeadLetterTopic;
  /** `errors.deadletterqueue.context.headers.enable`. */
  readonly withContext: boolean;
  readonly createAdmin: () => Promise<TopicAdmin>;
  readonly createProducer: () => Promise<RecordProducer<Posted>>;
  readonly log: PluginLogger;
}

interface Waiting {
  readonly record: ProducerRecord;
  readonly posted: Posted;
}

const closeTimeoutMs = 30_000;
const retryDelayMs = 100;

/** Writes records that failed to a topic. What waits for room is held here; `room` says when that is over. */
export class DeadLetterQueue implements LetterBox {
  readonly #parts: DeadLetterQueueParts;
  readonly #end = new AbortController();
  #producer: RecordProducer<Posted> | null = null;
  #waiting: Waiting[] = [];
  #sending: Promise<void> | null = null;

  constructor(parts: DeadLetterQueueParts) {
    this.#parts = parts;
  }

  async open(): Promise<void> {
    const { topic, createAdmin, createProducer, log } = this.#parts;
    try {
      const admin = await createAdmin();
      try {
        await ensureTopic(admin, topic, log);
      } finally {
        await admin.close();
      }
      this.#producer = await createProducer();
    } catch (error) {
      throw error instanceof ConnectError ? error : unavailable(topic.name, error);
    }
    this.#producer.onDelivered = (delivery) => this.#delivered(delivery);
    if (this.#end.signal.aborted) await this.#producer.close(0);
  }

  post(failure: Failure): Promise<void> {
    const posted = Promise.withResolvers<void>();
    // Failures are logged where they are found: nobody has to listen.
    posted.promise.catch(() => undefined);
    this.#waiting.push({ record: this.#toRecord(failure), posted });
    this.#sending ??= this.#send();
    return posted.promise;
  }

  async room(signal: AbortSignal): Promise<void> {
    if (this.#sending === null || signal.aborted) return;
    const aborted = Promise.withResolvers<void>();
    const onAbort = (): void => aborted.resolve();
    signal.addEventListener('abort', onAbort, { once: true });
    await Promise.race([this.#sending, aborted.promise]);
    signal.removeEventListener('abort', onAbort);
  }

  async settled(): Promise<void> {
    while (this.#sending !== null) await this.#sending;
    await this.#producer?.flush();
  }

  async close(): Promise<void> {
    const { log } = this.#parts;
    const settled = await withinTime(this.settled(), closeTimeoutMs);
    if (settled === 'timed-out')
      log.warn({ timeoutMs: closeTimeoutMs }, 'Dead letters were not written in time');
    this.#end.abort();
    await this.#producer?.close(0);
  }

  abandon(): void {
    this.#end.abort();
    void this.#producer?.close(0).catch(() => undefined);
  }

  #toRecord(failure: Failure): ProducerRecord {
    const { topic, withContext } = this.#parts;
    const { key, value, headers, timestampMs, origin } = failure.letter();
    const context = withContext ? contextHeaders(failure, origin, this.#parts) : [];
    return {
      topic: topic.name,
      partition: null,
      timestampMs,
      key,
      value,
      headers: [...headers, ...context],
    };
  }

  /** Hands over what waits; ends when nothing does. */
  async #send(): Promise<void> {
    try {
      while (this.#waiting.length > 0) await this.#sendSome();
    } finally {
      this.#sending = null;
    }
  }

  async #sendSome(): Promise<void> {
    const producer = this.#producer;
    const { signal } = this.#end;
    const { name } = this.#parts.topic;
    try {
      if (producer === null || signal.aborted) throw new Error('The task has ended');
      if (producer.partitionCount(name) === undefined)
        await producer.prepare(name, { partition: null, signal });
      if (!this.#append(producer)) await producer.drained(signal);
    } catch (error) {
      if (!signal.aborted && isRetriableInKafka(error)) await sleep(retryDelayMs, signal);
      else this.#failAll(error);
    }
  }

  /** False when there was no room for all that waits. */
  #append(producer: RecordProducer<Posted>): boolean {
    let taken = 0;
    try {
      for (const { record, posted } of this.#waiting) {
        if (!producer.append(record, posted)) return false;
        taken++;
      }
      return true;
    } finally {
      this.#waiting = this.#waiting.slice(taken);
    }
  }

  #failAll(error: unknown): void {
    const failed = this.#waiting;
    this.#waiting = [];
    this.#lost(
      failed.map(({ posted }) => posted),
      error,
    );
  }

  #delivered({ attachments, error }: Delivery<Posted>): void {
    if (error !== null) this.#lost(attachments, error);
    else for (const posted of attachments) posted.resolve();
  }

  #lost(letters: readonly Posted[], error: unknown): void {
    const { topic, log } = this.#parts;
    log.error(
      { err: error, records: letters.length },
      `Could not produce message to dead letter queue. topic=${topic.name}`,
    );
    for (const posted of letters) posted.reject(error);
  }
}
