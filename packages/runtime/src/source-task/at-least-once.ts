import type { PluginLogger, SourceRecord, SourceTask } from '@sluice/connect-api';
import type { SourceMeter } from '../metrics/task/source-meter.ts';
import type { ErrorCounts } from '../pipeline/error-counts.ts';
import type { ErrorHandler } from '../pipeline/errors/error-handler.ts';
import type { OffsetStore } from '../stores/offset-store.ts';
import type { TaskControl } from '../task/task-control.ts';
import { longestTimerMs } from '../timing/longest-timer.ts';
import { withinTime } from '../timing/within-time.ts';
import type { TopicTracker } from '../topics-in-use/topic-tracker.ts';
import { Deliveries } from './deliveries.ts';
import type { DeliveryGuarantee } from './delivery-guarantee.ts';
import type { InFlightRecord } from './in-flight.ts';
import type { OffsetCommits } from './offset-commits.ts';
import type { RecordProducer } from './record-producer.ts';

export interface AtLeastOnceParts {
  readonly task: SourceTask;
  readonly producer: RecordProducer<InFlightRecord>;
  readonly errors: ErrorHandler;
  /** Told which topics have records of the task. */
  readonly tracker: TopicTracker;
  readonly offsets: OffsetCommits;
  /** The store of the offsets, if it is this task's own. */
  readonly ownStore: OffsetStore | null;
  /** `offset.flush.interval.ms`. */
  readonly flushIntervalMs: number;
  /** `offset.flush.timeout.ms`. */
  readonly flushTimeoutMs: number;
  readonly control: TaskControl;
  readonly meter: SourceMeter;
  readonly errorCounts: ErrorCounts;
  readonly log: PluginLogger;
}

/**
 * Delivers at least once: the offsets of what Kafka has acknowledged are stored every now and then.
 *
 * Invariant 2: an offset is stored only after Kafka acknowledged its record and all before it of the same source
 * partition; a cancelled task stores nothing and sends nothing.
 */
export class AtLeastOnce implements DeliveryGuarantee<InFlightRecord> {
  /** What could be delivered was waited for before; the rest is sent again by the next run. */
  readonly closeTimeoutMs = 0;
  readonly #parts: AtLeastOnceParts;
  readonly #deliveries: Deliveries;
  #flushTimer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(parts: AtLeastOnceParts) {
    this.#parts = parts;
    this.#deliveries = new Deliveries(parts);
  }

  async open(): Promise<void> {
    await this.#parts.ownStore?.start();
  }

  begin(): void {
    this.#scheduleFlush();
  }

  throwIfFailed(): void {
    this.#deliveries.throwIfFailed();
  }

  submit(polled: SourceRecord): InFlightRecord {
    this.#deliveries.throwIfFailed();
    return this.#deliveries.inFlight.submit(polled);
  }

  appended(): boolean {
    return false;
  }

  dropped(polled: SourceRecord): boolean {
    this.#deliveries.dropped(polled);
    return false;
  }

  recordDone(): Promise<void> {
    return Promise.resolve();
  }

  batchDone(): Promise<void> {
    return Promise.resolve();
  }

  /** What was sent before is still being committed. */
  paused(): Promise<void> {
    return Promise.resolve();
  }

  resumed(): void {}

  async finish(): Promise<void> {
    this.#endFlushes();
    // What is acknowledged need not wait for the rest, which may take until the task is cancelled.
    if (this.#deliveries.inFlight.count > 0) await this.#flush();
    await this.#deliveries.settled(this.#parts.flushTimeoutMs);
    await this.#flush();
  }

  abandon(): void {
    const { ownStore, log } = this.#parts;
    this.#endFlushes();
    ownStore
      ?.stop(0)
      .catch((error: unknown) => log.warn({ err: error }, 'The offsets store could not be closed'));
  }

  async close(): Promise<void> {
    this.#endFlushes();
    await this.#parts.ownStore?.stop();
  }

  #endFlushes(): void {
    this.#isOver = true;
    clearTimeout(this.#flushTimer);
  }

  #scheduleFlush(): void {
    const { control, flushIntervalMs } = this.#parts;
    const flush = async (): Promise<void> => {
      await this.#flush();
      if (!control.stopping && !this.#isOver) this.#scheduleFlush();
    };
    this.#flushTimer = setTimeout(() => void flush(), Math.min(flushIntervalMs, longestTimerMs));
  }

  /** Never rejects: an offset that cannot be stored fails the task at its next poll. */
  async #flush(): Promise<void> {
    const { offsets, task, log, meter } = this.#parts;
    const startedMs = performance.now();
    try {
      offsets.add(this.#deliveries.inFlight.takeCommittable());
    } catch (error) {
      this.#deliveries.fail(error);
      return;
    }
    if (!(await this.#lettersAreSafe()) || !(await offsets.commit())) {
      meter.commitFailed();
      return;
    }
    meter.commitSucceeded(performance.now() - startedMs);
    try {
      await task.commit?.();
    } catch (error) {
      log.error({ err: error }, 'The task failed in commit; the offsets are committed all the same');
    }
  }
  /** An offset behind a record that failed is stored only once that record is put away. */
  async #lettersAreSafe(): Promise<boolean> {
    const { errors, flushTimeoutMs, log } = this.#parts;
    const settled = await withinTime(errors.settled(), flushTimeoutMs);
    if (settled !== 'timed-out') return true;
    log.error(
      { timeoutMs: flushTimeoutMs },
      'Dead letters were not written in time; offsets are not committed',
    );
    return false;
  }
}
