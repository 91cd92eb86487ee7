import type { PartitionOffset, PluginLogger, SinkTask, TopicPartition } from '@sluice/connect-api';
import type { SinkMeter } from '../metrics/task/sink-meter.ts';
import type { TaskProgress } from '../task/progress/task-progress.ts';
import type { PartitionTable } from './partition-table.ts';
import type { RecordConsumer } from './record-consumer.ts';

export interface SinkCommitsParts {
  readonly task: SinkTask;
  readonly consumer: RecordConsumer;
  readonly table: PartitionTable;
  /** `offset.flush.interval.ms`. */
  readonly intervalMs: number;
  /** `offset.flush.timeout.ms`. */
  readonly timeoutMs: number;
  /** Waits until the records that the task reported are safe. @throws ConnectError when one was lost. */
  readonly settleReports: () => Promise<void>;
  readonly progress: TaskProgress;
  readonly isCancelled: () => boolean;
  /** Has these records delivered again: the task failed to make them durable. */
  readonly rewind: (partitions: readonly TopicPartition[]) => void;
  readonly meter: SinkMeter;
  readonly log: PluginLogger;
}

/** Commits the offsets that a sink task calls safe. A commit that fails never fails the task. */
export class SinkCommits {
  readonly #parts: SinkCommitsParts;
  /** Counts commits, so that the answer to one that was given up is known for late. */
  #sequence = 0;
  #startedMs: number | null = null;
  #nextMs: number;

  constructor(parts: SinkCommitsParts) {
    this.#parts = parts;
    this.#nextMs = performance.now() + parts.intervalMs;
  }

  /** How long until there is something to do about commits, at least 0. */
  get untilNextMs(): number {
    // The next commit does not begin before the one under way is done or given up.
    const giveUpMs = this.#startedMs === null ? 0 : this.#startedMs + this.#parts.timeoutMs;
    return Math.max(this.#nextMs - performance.now(), giveUpMs - performance.now(), 0);
  }

  /** Starts a commit of everything when one is due or asked for, and none is under way. */
  async commitIfDue(takeRequest: () => boolean): Promise<void> {
    this.#giveUpLate();
    if (this.#startedMs !== null) return;
    const requested = takeRequest();
    if (this.untilNextMs > 0 && !requested) return;
    this.#nextMs = performance.now() + this.#parts.intervalMs;
    await this.#commitAll();
  }

  /** Asks the task, has it close the partitions, and commits; for partitions that go or a task that ends. */
  async commitAndClose(partitions: readonly TopicPartition[]): Promise<void> {
    const { task, table, consumer, rewind, settleReports, meter, log } = this.#parts;
    const startedMs = performance.now();
    const offsets = table.currentOffsets(partitions);
    if (offsets.length === 0) return settleReports();
    this.forgetCommit();
    try {
      await settleReports();
    } catch (error) {
      await task.close?.(offsets.map(withoutOffset));
      throw error;
    }
    let safe: readonly PartitionOffset[] = [];
    try {
      safe = await preCommit(task, offsets);
    } catch (error) {
      meter.commitFailed();
      log.warn({ err: error }, 'The task failed in preCommit; its offsets are not committed');
      // Nobody knows what was lost of the partitions that stay.
      rewind(table.partitionsBut(partitions));
    }
    await task.close?.(offsets.map(withoutOffset));
    const toCommit = this.#check(safe, partitions);
    if (toCommit.length === 0 || this.#parts.isCancelled()) return;
    try {
      await consumer.commit(toCommit);
      table.committed(toCommit);
      meter.commitSucceeded(performance.now() - startedMs);
    } catch (error) {
      meter.commitFailed();
      log.error({ err: error }, 'Offsets were not committed; the records will be delivered again');
    }
  }

  /** The answer to a commit under way does not matter any more. */
  forgetCommit(): void {
    this.#sequence++;
    this.#startedMs = null;
  }

  async #commitAll(): Promise<void> {
    const { task, table, rewind, settleReports, meter, progress, log } = this.#parts;
    progress.enter('pre-commit');
    await settleReports();
    const { partitions } = table;
    const startedMs = performance.now();
    const offsets = table.currentOffsets(partitions);
    if (offsets.length === 0) return;
    let safe: readonly PartitionOffset[];
    try {
      safe = await preCommit(task, offsets);
    } catch (error) {
      meter.commitFailed();
      log.error({ err: error }, 'The task failed in preCommit; going back to the committed offsets');
      rewind(partitions);
      return;
    }
    const toCommit = this.#check(safe, partitions);
    if (this.#parts.isCancelled()) return;
    if (toCommit.length > 0) this.#send(toCommit, startedMs);
    else meter.commitSucceeded(performance.now() - startedMs);
  }

  #send(offsets: readonly PartitionOffset[], beganMs: number): void {
    const { task, consumer, table, meter, log } = this.#parts;
    const sequence = ++this.#sequence;
    meter.commitBegan(sequence);
    this.#startedMs = performance.now();
    consumer.commitOnce(offsets).then(
      () => {
        if (sequence !== this.#sequence) {
          meter.commitSkipped();
          return;
        }
        this.#startedMs = null;
        table.committed(offsets);
        meter.commitSucceeded(performance.now() - beganMs);
        task.committed?.(offsets);
      },
      (error: unknown) => {
        if (sequence !== this.#sequence) return;
        this.#startedMs = null;
        meter.commitFailed();
        log.error({ err: error }, 'Offsets were not committed; trying again at the next interval');
      },
    );
  }

  #giveUpLate(): void {
    const { timeoutMs, progress, log } = this.#parts;
    if (this.#startedMs === null || performance.now() < this.#startedMs + timeoutMs) return;
    this.forgetCommit();
    progress.committed(false);
    log.warn({ timeoutMs }, 'Offsets were not committed within offset.flush.timeout.ms');
  }

  #check(safe: readonly PartitionOffset[], asked: readonly TopicPartition[]): readonly PartitionOffset[] {
    const { toCommit, refused } = this.#parts.table.check(safe, asked);
    if (refused.length > 0) {
      this.#parts.log.warn(
        { offsets: refused },
        'The task called offsets safe that it was not given yet or does not own; they are not committed',
      );
    }
    return toCommit;
  }
}

function withoutOffset({ topic, partition }: TopicPartition): TopicPartition {
  return { topic, partition };
}

async function preCommit(
  task: SinkTask,
  offsets: readonly PartitionOffset[],
): Promise<readonly PartitionOffset[]> {
  if (task.preCommit !== undefined) return task.preCommit(offsets);
  await task.flush?.(offsets);
  return offsets;
}
