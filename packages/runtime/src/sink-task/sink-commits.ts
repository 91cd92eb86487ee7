import type { PartitionOffset, PluginLogger, SinkTask, TopicPartition } from '@sluice/connect-api';
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
    this.#nextMs = Date.now() + parts.intervalMs;
  }

  /** How long until the next commit is due, at least 0. */
  get untilNextMs(): number {
    return Math.max(this.#nextMs - Date.now(), 0);
  }

  /** Starts a commit of everything when one is due or asked for, and none is under way. */
  async commitIfDue(requested: () => boolean): Promise<void> {
    this.#giveUpLate();
    if (this.#startedMs !== null) return;
    if (this.untilNextMs > 0 && !requested()) return;
    this.#nextMs = Date.now() + this.#parts.intervalMs;
    await this.#commitAll();
  }

  /** Asks the task, has it close the partitions, and commits; for partitions that go or a task that ends. */
  async commitAndClose(partitions: readonly TopicPartition[], cancelled: boolean): Promise<void> {
    const { task, table, consumer, log } = this.#parts;
    const offsets = table.currentOffsets(partitions);
    if (offsets.length === 0) return;
    this.#sequence++;
    this.#startedMs = null;
    let safe: readonly PartitionOffset[] = [];
    try {
      safe = await preCommit(task, offsets);
    } catch (error) {
      log.warn({ err: error }, 'The task failed in preCommit; its offsets are not committed');
    }
    await task.close?.(offsets.map(({ topic, partition }) => ({ topic, partition })));
    const toCommit = this.#check(safe, partitions);
    if (toCommit.length === 0 || cancelled) return;
    try {
      await consumer.commit(toCommit);
      table.committed(toCommit);
    } catch (error) {
      log.error({ err: error }, 'Offsets were not committed; the records will be delivered again');
    }
  }

  async #commitAll(): Promise<void> {
    const { task, table, consumer, log } = this.#parts;
    const { partitions } = table;
    const offsets = table.currentOffsets(partitions);
    if (offsets.length === 0) return;
    let safe: readonly PartitionOffset[];
    try {
      safe = await preCommit(task, offsets);
    } catch (error) {
      log.error({ err: error }, 'The task failed in preCommit; going back to the committed offsets');
      consumer.seek(table.rewind(partitions));
      return;
    }
    const toCommit = this.#check(safe, partitions);
    if (toCommit.length > 0) this.#send(toCommit);
  }

  #send(offsets: readonly PartitionOffset[]): void {
    const { consumer, table, log } = this.#parts;
    const sequence = ++this.#sequence;
    this.#startedMs = Date.now();
    consumer.commit(offsets).then(
      () => {
        if (sequence !== this.#sequence) return;
        this.#startedMs = null;
        table.committed(offsets);
      },
      (error: unknown) => {
        if (sequence !== this.#sequence) return;
        this.#startedMs = null;
        log.error({ err: error }, 'Offsets were not committed; trying again at the next interval');
      },
    );
  }

  #giveUpLate(): void {
    const { timeoutMs, log } = this.#parts;
    if (this.#startedMs === null || Date.now() < this.#startedMs + timeoutMs) return;
    this.#sequence++;
    this.#startedMs = null;
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

async function preCommit(
  task: SinkTask,
  offsets: readonly PartitionOffset[],
): Promise<readonly PartitionOffset[]> {
  if (task.preCommit !== undefined) return task.preCommit(offsets);
  await task.flush?.(offsets);
  return offsets;
}
