import {
  RetriableError,
  type PartitionOffset,
  type SinkRecord,
  type SinkTask,
  type SinkTaskContext,
  type TopicPartition,
} from '@sluice/connect-api';
import { faultOf, type Database } from '@sluice/connector-shared-sql';
import type { SinkSettings } from '../config/sink-settings.ts';
import { gaveUp, mayPass } from '../write/batch-writer.ts';
import type { EncodedChanges } from '../write/encode-changes.ts';
import type { RefusedRecord } from '../write/refused-record.ts';
import { assembleSink, type SinkParts } from './assemble-sink.ts';
import { BatchesUnderWay } from './batches-under-way.ts';
import type { OffsetMove } from './offset-table.ts';
import { RefusedRecords } from './refused-records.ts';
import { WrittenOffsets } from './written-offsets.ts';

/** So long a statement may go on after the task was asked to stop; then its connection is ended. */
const graceMs = 1500;
/** When no records come, it is looked so soon how the batch under way has ended. */
const lookAgainMs = 50;

/** What belongs to a batch beside its rows. */
interface BatchEnd {
  readonly refused: readonly RefusedRecord[];
  readonly moves: readonly OffsetMove[];
}

/**
 * Writes records into tables. While the database works on a batch the next one is made ready: `put` returns before its last
 * batch is written, and only what is written is committed.
 */
export class TableSinkTask implements SinkTask {
  readonly #settings: SinkSettings;
  readonly #context: SinkTaskContext;
  readonly #parts: SinkParts;
  readonly #written = new WrittenOffsets();
  readonly #underWay = new BatchesUnderWay();
  readonly #refused: RefusedRecords;
  #failures = 0;
  /** Met outside of `put`, which is to tell. */
  #failure: { readonly error: unknown } | null = null;
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
    // The connection may still be at work for partitions that stay.
    await this.#settle();
    try {
      await this.#goOnAsStored(partitions);
    } catch (error) {
      if (!mayPass(error)) throw error;
      this.#mustAsk = true;
    }
  }

  async put(records: readonly SinkRecord[]): Promise<void> {
    if (records.length === 0 && this.#underWay.isEmpty && this.#failure === null) return;
    try {
      await this.#write(records);
    } catch (error) {
      throw this.#afterFailure(error, records);
    }
    this.#refused.tell(records);
  }

  /** Never beyond what is written. */
  async preCommit(offsets: readonly PartitionOffset[]): Promise<readonly PartitionOffset[]> {
    await this.#settle();
    return this.#mustAsk ? [] : this.#underWay.safe(offsets);
  }

  close(partitions: readonly TopicPartition[]): void {
    this.#written.forget(partitions);
    this.#underWay.forget(partitions);
  }

  async stop(): Promise<void> {
    await this.#parts.session.close();
  }

  /** Waits for the batch under way outside of `put`, whose next call is to tell when it failed. */
  async #settle(): Promise<void> {
    try {
      await this.#underWay.end();
    } catch (error) {
      this.#failure = { error };
      this.#context.timeout(1);
    }
  }

  async #write(records: readonly SinkRecord[]): Promise<void> {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure.error;
    // A batch under way is waited for where there is nothing to make ready meanwhile.
    if (records.length === 0) await this.#underWay.end();
    await this.#askIfNeeded();
    const all = this.#underWay.takeWith(records).filter((record) => !this.#written.has(record));
    const { batchSize } = this.#settings;
    for (let start = 0; start < all.length; start += batchSize) {
      try {
        await this.#beginBatch(all.slice(start, start + batchSize));
      } catch (error) {
        this.#underWay.leave(all.slice(start), records);
        throw error;
      }
    }
    if (this.#mustTellNow) await this.#underWay.end();
    else if (!this.#underWay.isEmpty) this.#context.timeout(lookAgainMs);
  }

  /** Whether records that are refused can only be told of by the `put` that was given them. */
  get #mustTellNow(): boolean {
    return this.#refused.areTolerated && this.#context.errantRecordReporter === null;
  }

  async #beginBatch(batch: readonly SinkRecord[]): Promise<void> {
    const { encoder, session } = this.#parts;
    const encoded = await encoder.encode(() => this.#free(), batch);
    await this.#underWay.end();
    const database = await session.connected();
    this.#underWay.begin(batch, this.#writeBatch(database, batch, encoded));
  }

  /** The connection, when the batch under way has ended. */
  async #free(): Promise<Database> {
    await this.#underWay.end();
    return this.#parts.session.connected();
  }

  async #writeBatch(
    database: Database,
    batch: readonly SinkRecord[],
    encoded: EncodedChanges,
  ): Promise<void> {
    const { encoder, tables } = this.#parts;
    try {
      await this.#writeEncoded(database, batch, encoded);
    } catch (error) {
      // A table or column that went away, or another one of that name: things may be otherwise now.
      if (faultOf(error) !== 'missing') throw error;
      tables.forgetAll();
      await this.#writeEncoded(database, batch, await encoder.encode(() => Promise.resolve(database), batch));
    }
  }

  async #writeEncoded(
    database: Database,
    batch: readonly SinkRecord[],
    { changes, refused }: EncodedChanges,
  ): Promise<void> {
    this.#refused.failUnlessTolerated(refused);
    const moves = this.#written.movesOf(batch);
    const others = await this.#parts.writer.write(database, changes, {
      beforeCommit: (later) => this.#beforeCommit(database, { refused: [...refused, ...later], moves }),
      isOptional: this.#parts.offsets === null && refused.length === 0,
      stopsAtFirst: !this.#refused.areTolerated,
    });
    this.#failures = 0;
    this.#refused.remember([...refused, ...others]);
    this.#written.move(moves);
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

  /** How the last transaction before the connection was lost has ended, only the table tells. */
  async #askIfNeeded(): Promise<void> {
    const { session, offsets } = this.#parts;
    if (offsets === null || !(session.isGone || this.#mustAsk)) return;
    this.#mustAsk = true;
    await this.#underWay.end().catch(() => {});
    await this.#goOnAsStored(this.#context.assignment());
    throw this.#again('Connected again: records are delivered from the offsets in the database');
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
    // Records of partitions that nothing is stored of are not delivered again: what is left of them stays.
    this.#underWay.forget(stored);
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
