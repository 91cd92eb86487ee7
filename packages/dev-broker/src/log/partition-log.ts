import type { ErrorName, RecordBatchView } from '@sluice/kafka-protocol';
import type { Storage } from '../storage/storage.ts';
import { AppendQueue, failedAppend, type AppendOutcome, type PendingAppend } from './append-queue.ts';
import type { AppendWaiter } from './append-waiter.ts';
import { compactLog } from './compaction/compact-log.ts';
import type { LogSettings } from './log-settings.ts';
import { readLogState, writeLogState, type LogState } from './log-state.ts';
import { countExpiredSegments } from './retention.ts';
import { writeCheckpoint } from './segment/checkpoint.ts';
import { producersAfter, recoverSegment, type RecoveredSegment } from './segment/open-segment.ts';
import { SealedSegments } from './segment/sealed-segments.ts';
import { segmentOffsets, segmentPaths } from './segment/segment-files.ts';
import type { SegmentPool } from './segment/segment-pool.ts';
import { recoverSwaps } from './segment/segment-swap.ts';
import { Segment, type ReadLimits, type TimedOffset } from './segment/segment.ts';
import { AbortedTransactions, type AbortedTransaction } from './transactions/aborted-transactions.ts';
import type { ProducerTable, StoredProducers } from './transactions/producer-table.ts';
import { planWrite, type WritePlan } from './write-plan.ts';

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

interface OpenedLog {
  readonly recovered: RecoveredSegment;
  readonly sealed: SealedSegments;
  readonly aborted: AbortedTransactions;
  readonly state: LogState;
}

/**
 * The records of one partition: segments in a folder, the last of which is written to.
 * Whatever is seen of it is safe: `endOffset` moves only after the operating system has the bytes.
 */
export class PartitionLog {
  readonly waiters = new Set<AppendWaiter>();
  readonly #options: LogOptions;
  readonly #producers: ProducerTable;
  readonly #aborted: AbortedTransactions;
  readonly #sealed: SealedSegments;
  readonly #queue = new AppendQueue();
  #state: LogState;
  #active: Segment;
  #endOffset: number;
  #stableOffset: number;
  #checkpointSize: number;
  #writtenBytes = 0;
  #busy: Promise<void> = Promise.resolve();
  #housekeeping: Promise<void> = Promise.resolve();
  #writing = false;
  #closed = false;

  private constructor(options: LogOptions, { recovered, sealed, aborted, state }: OpenedLog) {
    this.#options = options;
    this.#sealed = sealed;
    this.#aborted = aborted;
    this.#state = state;
    this.#active = recovered.segment;
    this.#producers = recovered.producers;
    this.#endOffset = recovered.nextOffset;
    this.#stableOffset = this.#producers.firstOpenOffset ?? this.#endOffset;
    this.#checkpointSize = recovered.checkpointSize;
  }

  static async open(options: LogOptions): Promise<PartitionLog> {
    const { storage, folder, pool } = options;
    await recoverSwaps(storage, folder);
    const offsets = segmentOffsets(await storage.list(folder));
    const active = offsets.pop() ?? 0;
    const places = offsets.map((baseOffset) => ({ storage, folder, baseOffset }));
    const recovered = await recoverSegment({ storage, folder, baseOffset: active }, () =>
      producersAfter(places),
    );
    if (recovered.cutBytes > 0) options.onCut(folder, recovered.cutBytes);
    const aborted = await AbortedTransactions.open(storage, folder, recovered.nextOffset);
    for (const { producerId, firstOffset, lastOffset, outcome } of recovered.completed) {
      if (outcome === 'abort') aborted.add([producerId, firstOffset, lastOffset, firstOffset]);
    }
    const sealed = new SealedSegments({ storage, folder, pool }, offsets);
    const state = await readLogState(storage, folder);
    return new PartitionLog(options, { recovered, sealed, aborted, state });
  }

  get startOffset(): number {
    const first = this.#sealed.first ?? this.#active.baseOffset;
    return Math.min(this.#endOffset, Math.max(first, this.#state.startOffset));
  }

  /** The offset of the next record: the end of all that can be read. */
  get endOffset(): number {
    return this.#endOffset;
  }

  /** The first offset of which it is not decided yet whether it will count: the end where no transaction is under way. */
  get stableOffset(): number {
    return this.#stableOffset;
  }

  /** Counts what was added since the log was opened. */
  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  get producers(): StoredProducers {
    return this.#producers.toStored();
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
    if (offset >= Math.min(this.#endOffset, limits.before ?? Infinity)) return noRecords;
    try {
      return await this.#readSegments(offset, limits);
    } catch (error) {
      this.#options.onError('records could not be read', error);
      return 'KAFKA_STORAGE_ERROR';
    }
  }

  get hasAborted(): boolean {
    return !this.#aborted.isEmpty;
  }

  /** Aborted transactions of which there may be records at `from` or later, but before `to`. */
  abortedBetween(from: number, to: number): AbortedTransaction[] {
    return this.#aborted.between(from, to);
  }

  /** The first record that is not earlier than the timestamp. */
  async findTimestamp(timestamp: number): Promise<TimedOffset | null> {
    const find = (segment: Segment): Promise<TimedOffset | null> | null =>
      segment.index.maxTimestamp < timestamp ? null : segment.findTimestamp(timestamp, this.startOffset);
    const active = this.#active;
    for (const baseOffset of this.#sealed.from(this.startOffset)) {
      const found = await this.#sealed.use(baseOffset, find);
      if (found !== null) return found;
    }
    return find(active);
  }

  /** The first of the records with the latest timestamp. */
  async findLatestTimestamp(): Promise<TimedOffset | null> {
    let latest = this.#active.index.maxTimestamp;
    for (const { maxTimestamp } of await this.#sealed.facts()) latest = Math.max(latest, maxTimestamp);
    return this.#endOffset === this.startOffset ? null : this.findTimestamp(latest);
  }

  /** Removes what the topic's configuration does not want to keep. */
  keepHouse(): Promise<void> {
    return this.#inOrder(async () => {
      await this.#removeExpired();
      await this.#compact();
    });
  }

  /** Nothing before the offset can be read any more. */
  deleteBefore(offset: number): Promise<void> {
    return this.#inOrder(() =>
      this.#exclusively(async () => {
        if (this.#closed || offset <= this.startOffset) return;
        await this.#changeState({ startOffset: offset });
        const keptFrom = this.#sealed.from(offset)[0] ?? this.#active.baseOffset;
        const isActive = offset >= this.#active.baseOffset;
        const gone = this.#sealed.baseOffsets.filter((each) => isActive || each < keptFrom).length;
        await this.#removeOldest(gone);
      }),
    );
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

  // Behind a segment from which compaction took the last records, the next one may have some.
  async #readSegments(offset: number, limits: ReadLimits): Promise<Buffer> {
    const active = this.#active;
    if (offset < active.baseOffset) {
      for (const baseOffset of this.#sealed.from(offset)) {
        const records = await this.#sealed.use(baseOffset, (segment) => segment.read(offset, limits));
        if (records !== null) return records;
      }
    }
    return (await active.read(offset, limits)) ?? noRecords;
  }

  // Writing, rolling, removing and closing follow each other; reading goes on meanwhile.
  #exclusively(action: () => Promise<void>): Promise<void> {
    const run = this.#busy.then(action);
    this.#busy = run.catch((error: unknown) =>
      this.#options.onError('a partition could not be kept in order', error),
    );
    return run;
  }

  // So do those that look at many segments before they change anything; writing goes on meanwhile.
  #inOrder(action: () => Promise<void>): Promise<void> {
    const run = this.#housekeeping.then(action);
    this.#housekeeping = run.catch(() => undefined);
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
      const { segmentBytes, segmentMs } = this.#options.settings();
      const { size, index } = this.#active;
      // By the times of the records, as Kafka does: old data that is copied is not cut into tiny segments.
      const isOld = index.firstTimestamp >= 0 && this.#queue.nextTimestamp - index.firstTimestamp > segmentMs;
      if (size > 0 && isOld) await this.#roll();
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
    const { settings, now } = this.#options;
    const logAppendTimeMs = settings().usesLogAppendTime ? now() : -1;
    const producers = this.#producers;
    const plan = planWrite(group, { producers, nextOffset: this.#endOffset, logAppendTimeMs });
    try {
      await this.#writePlan(plan);
    } catch (error) {
      this.#producers.rollback();
      this.#options.onError('records could not be written', error);
      for (const { resolve } of group) resolve(failedAppend('KAFKA_STORAGE_ERROR'));
      return;
    }
    group.forEach(({ resolve }, index) =>
      resolve(plan.outcomes[index] ?? failedAppend('UNKNOWN_SERVER_ERROR')),
    );
    this.#writtenBytes += plan.byteCount;
    for (const waiter of [...this.waiters]) waiter.grown(plan.byteCount);
  }

  async #writePlan({ batches, aborted, nextOffset }: WritePlan): Promise<void> {
    const entries = aborted.map(({ producerId, firstOffset, lastOffset }) => {
      const decidedTo = this.#producers.decidedTo(producerId, this.#endOffset);
      return [producerId, firstOffset, lastOffset, decidedTo] as const;
    });
    for (const entry of entries) await this.#aborted.store(entry);
    if (batches.length > 0) await this.#active.append(batches);
    this.#producers.commit();
    for (const entry of entries) this.#aborted.add(entry);
    this.#endOffset = nextOffset;
    this.#stableOffset = this.#producers.firstOpenOffset ?? nextOffset;
  }

  async #roll(): Promise<void> {
    const { storage, folder, now, producerExpirationMs } = this.#options;
    this.#producers.expire(now() - producerExpirationMs);
    const next = new Segment(this.#endOffset, await storage.open(segmentPaths(folder, this.#endOffset).log));
    await this.#writeCheckpoint();
    const previous = this.#active;
    this.#checkpointSize = 0;
    this.#sealed.add(previous.baseOffset);
    this.#active = next;
    // Not waited for: readers may be slow, and writers need not care.
    previous.close().catch((error: unknown) => this.#options.onError('a segment could not be closed', error));
  }

  async #removeExpired(): Promise<void> {
    const { settings, now } = this.#options;
    if (this.#closed || !settings().deletesOldSegments) return;
    const segments = await this.#sealed.facts();
    await this.#exclusively(async () => {
      if (this.#closed) return;
      const { size, index } = this.#active;
      const active = { size, maxTimestamp: index.maxTimestamp };
      // One that was sealed meanwhile is looked at the next time.
      const isLast = segments.length === this.#sealed.count;
      const count = countExpiredSegments(isLast ? [...segments, active] : segments, settings(), now());
      if (count > this.#sealed.count) await this.#roll();
      await this.#removeOldest(count);
    });
  }

  async #compact(): Promise<void> {
    const { settings } = this.#options;
    if (this.#closed || !settings().compacts) return;
    const cleanedTo = await compactLog({
      ...this.#options,
      sealed: this.#sealed,
      settings: settings(),
      nowMs: this.#options.now(),
      startOffset: this.startOffset,
      cleanedTo: this.#state.cleanedTo,
      endOffset: Math.min(this.#active.baseOffset, this.#stableOffset),
      activeBase: this.#active.baseOffset,
      abortedBetween: (from, to) => this.abortedBetween(from, to),
      replace: (replaced) =>
        this.#exclusively(async () => {
          if (!this.#closed) await this.#sealed.replace(replaced);
        }),
      isOver: () => this.#closed,
    });
    if (this.#closed || cleanedTo === this.#state.cleanedTo) return;
    await this.#exclusively(() => this.#changeState({ cleanedTo }));
  }

  async #changeState(change: Partial<LogState>): Promise<void> {
    const { storage, folder } = this.#options;
    if (this.#closed) return;
    const state = { ...this.#state, ...change };
    await writeLogState(storage, folder, state);
    this.#state = state;
  }

  async #removeOldest(count: number): Promise<void> {
    if (count === 0) return;
    await this.#sealed.removeOldest(count);
    await this.#aborted.removeBefore(this.startOffset);
  }

  async #closeFiles(): Promise<void> {
    await this.#active.close();
    await this.#sealed.dropAll();
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
}
