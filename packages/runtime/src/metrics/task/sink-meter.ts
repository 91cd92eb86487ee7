import type { SinkRecord } from '@sluice/connect-api';
import { sampleOf, type GroupSample } from '../declare/metric-declaration.ts';
import { sinkPartitionMetrics } from '../groups/own-groups.ts';
import { sinkTaskMetrics } from '../groups/task-groups.ts';
import { Counter } from '../statistics/counter.ts';
import { Windowed } from '../statistics/windowed.ts';
import { FlowTimes, type FlowParts } from './flow-times.ts';
import type { FlowMeter, TaskMeter } from './task-meter.ts';

/** How far a sink task has come with a partition. */
export interface PartitionProgress {
  readonly topic: string;
  readonly partition: number;
  /** The next offset after what was consumed, which may wait to be put. */
  readonly consumedOffset: number;
  /** The next offset after what was put. */
  readonly currentOffset: number;
  readonly committedOffset: number;
}

export interface SinkMeterParts extends FlowParts {
  /** Tells how many records of a partition the consumer has not handed out yet; `null` when it does not know. */
  readonly lags: () => (topic: string, partition: number) => number | null;
}

/** Measures a sink task: told of every batch, never of a single record. The clock is read three times a batch. */
export class SinkMeter implements FlowMeter {
  /** Set by the runner, which knows. */
  progress: () => readonly PartitionProgress[] = () => [];
  readonly #task: TaskMeter;
  readonly #parts: SinkMeterParts;
  readonly #flow: FlowTimes;
  readonly #read: Counter;
  readonly #sent: Counter;
  readonly #putTimes: Windowed;
  readonly #active: Windowed;
  readonly #completions: Counter;
  readonly #skips: Counter;
  #activeCount = 0;
  #lastCommit = 0;
  #markMs: number;

  constructor(task: TaskMeter, parts: SinkMeterParts) {
    const { windows, nowMs } = task.options;
    this.#task = task;
    this.#parts = parts;
    this.#flow = new FlowTimes(task.options, parts);
    this.#read = new Counter(windows);
    this.#sent = new Counter(windows);
    this.#putTimes = new Windowed(windows);
    this.#active = new Windowed(windows);
    this.#completions = new Counter(windows);
    this.#skips = new Counter(windows);
    this.#markMs = nowMs();
  }

  /** A poll has returned; what it brought is converted now, if it brought anything. */
  polled(): void {
    this.#markMs = this.#task.options.nowMs();
  }

  /** So many records were converted and transformed. */
  converted(records: number): void {
    const nowMs = this.#task.options.nowMs();
    this.#flow.batchConverted(nowMs - this.#markMs, nowMs);
    this.#markMs = nowMs;
    this.#read.add(records, nowMs);
    this.#activeIs(this.#activeCount + records, nowMs);
  }

  /** The task took these records. */
  put(records: readonly SinkRecord[]): void {
    const nowMs = this.#task.options.nowMs();
    this.#putTimes.record(nowMs - this.#markMs, nowMs);
    this.#task.batch(records.length, nowMs);
    this.#sent.add(records.length, nowMs);
    if (records.length > 0) this.#flow.arrived(records, timestampOf, nowMs);
  }

  /** A commit of offsets with this number was begun. */
  commitBegan(sequence: number): void {
    this.#lastCommit = sequence;
  }

  /** A commit succeeded, also when there was nothing to commit. */
  commitSucceeded(tookMs: number): void {
    const nowMs = this.#task.options.nowMs();
    this.#task.commitSucceeded(tookMs);
    this.#completions.add(1, nowMs);
    this.#activeIs(this.#uncommitted(), nowMs);
  }

  commitFailed(): void {
    this.#task.commitFailed();
  }

  /** A commit was answered after it had been given up. */
  commitSkipped(): void {
    this.#skips.add(1, this.#task.options.nowMs());
  }

  groups(tags: readonly string[], nowMs: number): readonly GroupSample[] {
    const progress = this.progress();
    const own = sampleOf(sinkTaskMetrics, tags, {
      'sink-record-read-total': this.#read.total,
      'sink-record-read-rate': this.#read.rate(nowMs),
      'sink-record-send-total': this.#sent.total,
      'sink-record-send-rate': this.#sent.rate(nowMs),
      'sink-record-active-count': this.#activeCount,
      'sink-record-active-count-max': this.#active.max(nowMs),
      'sink-record-active-count-avg': this.#active.avg(nowMs),
      'partition-count': progress.length,
      'offset-commit-seq-no': this.#lastCommit,
      'offset-commit-completion-total': this.#completions.total,
      'offset-commit-completion-rate': this.#completions.rate(nowMs),
      'offset-commit-skip-total': this.#skips.total,
      'offset-commit-skip-rate': this.#skips.rate(nowMs),
      'put-batch-max-time-ms': this.#putTimes.max(nowMs),
      'put-batch-avg-time-ms': this.#putTimes.avg(nowMs),
    });
    const lagOf = this.#parts.lags();
    const partitions = progress.map((each) => partitionSample(tags, each, lagOf(each.topic, each.partition)));
    return [own, this.#flow.group(tags, nowMs), ...partitions];
  }

  #uncommitted(): number {
    return this.progress().reduce((sum, each) => sum + each.consumedOffset - each.committedOffset, 0);
  }

  #activeIs(count: number, nowMs: number): void {
    this.#activeCount = count;
    this.#active.record(count, nowMs);
  }
}

function timestampOf({ timestampMs }: SinkRecord): number | null {
  return timestampMs;
}

function partitionSample(
  tags: readonly string[],
  { topic, partition, consumedOffset, currentOffset, committedOffset }: PartitionProgress,
  unreadRecords: number | null,
): GroupSample {
  return sampleOf(sinkPartitionMetrics, [...tags, topic, String(partition)], {
    'records-lag': unreadRecords === null ? null : unreadRecords + consumedOffset - currentOffset,
    'records-uncommitted': currentOffset - committedOffset,
  });
}
