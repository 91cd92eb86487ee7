import {
  ConnectError,
  type SourceRecord,
  type SourceTask,
  type SourceTaskContext,
} from '@sluice/connect-api';
import { faultOf, isPassing, type Database, type Dialect } from '@sluice/connector-shared-sql';
import { pause } from '@sluice/connector-tasks';
import type { SourceSettings } from './config/source-settings.ts';
import { connectPatiently } from './connect-patiently.ts';
import { knownPartitions, queryPartition, tablePartition } from './offsets/source-partitions.ts';
import { parseOffset, type RowOffset } from './offsets/row-offset.ts';
import { TableReader } from './scan/table-reader.ts';
import { parseTableNames } from './tables/table-names.ts';
import { inMessage } from './in-message.ts';

interface ScheduledReader {
  readonly reader: TableReader;
  dueMs: number;
}

/** How soon a table is looked at again of which rows are known that cannot be read yet. */
const soonMs = 200;

/** Reads the tables that the connector gave it, or the query, one after the other. */
export class JdbcSourceTask implements SourceTask {
  readonly #settingsOf: (properties: Readonly<Record<string, string>>) => SourceSettings;
  readonly #context: SourceTaskContext;
  #known: SourceSettings | null = null;
  #readers: readonly ScheduledReader[] = [];
  #database: Database | null = null;
  #failures = 0;

  /** @param settingsOf - given the configuration as it was written. */
  constructor(
    settingsOf: (properties: Readonly<Record<string, string>>) => SourceSettings,
    context: SourceTaskContext,
  ) {
    this.#settingsOf = settingsOf;
    this.#context = context;
  }

  get #settings(): SourceSettings {
    if (this.#known === null) throw new Error('the task was not started');
    return this.#known;
  }

  async start(): Promise<void> {
    const { signal, log } = this.#context;
    const properties = await this.#context.configs();
    this.#known = this.#settingsOf(properties);
    const patience = { attempts: this.#settings.connectionAttempts, signal, log };
    this.#database = await connectPatiently(this.#settings, patience);
    this.#readers = await this.#makeReaders(this.#database.dialect, properties['tables'] ?? '');
  }

  async poll(): Promise<readonly SourceRecord[] | null> {
    const { signal } = this.#context;
    const deadlineMs = performance.now() + this.#settings.pollWaitMs;
    while (!signal.aborted) {
      const next = this.#next();
      const nowMs = performance.now();
      if (next === null || next.dueMs > nowMs) {
        await pause(Math.max(0, Math.min(next?.dueMs ?? deadlineMs, deadlineMs) - nowMs), signal);
        if (performance.now() >= deadlineMs) return null;
        continue;
      }
      const records = await this.#read(next);
      if (records !== null && records.length > 0) return records;
      if (performance.now() >= deadlineMs) return null;
    }
    return null;
  }

  async stop(): Promise<void> {
    const database = this.#database;
    this.#database = null;
    // What a cursor has still to send is not waited for.
    await database?.close();
  }

  /** One that is in the middle of its rows, else the one that waits longest. */
  #next(): ScheduledReader | null {
    const reading = this.#readers.find(({ reader }) => reader.isReading);
    if (reading !== undefined) return reading;
    return this.#readers.reduce<ScheduledReader | null>(
      (first, next) => (first === null || next.dueMs < first.dueMs ? next : first),
      null,
    );
  }

  async #read(scheduled: ScheduledReader): Promise<readonly SourceRecord[] | null> {
    const { reader } = scheduled;
    const startMs = performance.now();
    try {
      const records = await reader.read(await this.#connected(), this.#settings.batchMaxRows);
      this.#failures = 0;
      if (!reader.isReading) scheduled.dueMs = this.#nextDueMs(reader, startMs);
      return records;
    } catch (error) {
      throw await this.#failed(reader, error);
    }
  }

  #nextDueMs({ isWaiting }: TableReader, startMs: number): number {
    const { pollIntervalMs } = this.#settings;
    return startMs + (isWaiting ? Math.min(pollIntervalMs, soonMs) : pollIntervalMs);
  }

  async #connected(): Promise<Database> {
    if (this.#database?.broken === true) await this.#disconnect();
    const { signal, log } = this.#context;
    this.#database ??= await connectPatiently(this.#settings, { attempts: 1, signal, log });
    return this.#database;
  }

  async #disconnect(): Promise<void> {
    const database = this.#database;
    this.#database = null;
    await database?.close();
    for (const { reader } of this.#readers) await reader.reset();
  }

  /** The error to throw: one that has `poll` called again where that may help. */
  async #failed(reader: TableReader, error: unknown): Promise<unknown> {
    const fault = faultOf(error);
    const { retryAttempts, connectionBackoffMs } = this.#settings;
    await this.#disconnect();
    const shown = inMessage(`${reader.name} cannot be read`, error);
    if (fault === null || !isPassing(fault)) return shown;
    this.#failures += 1;
    if (retryAttempts >= 0 && this.#failures > retryAttempts) {
      return new ConnectError(`${reader.name} could not be read ${this.#failures} times in a row`, {
        code: 'DATABASE_STATEMENT_FAILED',
        cause: error,
      });
    }
    const backoffMs = Math.min(connectionBackoffMs, 100 * 2 ** Math.min(this.#failures - 1, 10));
    await pause(Math.min(backoffMs, this.#settings.pollWaitMs), this.#context.signal);
    return shown;
  }

  async #makeReaders(dialect: Dialect, tables: string): Promise<readonly ScheduledReader[]> {
    const { query, topicPrefix } = this.#settings;
    const common = { settings: this.#settings, context: this.#context };
    if (query !== null) {
      const offset = parseOffset(await this.#context.offsetStorageReader.offset(queryPartition));
      const reader = new TableReader({
        ...common,
        table: null,
        topic: topicPrefix,
        partition: queryPartition,
        offset,
      });
      return [{ reader, dueMs: 0 }];
    }
    const ids = parseTableNames(dialect, tables);
    return Promise.all(
      ids.map(async (table) => {
        const offset = await this.#storedOffset(knownPartitions(table));
        const topic = topicPrefix + table.table;
        const partition = tablePartition(table);
        return { reader: new TableReader({ ...common, table, topic, partition, offset }), dueMs: 0 };
      }),
    );
  }

  /** Of the newest form that there is one of. */
  async #storedOffset(partitions: ReturnType<typeof knownPartitions>): Promise<RowOffset> {
    const offsets = await this.#context.offsetStorageReader.offsets(partitions);
    return parseOffset(offsets.find((offset) => offset !== null) ?? null);
  }
}
