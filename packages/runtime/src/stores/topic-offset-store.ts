import { ConnectError, type PluginLogger, type SourcePartition } from '@sluice/connect-api';
import type { ByteEntry } from './java-hash-map-stream.ts';
import { decodeOffsetKey } from './offset-codec.ts';
import type { ListedOffsetStore, OffsetEntry } from './offset-store.ts';
import { OffsetTable } from './offset-table.ts';
import type { LogRecords } from './topic-log/log-clients.ts';
import type { TopicLog } from './topic-log/topic-log.ts';

/** Makes the log of the topic; its records are to be handed to `onRecords`. */
export type OpenOffsetsLog = (onRecords: (records: LogRecords) => void) => Promise<TopicLog>;

/** Offsets in a compacted topic, in the format of Java workers (`offset.storage.topic`, `offsets.storage.topic`). */
export class TopicOffsetStore implements ListedOffsetStore {
  readonly topic: string;
  readonly #openLog: OpenOffsetsLog;
  readonly #log: PluginLogger;
  readonly #table = new OffsetTable();
  #opening: Promise<TopicLog> | null = null;

  constructor(topic: string, openLog: OpenOffsetsLog, log: PluginLogger) {
    this.topic = topic;
    this.#openLog = openLog;
    this.#log = log;
  }

  async start(): Promise<void> {
    this.#opening ??= this.#openLog((records) => this.#take(records));
    await (await this.#opening).start();
  }

  /** What others have written until now is seen. */
  async get(keys: readonly string[]): Promise<(string | null)[]> {
    await (await this.#opened()).readToEnd();
    return keys.map((key) => this.#table.get(key));
  }

  /** What others have written until now is seen. */
  async partitions(connector: string): Promise<readonly SourcePartition[]> {
    await (await this.#opened()).readToEnd();
    return this.#table.partitions(connector);
  }

  async set(entries: readonly OffsetEntry[]): Promise<void> {
    try {
      await (await this.#opened()).send(this.storedForms(entries));
    } catch (error) {
      throw new ConnectError(
        `Offsets could not be written to topic ${this.topic}: ${(error as Error).message}`,
        { code: 'OFFSETS_WRITE_FAILED', cause: error },
      );
    }
  }

  /** What entries have to be written to the topic as, by whoever writes them there. */
  storedForms(entries: readonly OffsetEntry[]): ByteEntry[] {
    return entries.flatMap((entry) => this.#table.storedForms(entry));
  }

  async stop(timeoutMs?: number): Promise<void> {
    const topicLog = await this.#opening?.catch(() => null);
    await topicLog?.close(timeoutMs);
  }

  #opened(): Promise<TopicLog> {
    return this.#opening ?? Promise.reject(new ConnectError(`Topic ${this.topic} was not read yet`));
  }

  #take(records: LogRecords): void {
    const cursor = records.records();
    while (cursor.next()) {
      const { key, value } = cursor;
      if (key === null || decodeOffsetKey(key.toString('utf8')) === null)
        this.#warnOfForeign(records, cursor.offset);
      // What was received lies in the same memory as all that came with it.
      this.#table.put({ key: key && Buffer.from(key), value: value && Buffer.from(value) });
    }
  }

  #warnOfForeign({ topic, partition }: LogRecords, offset: number): void {
    this.#log.warn(
      { topic, partition, offset },
      'The key of a record in an offsets topic names no connector and source partition; it is not listed',
    );
  }
}
