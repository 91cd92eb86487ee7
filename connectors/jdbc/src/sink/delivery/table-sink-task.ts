import {
  RetriableError,
  type SinkRecord,
  type SinkTask,
  type SinkTaskContext,
  type TopicPartition,
} from '@sluice/connect-api';
import { faultOf, type Database } from '@sluice/connector-shared-sql';
import type { SinkSettings } from '../config/sink-settings.ts';
import { gaveUp, mayPass } from '../write/batch-writer.ts';
import type { RefusedRecord } from '../write/refused-record.ts';
import { assembleSink, type SinkParts } from './assemble-sink.ts';
import { RefusedRecords } from './refused-records.ts';
import type { OffsetMove } from './offset-table.ts';
import { WrittenOffsets } from './written-offsets.ts';

/** So long a statement may go on after the task was asked to stop; then its connection is ended. */
const graceMs = 1500;

/** What belongs to a batch beside its rows. */
interface BatchEnd {
  readonly refused: readonly RefusedRecord[];
  readonly moves: readonly OffsetMove[];
}

/** Writes records into tables. */
export class TableSinkTask implements SinkTask {
  readonly #settings: SinkSettings;
  readonly #context: SinkTaskContext;
  readonly #parts: SinkParts;
  readonly #written = new WrittenOffsets();
  readonly #refused: RefusedRecords;
  #failures = 0;
  /** Whether the offsets in the table are to be asked for before anything is written. */
  #mustAsk = false;

  constructor(settings: SinkSettings, context: SinkTaskContext) {
    this.#settings = settings;
    this.#context = context;
    this.#parts = assembleSink(settings, context);
    this.#refused = new RefusedRecords(context.errantRecordReporter);
  }

  async start(): Promise<void> {
    const { signal } = this.#context;
    const { session, offsets } = this.#parts;
    this.#refused.areTolerated = (await this.#context.configs())['errors.tolerance'] === 'all';
    const end = (): void => void setTimeout(() => void session.close(), graceMs).unref();
    signal.addEventListener('abort', end, { once: true });
    const database = await session.connected();
    await offsets?.create(database);
  }

  async open(partitions: readonly TopicPartition[]): Promise<void> {
    this.#written.forget(partitions);
    if (this.#parts.offsets === null) return;
    try {
      await this.#goOnAsStored(partitions);
    } catch (error) {
      if (!mayPass(error)) throw error;
      this.#mustAsk = true;
    }
  }

  close(partitions: readonly TopicPartition[]): void {
    this.#written.forget(partitions);
  }

  async put(records: readonly SinkRecord[]): Promise<void> {
    if (records.length === 0) return;
    try {
      await this.#write(records);
      this.#failures = 0;
    } catch (error) {
      throw this.#afterFailure(error, records);
    }
    this.#refused.tell(records);
  }

  async stop(): Promise<void> {
    await this.#parts.session.close();
  }

  async #write(records: readonly SinkRecord[]): Promise<void> {
    const { session, offsets } = this.#parts;
    // How the last transaction before the connection was lost has ended, only the table tells.
    if (offsets !== null && (session.isGone || this.#mustAsk)) {
      await this.#goOnAsStored(this.#context.assignment());
      throw this.#again('Connected again: records are delivered from the offsets in the database');
    }
    const database = await session.connected();
    const fresh = records.filter((record) => !this.#written.has(record));
    const { batchSize } = this.#settings;
    for (let start = 0; start < fresh.length; start += batchSize) {
      await this.#writeBatch(database, fresh.slice(start, start + batchSize), true);
    }
  }

  async #writeBatch(database: Database, batch: readonly SinkRecord[], mayLookAgain: boolean): Promise<void> {
    const { encoder, writer, tables } = this.#parts;
    try {
      const { changes, refused } = await encoder.encode(database, batch);
      this.#refused.failUnlessTolerated(refused);
      const moves = this.#written.movesOf(batch);
      const others = await writer.write(database, changes, {
        beforeCommit: (later) => this.#beforeCommit(database, { refused: [...refused, ...later], moves }),
        isOptional: this.#parts.offsets === null && refused.length === 0,
        stopsAtFirst: !this.#refused.areTolerated,
      });
      this.#refused.remember([...refused, ...others]);
      this.#written.move(moves);
    } catch (error) {
      // A table or column that went away, or another one of that name: things may be otherwise now.
      if (!mayLookAgain || faultOf(error) !== 'missing') throw error;
      tables.forgetAll();
      await this.#writeBatch(database, batch, false);
    }
  }

  /** What belongs to the batch is safe before the batch is: reports of its bad records, and in the transaction its offsets. */
  async #beforeCommit(database: Database, { refused, moves }: BatchEnd): Promise<void> {
    const { offsets } = this.#parts;
    this.#refused.failUnlessTolerated(refused);
    await this.#refused.report(refused);
    if (offsets === null || (await offsets.advance(database, moves))) return;
    this.#mustAsk = true;
    throw this.#again('Another task has written records of the same partitions: going on at its offsets');
  }

  /** Goes on where the table says, in the partitions that it knows. */
  async #goOnAsStored(partitions: readonly TopicPartition[]): Promise<void> {
    const { session, offsets } = this.#parts;
    if (offsets === null) return;
    const stored = await offsets.open(await session.connected(), partitions);
    this.#written.forget(partitions);
    this.#written.move(
      stored.map(({ topic, partition, offset }) => ({ topic, partition, from: null, to: offset })),
    );
    this.#context.offset(stored);
    this.#mustAsk = false;
  }

  #again(message: string): RetriableError {
    this.#context.timeout(1);
    return new RetriableError(message, { code: 'TABLE_OFFSETS_READ' });
  }

  #afterFailure(error: unknown, records: readonly SinkRecord[]): unknown {
    const refusal = this.#refused.refusalIn(error, records);
    if (refusal !== null) return refusal;
    if (!mayPass(error)) return error;
    const { maxRetries, retryBackoffMs } = this.#settings;
    this.#failures += 1;
    if (this.#failures > maxRetries && !this.#context.signal.aborted) return gaveUp(error, maxRetries);
    this.#context.timeout(Math.max(1, retryBackoffMs));
    return error;
  }
}
