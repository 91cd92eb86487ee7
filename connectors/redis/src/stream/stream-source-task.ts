import {
  isDataError,
  isRetriable,
  nameField,
  type SourceOffset,
  type SourceRecord,
  type SourceTask,
  type SourceTaskContext,
} from '@sluice/connect-api';
import { shareOf } from '@sluice/connector-tasks';
import { Patience } from '../connection/patience.ts';
import { RedisConnection } from '../connection/redis-connection.ts';
import { answerCode, ServerAnswer } from '../connection/redis-fault.ts';
import { ConsumerGroup } from './consumer-group.ts';
import { entryRecord, type StreamEntry } from './entry-records.ts';
import { compareIds } from './entry-id.ts';
import type { StreamSettings } from './stream-settings.ts';

/** A consumer whose unacknowledged entries this task reads once more before it reads new ones. */
interface Backlog {
  readonly consumer: string;
  /** The last entry that was read. */
  afterId: string;
}

/**
 * Reads a stream as a consumer of a group. What Kafka has not acknowledged stays pending in Redis, and is read once more
 * by the next task of that name: nothing is lost with this process.
 */
export class StreamSourceTask implements SourceTask {
  readonly #settings: StreamSettings;
  readonly #context: SourceTaskContext;
  readonly #connection: RedisConnection;
  readonly #group: ConsumerGroup;
  readonly #patience: Patience;
  readonly #consumer: string;
  #backlogs: Backlog[] = [];
  #acknowledged: string[] = [];
  #lastId: string | null = null;
  #startId: string;
  #isReady = false;
  #tolerates = false;
  #tasks = 1;

  constructor(settings: StreamSettings, context: SourceTaskContext) {
    const { signal, log } = context;
    this.#settings = settings;
    this.#context = context;
    this.#connection = new RedisConnection(settings.redis, signal);
    this.#group = new ConsumerGroup(settings, this.#connection);
    const limitMs = settings.redis.retryTimeoutMs;
    this.#patience = new Patience({ connection: this.#connection, limitMs, log, signal });
    this.#consumer = settings.consumerOf(context.task);
    this.#startId = settings.startId;
  }

  async start(): Promise<void> {
    const configs = await this.#context.configs();
    this.#tolerates = (configs['errors.tolerance'] ?? 'none').toLowerCase() === 'all';
    this.#tasks = shareOf(this.#context.task, configs).count;
    this.#startId = (await this.#storedId()) ?? this.#settings.startId;
  }

  async poll(): Promise<readonly SourceRecord[] | null> {
    try {
      const records = await this.#read();
      this.#patience.succeeded();
      return records;
    } catch (error) {
      if (isNoGroup(error)) this.#isReady = false;
      else await this.#patience.wait(this.#passing(error));
      return null;
    }
  }

  commitRecord(record: SourceRecord): void {
    if (!this.#settings.isAtMostOnce) this.#acknowledged.push(record.key as string);
  }

  async stop(): Promise<void> {
    try {
      if (this.#acknowledged.length > 0) await this.#acknowledge();
    } catch (error) {
      // They are read once more, as after a crash.
      this.#context.log.warn(
        { reason: (error as Error).message },
        'Entries that Kafka has could not be acknowledged',
      );
    } finally {
      this.#connection.close();
    }
  }

  async #read(): Promise<SourceRecord[] | null> {
    if (!this.#isReady) await this.#prepare();
    await this.#acknowledge();
    const [backlog] = this.#backlogs;
    if (backlog !== undefined) return this.#readBacklog(backlog);
    const entries = await this.#group.readNew(this.#consumer);
    this.#lastId = entries.at(-1)?.id ?? this.#lastId;
    return entries.length === 0 ? null : this.#recordsOf(entries, this.#consumer);
  }

  async #readBacklog(backlog: Backlog): Promise<SourceRecord[] | null> {
    const entries = await this.#group.readPending(backlog.consumer, backlog.afterId);
    if (entries.length === 0) {
      this.#backlogs.shift();
      return null;
    }
    backlog.afterId = entries.at(-1)?.id ?? backlog.afterId;
    return this.#recordsOf(entries, backlog.consumer);
  }

  /** After the start, and after a connection was lost: what it may have brought is pending. */
  async #prepare(): Promise<void> {
    await this.#ensureGroup();
    if (!this.#settings.isAtMostOnce) {
      const others = this.#lastId === null ? await this.#abandoned() : [];
      // Where some are left, no new entries were asked for yet.
      if (this.#backlogs.length === 0) {
        this.#backlogs = [
          { consumer: this.#consumer, afterId: this.#lastId ?? '0-0' },
          ...others.map((consumer) => ({ consumer, afterId: '0-0' })),
        ];
      }
    }
    this.#isReady = true;
  }

  async #ensureGroup(): Promise<void> {
    const { stream, group } = this.#settings;
    const startId = this.#lastId ?? this.#startId;
    if (await this.#group.ensure(startId)) {
      this.#context.log.info({ stream, group, after: startId }, 'Made the consumer group');
    }
  }

  /** Consumers of numbers that no task has any more: fewer tasks share what they left. */
  async #abandoned(): Promise<string[]> {
    const { consumerOf } = this.#settings;
    if (consumerOf(0) === consumerOf(1)) return [];
    const pending = new Set(await this.#group.consumersWithPending());
    const found: string[] = [];
    for (
      let number = this.#tasks;
      found.length < pending.size && number < this.#tasks + maxTasks;
      number += 1
    ) {
      const consumer = consumerOf(number);
      if (number % this.#tasks === this.#context.task && pending.has(consumer)) found.push(consumer);
    }
    return found;
  }

  #recordsOf(entries: readonly StreamEntry[], consumer: string): SourceRecord[] {
    const { topic, stream, isAtMostOnce } = this.#settings;
    const partition = this.#partitionOf(consumer);
    const records: SourceRecord[] = [];
    const unreadable: string[] = [];
    for (const entry of entries) {
      try {
        // Deleted since it was first read.
        if (entry.fields === null) unreadable.push(entry.id);
        else records.push(entryRecord(entry, { topic, stream, partition }));
      } catch (error) {
        if (!isDataError(error) || !this.#tolerates) throw nameField(error, 'body');
        this.#context.log.warn({ stream, entry: entry.id, reason: error.message }, 'Left out an entry');
        unreadable.push(entry.id);
      }
    }
    if (!isAtMostOnce) this.#acknowledged.push(...unreadable);
    return records;
  }

  /** Acknowledges what Kafka has. More may come meanwhile; what fails stays to be acknowledged. */
  async #acknowledge(): Promise<void> {
    const ids = this.#acknowledged;
    if (ids.length === 0) return;
    this.#acknowledged = [];
    try {
      await this.#group.acknowledge(ids);
    } catch (error) {
      this.#acknowledged = [...ids, ...this.#acknowledged];
      throw error;
    }
  }

  #partitionOf(consumer: string): Record<string, string> {
    const { stream, group } = this.#settings;
    return { stream, group, consumer };
  }

  /** Where the task that was furthest behind had come, else what the Java connector stored. */
  async #storedId(): Promise<string | null> {
    const { offsetStorageReader } = this.#context;
    const numbers = Array.from({ length: this.#tasks }, (_none, task) => task);
    const partitions = numbers.map((task) => this.#partitionOf(this.#settings.consumerOf(task)));
    const own = (await offsetStorageReader.offsets(partitions)).flatMap(idsIn);
    const ids = own.length > 0 ? own : idsIn(await offsetStorageReader.offset({}));
    return ids.toSorted(compareIds)[0] ?? null;
  }

  #passing(error: unknown): Error {
    if (isRetriable(error) || error instanceof ServerAnswer) this.#isReady = false;
    return this.#patience.passing(`Reading the stream ${this.#settings.stream} failed`, error);
  }
}

function idsIn(offset: SourceOffset | null): string[] {
  return typeof offset?.['offset'] === 'string' ? [offset['offset']] : [];
}

/** Numbers beyond are not looked for. */
const maxTasks = 1000;

function isNoGroup(error: unknown): boolean {
  return error instanceof ServerAnswer && ['NOGROUP', 'UNBLOCKED'].includes(answerCode(error));
}
