import { ConnectError, type PluginLogger } from '@sluice/connect-api';
import type { InstanceState, TaskId } from '../../states.ts';
import { sleep } from '../../timing/sleep.ts';
import type { LogRecords } from '../topic-log/log-clients.ts';
import type { OpenStoreLog, StoreLog } from '../topic-log/store-log.ts';
import { KnownStatuses } from './known-statuses.ts';
import { decodeStatusRecord, encodeStatusRecord } from './status-codec.ts';
import type { StatusOwner, StatusRecord, StoredStatus, TopicUse } from './status-record.ts';

export interface StatusStoreParts {
  /** `status.storage.topic` */
  readonly topic: string;
  readonly openLog: OpenStoreLog;
  readonly log: PluginLogger;
}

const retryDelayMs = 100;

/** States that may be told by somebody who has lost the connector or task meanwhile. */
const conditional: ReadonlySet<InstanceState> = new Set<InstanceState>(['UNASSIGNED', 'FAILED']);

/**
 * The states of connectors and tasks, and the topics that they use, in a compacted topic in the format of Java workers.
 * What is written is known once it is read back.
 */
export class StatusStore {
  readonly #parts: StatusStoreParts;
  readonly #known = new KnownStatuses();
  readonly #stopping = new AbortController();
  /** Writes that are not acknowledged yet. */
  readonly #pending = new Set<Promise<void>>();
  #opened: StoreLog | null = null;
  /** Of the last status that was written. */
  #generation = Number.NEGATIVE_INFINITY;

  constructor(parts: StatusStoreParts) {
    this.#parts = parts;
  }

  /** Resolves when all that the topic has is known. @throws ConfigError or ConnectError when it is not fit or cannot be read. */
  async start(): Promise<void> {
    this.#opened = await this.#parts.openLog((records) => this.#take(records));
    await this.#opened.start();
  }

  connector(name: string): StoredStatus | null {
    return this.#known.connector(name);
  }

  task(id: TaskId): StoredStatus | null {
    return this.#known.task(id);
  }

  /** What the worker that has, or had, it said last; a task that it has stopped may still go for running otherwise. */
  lastWord(owner: StatusOwner): StoredStatus | null {
    return this.#known.of(owner).lastWord;
  }

  /** By number, ascending. */
  tasks(connector: string): ReadonlyMap<number, StoredStatus> {
    return this.#known.tasks(connector);
  }

  /** Those of which something is known. */
  connectors(): string[] {
    return this.#known.connectors();
  }

  topics(connector: string): TopicUse[] {
    return this.#known.topics(connector);
  }

  topic(connector: string, topic: string): TopicUse | null {
    return this.#known.topic(connector, topic);
  }

  /**
   * Writes a state, without waiting for it. UNASSIGNED and FAILED are not written about what another worker has taken
   * over in a later generation. What Kafka does not take for now is written again, unless it no longer holds.
   */
  put(owner: StatusOwner, status: StoredStatus): void {
    const known = this.#known.of(owner);
    const mayWrite = (): boolean => !conditional.has(status.state) || known.yieldsTo(status);
    this.#generation = status.generation;
    if (!mayWrite()) return;
    const number = known.written();
    const holds = (): boolean =>
      !known.isRemoved && known.isLastWrite(number) && this.#generation === status.generation && mayWrite();
    this.#write({ kind: 'status', owner, status }, holds);
  }

  /** Takes back what is known; as the leader, of connectors and tasks that are no longer configured. */
  remove(owner: StatusOwner): void {
    const known = this.#known.of(owner);
    const number = known.written();
    this.#write({ kind: 'status', owner, status: null }, () => known.isLastWrite(number));
  }

  /** As long as it is not read back, the same may be told again. */
  putTopic(use: TopicUse): void {
    const { connector, topic } = use;
    this.#write({ kind: 'topic', connector, topic, use }, () => true);
  }

  removeTopic(connector: string, topic: string): void {
    this.#write({ kind: 'topic', connector, topic, use: null }, () => true);
  }

  /** Resolves when Kafka has acknowledged what was written until now, or it was given up. */
  async flush(): Promise<void> {
    await Promise.all(this.#pending);
  }

  /** Reads what others have written until now. @throws ConnectError when the topic cannot be read. */
  async readToEnd(): Promise<void> {
    await this.#topicLog.readToEnd();
  }

  /** Waits for writes under way, at most this long; none is tried again. */
  async stop(timeoutMs: number): Promise<void> {
    this.#stopping.abort();
    await this.#opened?.close(timeoutMs);
  }

  get #topicLog(): StoreLog {
    if (this.#opened !== null) return this.#opened;
    throw new ConnectError(`The store in topic '${this.#parts.topic}' is not started`);
  }

  #write(record: StatusRecord, holds: () => boolean): void {
    const entry = encodeStatusRecord(record);
    const topicLog = this.#topicLog;
    const send = (): Promise<void> => topicLog.send([entry]);
    const write = this.#persist(entry.key, send, holds).finally(() => this.#pending.delete(write));
    this.#pending.add(write);
  }

  /** Never rejects. */
  async #persist(key: string, send: () => Promise<void>, holds: () => boolean): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      const error = await send().then(
        () => null,
        (failure: unknown) => failure as Error & { readonly retriable?: boolean },
      );
      if (error === null) return;
      if (error.retriable !== true) return this.#report(key, error);
      await sleep(retryDelayMs, signal);
      if (signal.aborted || !holds()) return;
    }
  }

  #report(key: string, err: Error): void {
    const fields = { err, topic: this.#parts.topic, key };
    this.#parts.log.error(fields, 'A status could not be written');
  }

  #take(records: LogRecords): void {
    const cursor = records.records();
    while (cursor.next()) {
      const record = decodeStatusRecord(cursor.key, cursor.value);
      if (record === null) this.#skip(records.partition, cursor.offset, cursor.key);
      else this.#known.take(record);
    }
  }

  #skip(partition: number, offset: number, key: Buffer | null): void {
    const fields = { topic: this.#parts.topic, partition, offset, key: key?.toString('utf8') ?? null };
    this.#parts.log.error(fields, 'A record of the status topic says nothing and is passed over');
  }
}
