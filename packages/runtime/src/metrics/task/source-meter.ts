import { sampleOf, type GroupSample } from '../declare/metric-declaration.ts';
import { sourceTaskMetrics } from '../groups/task-groups.ts';
import { Counter } from '../statistics/counter.ts';
import { Windowed } from '../statistics/windowed.ts';
import { FlowTimes, type FlowParts } from './flow-times.ts';
import type { FlowMeter, TaskMeter } from './task-meter.ts';

/**
 * Measures a source task: told of every batch, never of a single record. The clock is read twice a batch: when a poll
 * has returned, and when its records were handed over, which is when the next poll begins.
 */
export class SourceMeter implements FlowMeter {
  readonly #task: TaskMeter;
  readonly #flow: FlowTimes;
  readonly #polled: Counter;
  readonly #written: Counter;
  readonly #pollTimes: Windowed;
  readonly #active: Windowed;
  #activeCount = 0;
  #transactions: Windowed | null = null;
  #markMs: number;

  constructor(task: TaskMeter, parts: FlowParts) {
    const { windows, nowMs } = task.options;
    this.#task = task;
    this.#flow = new FlowTimes(task.options, parts);
    this.#polled = new Counter(windows);
    this.#written = new Counter(windows);
    this.#pollTimes = new Windowed(windows);
    this.#active = new Windowed(windows);
    this.#markMs = nowMs();
  }

  /** Time has passed that belongs neither to a poll nor to a batch: the task was paused, or waited for Kafka. */
  resumed(): void {
    this.#markMs = this.#task.options.nowMs();
  }

  /** A poll has returned, `null` when it gave nothing. */
  polled(records: number | null): void {
    const nowMs = this.#task.options.nowMs();
    const tookMs = nowMs - this.#markMs;
    this.#markMs = nowMs;
    if (records === null) return;
    this.#task.progress.received(records);
    this.#pollTimes.record(tookMs, nowMs);
    this.#task.batch(records, nowMs);
    this.#polled.add(records, nowMs);
    this.#activeIs(this.#activeCount + records, nowMs);
  }

  /** The records of the last poll were transformed, converted and handed over. */
  handedOver(): void {
    const nowMs = this.#task.options.nowMs();
    this.#flow.batchConverted(nowMs - this.#markMs, nowMs);
    this.#markMs = nowMs;
  }

  /** Records are done with that Kafka does not get. */
  dropped(records: number): void {
    this.#activeIs(this.#activeCount - records, this.#task.options.nowMs());
  }

  /** Kafka acknowledged records that were stamped so. */
  acknowledged(timestampsMs: readonly number[]): void {
    const nowMs = this.#task.options.nowMs();
    this.#written.add(timestampsMs.length, nowMs);
    this.#task.progress.delivered(timestampsMs.length);
    this.#activeIs(this.#activeCount - timestampsMs.length, nowMs);
    this.#flow.arrived(timestampsMs, itself, nowMs);
  }

  /** A transaction was committed; 0 when it holds offsets only. */
  transactionCommitted(records: number): void {
    const { windows, nowMs } = this.#task.options;
    this.#transactions ??= new Windowed(windows);
    this.#transactions.record(records, nowMs());
  }

  commitSucceeded(tookMs: number): void {
    this.#task.commitSucceeded(tookMs);
  }

  commitFailed(): void {
    this.#task.commitFailed();
  }

  groups(tags: readonly string[], nowMs: number): readonly GroupSample[] {
    const own = sampleOf(sourceTaskMetrics, tags, {
      'source-record-poll-total': this.#polled.total,
      'source-record-poll-rate': this.#polled.rate(nowMs),
      'source-record-write-total': this.#written.total,
      'source-record-write-rate': this.#written.rate(nowMs),
      'poll-batch-max-time-ms': this.#pollTimes.max(nowMs),
      'poll-batch-avg-time-ms': this.#pollTimes.avg(nowMs),
      'source-record-active-count': this.#activeCount,
      'source-record-active-count-max': this.#active.max(nowMs),
      'source-record-active-count-avg': this.#active.avg(nowMs),
      'transaction-size-min': this.#transactions?.min(nowMs) ?? null,
      'transaction-size-max': this.#transactions?.max(nowMs) ?? null,
      'transaction-size-avg': this.#transactions?.avg(nowMs) ?? null,
    });
    return [own, this.#flow.group(tags, nowMs)];
  }

  #activeIs(count: number, nowMs: number): void {
    this.#activeCount = count;
    this.#task.progress.inFlight(count);
    this.#active.record(count, nowMs);
  }
}

function itself(timestampMs: number): number {
  return timestampMs;
}
