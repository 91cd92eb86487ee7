import { restampBatch, type ErrorName, type RecordBatchView } from '@sluice/kafka-protocol';
import type { Storage } from '../storage/storage.ts';
import { AppendQueue, failedAppend, type AppendOutcome, type PendingAppend } from './append-queue.ts';
import type { AppendWaiter } from './append-waiter.ts';
import { writeCheckpoint } from './segment/checkpoint.ts';
import type { LogSettings } from './log-settings.ts';
import {
  producersAfter,
  recoverSegment,
  type RecoveredSegment,
  type SegmentPlace,
} from './segment/open-segment.ts';
import type { ProducerTable } from './producer-table.ts';
import { countExpiredSegments } from './retention.ts';
import { segmentOffsets, segmentPaths } from './segment/segment-files.ts';
import { lastIndexWhere } from './segment/segment-index.ts';
import type { SegmentPool } from './segment/segment-pool.ts';
import { Segment, type ReadLimits, type TimedOffset } from './segment/segment.ts';

const leaderEpoch = 0;
const noRecords = Buffer.alloc(0);

export interface LogOptions {
  readonly storage: Storage;
  readonly folder: string;
  readonly pool: SegmentPool;
  readonly settings: () => LogSettings;
  readonly now: () => number;
  /** Producers that wrote nothing for so long are forgotten. */
  readonly producerExpirationMs: number;
  readonly onError: (message: string, error: unknown) => void;
  /** Told what recovery had to cut off. */
  readonly onCut: (folder: string, cutBytes: number) => void;
}

/**
 * The records of one partition: segments in a folder, the last of which is written to.
 * Whatever is seen of it is safe: `endOffset` moves only after the operating system has the bytes.
 */
export class PartitionLog {
  readonly waiters = new Set<AppendWaiter>();
  readonly #options: LogOptions;
  readonly #producers: ProducerTable;
  readonly #queue = new AppendQueue();
  /** Offsets of the segments that nothing is added to any more, oldest first. */
  #sealed: number[];
  #active: Segment;
  #endOffset: number;
  #checkpointSize: number;
  #writtenBytes = 0;
  #busy: Promise<void> = Promise.resolve();
  #writing = false;
  #closed = false;

  private constructor(options: LogOptions, sealed: number[], recovered: RecoveredSegment) {
    this.#options = options;
    this.#sealed = sealed;
    this.#active = recovered.segment;
    this.#producers = recovered.producers;
    this.#endOffset = recovered.nextOffset;
    this.#checkpointSize = recovered.checkpointSize;
  }

  static async open(options: LogOptions): Promise<PartitionLog> {
    const { storage, folder } = options;
    const offsets = segmentOffsets(await storage.list(folder));
    const active = offsets.pop() ?? 0;
    const places = offsets.map((baseOffset) => ({ storage, folder, baseOffset }));
    const recovered = await recoverSegment({ storage, folder, baseOffset: active }, () =>
      producersAfter(places),
    );
    if (recovered.cutBytes > 0) options.onCut(folder, recovered.cutBytes);
    return new PartitionLog(options, offsets, recovered);
  }

  get startOffset(): number {
    return this.#sealed[0] ?? this.#active.baseOffset;
  }

  /** The offset of the next record: the end of all that can be read. */
  get endOffset(): number {
    return this.#endOffset;
  }

  /** Counts what was added since the log was opened. */
  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  /** Takes one valid batch, whose bytes from now on belong to the log. Resolves when it is safe. */
  append(batch: RecordBatchView): Promise<AppendOutcome> {
    return new Promise((resolve) => {
      this.#queue.push({ batch, resolve });
      if (this.#writing) return;
      this.#writing = true;
      void this.#exclusively(() => this.#writePending());
    });
  }

  /** Whole batches from the one that holds the offset on. */
  async read(offset: number, limits: ReadLimits): Promise<Buffer | ErrorName> {
    if (this.#closed) return 'UNKNOWN_TOPIC_OR_PARTITION';
    if (offset < this.startOffset || offset > this.#endOffset) return 'OFFSET_OUT_OF_RANGE';
    if (offset === this.#endOffset) return noRecords;
    try {
      return await this.#readSegment(offset, limits);
    } catch (error) {
      this.#options.onError('records could not be read', error);
      return 'KAFKA_STORAGE_ERROR';
    }
  }

  /** The first record that is not earlier than the timestamp. */
  async findTimestamp(timestamp: number): Promise<TimedOffset | null> {
    const find = (segment: Segment): Promise<TimedOffset | null> | null =>
      segment.index.maxTimestamp < timestamp ? null : segment.findTimestamp(timestamp, this.startOffset);
    for (const baseOffset of this.#sealed) {
      const found = await this.#options.pool.use(this.#place(baseOffset), find);
      if (found !== null) return found;
    }
    return find(this.#active);
  }

  /** The first of the records with the latest timestamp. */
  async findLatestTimestamp(): Promise<TimedOffset | null> {
    let latest = this.#active.index.maxTimestamp;
    for (const baseOffset of this.#sealed) {
      const { index } = await this.#options.pool.use(this.#place(baseOffset), (segment) => segment);
      latest = Math.max(latest, index.maxTimestamp);
    }
    return this.#endOffset === this.startOffset ? null : this.findTimestamp(latest);
  }

  /** Removes what the topic's configuration does not want to keep. */
  enforceRetention(): Promise<void> {
    return this.#exclusively(async () => {
      const { settings, now, pool } = this.#options;
      if (this.#closed || !settings().deletesOldSegments) return;
      const segments: Segment[] = [];
      for (const baseOffset of this.#sealed) {
        segments.push(await pool.use(this.#place(baseOffset), (segment) => segment));
      }
      const count = countExpiredSegments(
        [...segments, this.#active].map(({ size, index }) => ({ size, maxTimestamp: index.maxTimestamp })),
        settings(),
        now(),
      );
      if (count > this.#sealed.length) await this.#roll();
      await this.#removeOldest(count);
    });
  }

  /** Writes what is pending and leaves a checkpoint, so that opening again reads nothing. */
  close(): Promise<void> {
    return this.#exclusively(async () => {
      if (this.#closed) return;
      await this.#writePending();
      this.#closed = true;
      await this.#writeCheckpoint();
      await this.#closeFiles();
    });
  }

  /** Closes the log and removes its files. */
  remove(): Promise<void> {
    return this.#exclusively(async () => {
      this.#closed = true;
      this.#queue.refuseAll('UNKNOWN_TOPIC_OR_PARTITION');
      await this.#closeFiles();
      await this.#options.storage.remove(this.#options.folder);
    });
  }

  #readSegment(offset: number, limits: ReadLimits): Promise<Buffer> {
    if (offset >= this.#active.baseOffset) return this.#active.read(offset, limits);
    const baseOffset = this.#sealed[lastIndexWhere(this.#sealed, (each) => each <= offset)] ?? 0;
    return this.#options.pool.use(this.#place(baseOffset), (segment) => segment.read(offset, limits));
  }

  // Writing, rolling, removing and closing follow each other; reading goes on meanwhile.
  #exclusively(action: () => Promise<void>): Promise<void> {
    const run = this.#busy.then(action);
    this.#busy = run.catch((error: unknown) =>
      this.#options.onError('a partition could not be kept in order', error),
    );
    return run;
  }

  async #writePending(): Promise<void> {
    while (!this.#queue.isEmpty) {
      if (this.#closed) this.#queue.refuseAll('UNKNOWN_TOPIC_OR_PARTITION');
      else await this.#writeNext();
    }
    this.#writing = false;
  }

  async #writeNext(): Promise<void> {
    try {
      const { segmentBytes } = this.#options.settings();
      // A batch that is larger than any segment may be gets one of its own.
      const group = this.#queue.take(segmentBytes - this.#active.size, this.#active.size === 0);
      if (group.length === 0) await this.#roll();
      else await this.#write(group);
    } catch (error) {
      this.#options.onError('a segment could not be started', error);
      this.#queue.refuseAll('KAFKA_STORAGE_ERROR');
    }
  }

  async #write(group: readonly PendingAppend[]): Promise<void> {
    const { outcomes, batches, nextOffset } = this.#plan(group);
    try {
      if (batches.length > 0) await this.#active.append(batches);
    } catch (error) {
      this.#producers.rollback();
      this.#options.onError('records could not be written', error);
      for (const { resolve } of group) resolve(failedAppend('KAFKA_STORAGE_ERROR'));
      return;
    }
    this.#producers.commit();
    this.#endOffset = nextOffset;
    group.forEach(({ resolve }, index) => resolve(outcomes[index] ?? failedAppend('UNKNOWN_SERVER_ERROR')));
    const byteCount = batches.reduce((sum, { sizeInBytes }) => sum + sizeInBytes, 0);
    this.#writtenBytes += byteCount;
    for (const waiter of [...this.waiters]) waiter.grown(byteCount);
  }

  /** Gives each batch its offsets, unless its producer may not write it, or has written it before. */
  #plan(group: readonly PendingAppend[]): WritePlan {
    const { settings, now } = this.#options;
    const logAppendTimeMs = settings().usesLogAppendTime ? now() : -1;
    const batches: RecordBatchView[] = [];
    let nextOffset = this.#endOffset;
    const outcomes = group.map(({ batch }): AppendOutcome => {
      const verdict = this.#producers.check(batch);
      if (verdict.kind === 'fenced') return failedAppend('INVALID_PRODUCER_EPOCH');
      if (verdict.kind === 'out-of-order') return failedAppend('OUT_OF_ORDER_SEQUENCE_NUMBER');
      if (verdict.kind === 'duplicate')
        return { error: 'NONE', baseOffset: verdict.baseOffset, logAppendTimeMs: -1 };
      const baseOffset = nextOffset;
      restampBatch(batch.bytes, {
        baseOffset: BigInt(baseOffset),
        leaderEpoch,
        logAppendTime: logAppendTimeMs < 0 ? undefined : BigInt(logAppendTimeMs),
      });
      this.#producers.stage(batch, baseOffset);
      batches.push(batch);
      nextOffset = Number(batch.lastOffset) + 1;
      return { error: 'NONE', baseOffset, logAppendTimeMs };
    });
    return { outcomes, batches, nextOffset };
  }

  async #roll(): Promise<void> {
    const { storage, folder, now, producerExpirationMs } = this.#options;
    this.#producers.expire(now() - producerExpirationMs);
    const next = new Segment(this.#endOffset, await storage.open(segmentPaths(folder, this.#endOffset).log));
    await this.#writeCheckpoint();
    const previous = this.#active;
    this.#checkpointSize = 0;
    this.#sealed.push(previous.baseOffset);
    this.#active = next;
    // Not waited for: readers may be slow, and writers need not care.
    previous.close().catch((error: unknown) => this.#options.onError('a segment could not be closed', error));
  }

  async #removeOldest(count: number): Promise<void> {
    const { storage, pool } = this.#options;
    for (const baseOffset of this.#sealed.splice(0, count)) {
      const place = this.#place(baseOffset);
      const paths = segmentPaths(place.folder, baseOffset);
      await pool.drop(place);
      await storage.remove(paths.checkpoint);
      await storage.remove(paths.log);
    }
  }

  async #closeFiles(): Promise<void> {
    await this.#active.close();
    for (const baseOffset of this.#sealed) await this.#options.pool.drop(this.#place(baseOffset));
    for (const waiter of [...this.waiters]) waiter.end();
  }

  async #writeCheckpoint(): Promise<void> {
    const { storage, folder } = this.#options;
    if (this.#checkpointSize === this.#active.size) return;
    await writeCheckpoint(storage, segmentPaths(folder, this.#active.baseOffset).checkpoint, {
      format: 1,
      size: this.#active.size,
      nextOffset: this.#endOffset,
      index: this.#active.index.toStored(),
      producers: this.#producers.toStored(),
    });
  }

  #place(baseOffset: number): SegmentPlace {
    const { storage, folder } = this.#options;
    return { storage, folder, baseOffset };
  }
}

interface WritePlan {
  /** One for each pending append. */
  readonly outcomes: readonly AppendOutcome[];
  readonly batches: readonly RecordBatchView[];
  readonly nextOffset: number;
}
