import type { PartitionOffset, SinkRecord, SinkTask, TopicPartition } from '@sluice/connect-api';
import { partitionKey } from '../src/sink-task/partition-table.ts';

/** Notes what it is asked for; fails where the test says so. */
export class InMemorySinkTask implements SinkTask {
  /** The calls in order; `put` with the values, `preCommit` with the offsets, others with the partitions. */
  readonly calls: string[] = [];
  /** What was put, successful calls only. */
  readonly values: unknown[] = [];
  /** What the next calls throw, in order; `null` lets one pass. */
  readonly putErrors: (Error | null)[] = [];
  readonly preCommitErrors: (Error | null)[] = [];
  /** What preCommit answers; by default what it was asked. */
  safe: ((offsets: readonly PartitionOffset[]) => readonly PartitionOffset[]) | null = null;

  count(call: string): number {
    return this.calls.filter((one) => one.startsWith(call)).length;
  }

  start(): void {
    this.calls.push('start');
  }

  open(partitions: readonly TopicPartition[]): Promise<void> | void {
    this.calls.push(`open ${partitions.map(partitionKey).join()}`);
  }

  put(records: readonly SinkRecord[]): Promise<void> | void {
    const values = records.map(({ value }) => value);
    if (values.length > 0) this.calls.push(`put ${values.join()}`);
    const error = values.length > 0 ? this.putErrors.shift() : undefined;
    if (error !== undefined && error !== null) throw error;
    this.values.push(...values);
  }

  preCommit(offsets: readonly PartitionOffset[]): readonly PartitionOffset[] {
    const asked = offsets.map((offset) => `${partitionKey(offset)}@${offset.offset}`);
    this.calls.push(`preCommit ${asked.join()}`);
    const error = this.preCommitErrors.shift();
    if (error !== undefined && error !== null) throw error;
    return this.safe?.(offsets) ?? offsets;
  }

  close(partitions: readonly TopicPartition[]): void {
    this.calls.push(`close ${partitions.map(partitionKey).join()}`);
  }

  stop(): void {
    this.calls.push('stop');
  }
}
