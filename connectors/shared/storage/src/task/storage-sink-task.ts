import {
  isDataError,
  isRetriable,
  RejectedRecordsError,
  RetriableError,
  type PartitionOffset,
  type RejectedRecord,
  type SinkRecord,
  type SinkTask,
  type SinkTaskContext,
  type TopicPartition,
} from '@sluice/connect-api';
import type { StorageConfig } from '../config/storage-keys.ts';
import type { FileStore } from '../files/file-store.ts';
import { filePrefix, parseFileRange } from '../files/file-names.ts';
import { parseBoundaries } from './boundaries.ts';
import { buildParts } from './build-parts.ts';
import { flushFullest } from './flush-fullest.ts';
import { PartitionWriter } from './partition-writer.ts';
import { pauseFor } from './pause-for.ts';
import type { StorageParts } from './storage-parts.ts';

/** So many generations that are not shown yet stop a partition, until only so many are left. */
const mostSealed = 64;
const fewSealed = 8;
/** How soon to look again whether an announced boundary is committed, or files are complete. */
const attentionMs = 20;
/** So many generations are completed while records come; with more of them, records wait. */
const mostUnderWay = 8;
/** Which part of the memory for records those may hold that are being completed. */
const heldShare = 4;
/** How often to look at what is held in memory, in records. */
const budgetCheckRecords = 512;

export interface StorageSinkOptions {
  readonly config: StorageConfig;
  readonly context: SinkTaskContext;
  /** Called when the task starts. */
  readonly openStore: () => Promise<FileStore> | FileStore;
  /** The clock, in milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Puts records into files, of which each is shown when it is complete. */
export class StorageSinkTask implements SinkTask {
  readonly #options: StorageSinkOptions;
  readonly #now: () => number;
  readonly #writers = new Map<string, PartitionWriter>();
  readonly #paused = new Set<PartitionWriter>();
  #parts: StorageParts | null = null;
  #store: FileStore | null = null;
  /** Who took the last record: the next one is mostly of the same partition. */
  #last: PartitionWriter | null = null;

  constructor(options: StorageSinkOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  async start(): Promise<void> {
    this.#store = await this.#options.openStore();
    this.#parts = buildParts(this.#options.config, this.#store);
    await this.#parts.format.prepare();
  }

  /** @throws ConnectError when what is there already cannot be looked at for a reason that does not pass. */
  async open(partitions: readonly TopicPartition[]): Promise<void> {
    const parts = this.#started;
    const { context } = this.#options;
    const committed = await context.committed(partitions);
    const known = new Map(committed.map((offset) => [keyOf(offset), offset]));
    await this.#untilItWorks(() => this.#sweep(partitions));
    for (const partition of partitions) {
      const at = known.get(keyOf(partition)) ?? null;
      const plan = at === null ? null : parseBoundaries(at.metadata ?? '');
      const recovered = at === null ? await this.#untilItWorks(() => this.#recover(partition)) : null;
      if (recovered !== null) context.offset([{ ...partition, offset: recovered }]);
      const start = { offset: at?.offset ?? recovered ?? 0, isCommitted: at !== null, plan };
      this.#writers.set(
        keyOf(partition),
        new PartitionWriter(partition, start, { ...parts, onShown: () => context.requestCommit() }),
      );
    }
  }

  async put(records: readonly SinkRecord[]): Promise<void> {
    const failures = new Failures();
    const nowMs = this.#now();
    this.#tick(records, nowMs);
    this.#note(failures);
    const rejected = await this.#addAll(records, failures);
    await this.#publish(records.length === 0);
    this.#note(failures);
    this.#reportSkipped();
    await this.#settle(records, { failures, rejected });
    this.#askForNext();
  }

  preCommit(offsets: readonly PartitionOffset[]): readonly PartitionOffset[] {
    return offsets.flatMap((consumed) => {
      const writer = this.#writers.get(keyOf(consumed));
      if (writer === undefined) return [];
      const { topic, partition } = consumed;
      return [{ topic, partition, ...writer.safeOffset(consumed.offset) }];
    });
  }

  committed(offsets: readonly PartitionOffset[]): void {
    for (const offset of offsets) this.#writers.get(keyOf(offset))?.confirm(offset.metadata ?? '');
  }

  async close(partitions: readonly TopicPartition[]): Promise<void> {
    this.#last = null;
    for (const partition of partitions) {
      const writer = this.#writers.get(keyOf(partition));
      if (writer === undefined) continue;
      this.#writers.delete(keyOf(partition));
      this.#paused.delete(writer);
      await writer.abandon();
    }
  }

  async stop(): Promise<void> {
    await this.#store?.close();
  }

  get #started(): StorageParts {
    if (this.#parts === null) throw new Error('The task was not started');
    return this.#parts;
  }

  /** Removes what tasks before left unfinished of these partitions. */
  async #sweep(partitions: readonly TopicPartition[]): Promise<void> {
    const { store, folders, limit } = this.#started;
    await Promise.all(
      partitions.map(({ topic, partition }) =>
        limit(() => store.removeFolder(folders.stagingOf(topic, partition))),
      ),
    );
  }

  /** Where to go on by the names of the files that are there; `null` when there are none. */
  async #recover({ topic, partition }: TopicPartition): Promise<number | null> {
    const { store, folders } = this.#started;
    const prefix = filePrefix({ topic, originalTopic: topic, partition });
    let next: number | null = null;
    for (const name of await store.listDeep(folders.of(topic))) {
      const range = parseFileRange(prefix, name);
      if (range !== null) next = Math.max(next ?? 0, range.endOffset + 1);
    }
    return next;
  }

  async #addAll(records: readonly SinkRecord[], failures: Failures): Promise<RejectedRecord[]> {
    const rejected: RejectedRecord[] = [];
    let untilCheck = budgetCheckRecords;
    let nowMs = this.#now();
    for (let index = 0; index < records.length; index += 1) {
      const record = records[index] as SinkRecord;
      const writer = this.#writerOf(record);
      if (writer === undefined || failures.has(writer)) continue;
      try {
        const wait = writer.add(record, nowMs);
        if (wait !== null) {
          await wait;
          nowMs = this.#now();
          void writer.add(record, nowMs);
        }
      } catch (error) {
        if (isDataError(error)) rejected.push({ index, error });
        else failures.add(writer, error);
      }
      untilCheck -= 1;
      if (untilCheck > 0) continue;
      untilCheck = budgetCheckRecords;
      await this.#keepBudget(failures);
      nowMs = this.#now();
    }
    await this.#keepBudget(failures);
    return rejected;
  }

  #writerOf({
    originalTopic: topic,
    originalKafkaPartition: partition,
  }: SinkRecord): PartitionWriter | undefined {
    const last = this.#last;
    if (last !== null && last.partition.partition === partition && last.partition.topic === topic)
      return last;
    const writer = this.#writers.get(keyOf({ topic, partition }));
    this.#last = writer ?? null;
    return writer;
  }

  async #keepBudget(failures: Failures): Promise<void> {
    const maxBytes = Number(this.#options.config['buffer.memory.bytes']);
    const writers = [...this.#writers.values()].filter((writer) => !failures.has(writer));
    await flushFullest(writers, {
      maxBytes,
      limit: this.#started.limit,
      onFailure: (writer, error) => failures.add(writer, error),
    });
  }

  #tick(records: readonly SinkRecord[], nowMs: number): void {
    const due = [...this.#writers.values()].filter(({ deadlineMs }) => nowMs >= deadlineMs);
    if (due.length === 0) return;
    const busy = new Set(records.map((record) => this.#writerOf(record)));
    for (const writer of due) writer.tick(nowMs, busy.has(writer));
  }

  /** Has full files completed. Without records there is nothing else to do; with records little is waited for. */
  async #publish(isIdle: boolean): Promise<void> {
    const writers = [...this.#writers.values()].filter(({ sealed }) => sealed.count > 0);
    for (const { sealed } of writers) sealed.advance();
    if (isIdle) await Promise.all(writers.map(({ sealed }) => sealed.settled()));
    else await this.#untilFewUnderWay(writers);
  }

  async #untilFewUnderWay(writers: readonly PartitionWriter[]): Promise<void> {
    const maxBytes = Number(this.#options.config['buffer.memory.bytes']) / heldShare;
    for (;;) {
      const busy = writers.filter(({ sealed }) => sealed.isBusy);
      let count = 0;
      let bytes = 0;
      for (const { sealed } of busy) {
        count += sealed.count;
        bytes += sealed.heldBytes;
      }
      if (count <= 1 || (count <= mostUnderWay && bytes <= maxBytes)) return;
      await Promise.race(busy.map(({ sealed }) => sealed.changed()));
    }
  }

  /** What failed while nobody waited for it. */
  #note(failures: Failures): void {
    for (const writer of this.#writers.values()) {
      const { failure } = writer.sealed;
      if (failure !== null) failures.add(writer, failure.error);
    }
  }

  /** Gives up what failed, and says what becomes of the records. */
  async #settle(
    records: readonly SinkRecord[],
    { failures, rejected }: { readonly failures: Failures; readonly rejected: readonly RejectedRecord[] },
  ): Promise<void> {
    const { context } = this.#options;
    const reporter = context.errantRecordReporter;
    if (reporter !== null) {
      for (const { index, error } of rejected)
        void reporter.report(records[index] as SinkRecord, error).catch(() => {});
    }
    if (failures.fatal !== null) throw failures.fatal.error;
    if (failures.first !== null) await this.#rewind(failures);
    if (reporter === null && rejected.length > 0) throw new RejectedRecordsError(rejected);
    if (failures.first !== null) throw failures.first;
  }

  /** Has everything delivered again that is not shown, after a while. */
  async #rewind({ writers }: Failures): Promise<void> {
    const { context, config } = this.#options;
    await Promise.all(writers.map((writer) => writer.abandon()));
    context.offset(writers.map(({ partition, restartOffset }) => ({ ...partition, offset: restartOffset })));
    await pauseFor(Number(config['retry.backoff.ms']), context.signal);
  }

  #reportSkipped(): void {
    for (const writer of this.#writers.values()) {
      if (writer.skipped === 0) continue;
      const { topic, partition } = writer.partition;
      const fields = { topic, partition, records: writer.skipped };
      this.#options.context.log.info(
        fields,
        'Records that are in files already, by the names of the files, were left out',
      );
      writer.skipped = 0;
    }
  }

  /** Asks to be called again when the clock has something to do, and holds back partitions that run ahead. */
  #askForNext(): void {
    const { context } = this.#options;
    let nextMs = Number.POSITIVE_INFINITY;
    let awaitsCommit = false;
    let isBusy = false;
    for (const writer of this.#writers.values()) {
      nextMs = Math.min(nextMs, writer.deadlineMs);
      awaitsCommit ||= writer.awaitsCommit;
      isBusy ||= writer.sealed.isBusy;
      this.#holdBack(writer);
    }
    if (awaitsCommit) context.requestCommit();
    const untilNextMs = awaitsCommit || isBusy ? attentionMs : nextMs - this.#now();
    if (Number.isFinite(untilNextMs)) context.timeout(Math.max(1, Math.ceil(untilNextMs)));
  }

  #holdBack(writer: PartitionWriter): void {
    const { context } = this.#options;
    if (!this.#paused.has(writer) && writer.sealed.count > mostSealed) {
      this.#paused.add(writer);
      context.pause(writer.partition);
    } else if (this.#paused.has(writer) && writer.sealed.count <= fewSealed) {
      this.#paused.delete(writer);
      context.resume(writer.partition);
    }
  }

  /** Does what has to be done before records can be taken, again and again while that may help. */
  async #untilItWorks<T>(work: () => Promise<T>): Promise<T> {
    const { context, config } = this.#options;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!isRetriable(error) || context.signal.aborted) throw error;
        context.log.warn({ err: error }, 'Files cannot be looked at now; trying again');
        await pauseFor(Number(config['retry.backoff.ms']), context.signal);
      }
    }
  }
}

/** The writers that failed, each with its first error. */
class Failures {
  readonly #errors = new Map<PartitionWriter, unknown>();

  has(writer: PartitionWriter): boolean {
    return this.#errors.has(writer);
  }

  add(writer: PartitionWriter, error: unknown): void {
    if (!this.#errors.has(writer)) this.#errors.set(writer, error);
  }

  get writers(): readonly PartitionWriter[] {
    return [...this.#errors.keys()];
  }

  /** What to throw when waiting may help; `null` when nothing failed. */
  get first(): RetriableError | null {
    for (const error of this.#errors.values()) {
      return isRetriable(error) ? error : new RetriableError(String(error));
    }
    return null;
  }

  /** The first that waiting does not help against. */
  get fatal(): { readonly error: unknown } | null {
    for (const error of this.#errors.values()) if (!isRetriable(error)) return { error };
    return null;
  }
}

function keyOf({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}
