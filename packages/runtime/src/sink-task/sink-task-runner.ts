import {
  ConnectError,
  isRejectedRecords,
  isRetriable,
  type PartitionOffset,
  type PluginLogger,
  type SinkRecord,
  type SinkTask,
  type TopicPartition,
} from '@sluice/connect-api';
import type { PartitionProgress, SinkMeter } from '../metrics/task/sink-meter.ts';
import type { ErrorHandler } from '../pipeline/errors/error-handler.ts';
import type { SinkPipeline } from '../pipeline/sink-pipeline.ts';
import type { ReportState, TaskBody } from '../task/run-task.ts';
import type { TaskProgress } from '../task/progress/task-progress.ts';
import type { TaskControl } from '../task/task-control.ts';
import { longestTimerMs } from '../timing/longest-timer.ts';
import type { TopicTracker } from '../topics-in-use/topic-tracker.ts';
import { BatchReader } from './batch-reader.ts';
import type { ErrantRecords } from './errant-records.ts';
import { partitionKey, PartitionTable } from './partition-table.ts';
import { PendingBatch } from './pending-batch.ts';
import type { AssignmentListener, RecordConsumer } from './record-consumer.ts';
import { SinkCommits } from './sink-commits.ts';
import type { SinkRequests } from './sink-requests.ts';

export interface SinkTaskRunnerParts {
  readonly task: SinkTask;
  readonly pipeline: SinkPipeline;
  readonly errors: ErrorHandler;
  /** The records that the task itself reports. */
  readonly errants: ErrantRecords;
  readonly consumer: RecordConsumer;
  readonly topics: readonly string[] | RegExp;
  /** Told which of them have records. */
  readonly tracker: TopicTracker;
  readonly requests: SinkRequests;
  /** `offset.flush.interval.ms`. */
  readonly flushIntervalMs: number;
  /** `offset.flush.timeout.ms`. */
  readonly flushTimeoutMs: number;
  readonly control: TaskControl;
  readonly report: ReportState;
  readonly progress: TaskProgress;
  readonly meter: SinkMeter;
  readonly log: PluginLogger;
}

/** Runs a sink task, delivering at least once: consume, convert, put, and commit what the task calls safe. */
export class SinkTaskRunner implements TaskBody, AssignmentListener {
  readonly #parts: SinkTaskRunnerParts;
  readonly #table = new PartitionTable();
  readonly #batch = new PendingBatch();
  readonly #commits: SinkCommits;
  readonly #reader: BatchReader;
  #redelivering = false;
  #pausedByUser = false;
  #commitOnPause = false;
  #rebalanceFailure: { readonly error: unknown } | null = null;
  #consumerClosed: Promise<void> | null = null;

  constructor(parts: SinkTaskRunnerParts) {
    this.#parts = parts;
    const {
      task,
      consumer,
      control,
      requests,
      errants,
      flushIntervalMs,
      flushTimeoutMs,
      meter,
      progress,
      log,
    } = parts;
    meter.progress = () => this.#progress();
    this.#reader = new BatchReader({ ...parts, batch: this.#batch, stopSignal: control.stopSignal });
    this.#commits = new SinkCommits({
      task,
      consumer,
      table: this.#table,
      intervalMs: flushIntervalMs,
      timeoutMs: flushTimeoutMs,
      progress,
      settleReports: () => errants.settled(),
      isCancelled: () => control.cancelled,
      rewind: (partitions) => this.#deliverAgain(this.#table.rewind(partitions)),
      meter,
      log,
    });
    control.onChange = () => consumer.wakeup();
    control.cancelSignal.addEventListener('abort', () => this.#abandon(), { once: true });
    requests.handler = {
      assignment: () => consumer.assignment(),
      committed: (partitions) => consumer.fetchCommitted(partitions),
      pause: (partitions) => consumer.pause(partitions),
      resume: (partitions) => {
        if (!this.#pausedByUser && !this.#redelivering) consumer.resume(partitions);
      },
    };
  }

  async start(): Promise<void> {
    const { task, consumer, topics, errors, progress } = this.#parts;
    progress.enter('start');
    await errors.open();
    consumer.subscribe(topics, this);
    await task.start?.();
  }

  async run(): Promise<void> {
    const { control } = this.#parts;
    let failure: { readonly error: unknown } | null = null;
    try {
      while (!control.stopping) await this.#iterate();
    } catch (error) {
      failure = { error };
    }
    this.#parts.progress.enter('stop');
    try {
      await this.#giveUp(this.#table.partitions);
    } catch (error) {
      failure ??= { error };
    }
    if (failure !== null) throw failure.error;
  }

  async close(): Promise<void> {
    const { task, log, pipeline, errors } = this.#parts;
    try {
      await task.stop?.();
    } catch (error) {
      log.warn({ err: error }, 'The task failed while it stopped');
    }
    try {
      await this.#closeConsumer();
    } finally {
      pipeline.close();
      await errors.close();
    }
  }

  async onAssigned(positions: readonly PartitionOffset[]): Promise<void> {
    if (positions.length === 0 || this.#parts.control.cancelled || this.#rebalanceFailure !== null) return;
    this.#table.assign(positions);
    this.#pauseAsNeeded();
    try {
      await this.#parts.task.open?.(positions.map(({ topic, partition }) => ({ topic, partition })));
      this.#applyRequestedOffsets();
    } catch (error) {
      this.#rebalanceFailure = { error };
    }
  }

  async onRevoked(partitions: readonly TopicPartition[]): Promise<void> {
    try {
      await this.#giveUp(partitions);
    } catch (error) {
      this.#rebalanceFailure ??= { error };
    }
  }

  async onLost(partitions: readonly TopicPartition[]): Promise<void> {
    const { task, control, errants } = this.#parts;
    const owned = partitions.filter((partition) => this.#table.has(partition));
    this.#commits.forgetCommit();
    errants.forget(partitions);
    try {
      if (owned.length > 0 && !control.cancelled) await task.close?.(owned);
    } catch (error) {
      this.#rebalanceFailure ??= { error };
    }
    this.#forget(partitions);
  }

  async #iterate(): Promise<void> {
    const { requests, consumer, control, meter, progress } = this.#parts;
    this.#followTarget();
    await this.#commits.commitIfDue(() => this.#takeCommitRequest());
    this.#applyRequestedOffsets();
    const requestedTimeoutMs = requests.takeTimeout();
    const untilCommitMs = Math.min(this.#commits.untilNextMs, longestTimerMs);
    const timeoutMs = requestedTimeoutMs > 0 ? Math.min(untilCommitMs, requestedTimeoutMs) : untilCommitMs;
    progress.enter(control.paused ? 'paused' : 'fetch');
    const fetched = await consumer.poll(timeoutMs);
    if (this.#rebalanceFailure !== null) throw this.#rebalanceFailure.error;
    // What was fetched while the task was asked to stop is not put: it comes again.
    if (control.stopping) return;
    meter.polled();
    if (fetched.length > 0) {
      progress.enter('convert');
      let count = 0;
      for (const partition of fetched) count += await this.#reader.read(partition);
      meter.converted(count);
      progress.received(count);
    }
    progress.reads(this.#table.partitions.length, consumer.lag());
    await this.#put();
  }

  #takeCommitRequest(): boolean {
    const asked = this.#commitOnPause;
    this.#commitOnPause = false;
    return this.#parts.requests.takeCommitRequest() || asked;
  }

  /** Pauses or resumes the consumer when the user's wish has changed. */
  #followTarget(): void {
    const { control, report } = this.#parts;
    if (control.paused === this.#pausedByUser) return;
    this.#pausedByUser = control.paused;
    if (control.paused) {
      this.#pauseAsNeeded();
      this.#commitOnPause = true;
      report('PAUSED');
    } else {
      this.#resumeAsAllowed();
      report('RUNNING');
    }
  }

  #pauseAsNeeded(): void {
    const { consumer, requests } = this.#parts;
    const assignment = consumer.assignment();
    if (this.#pausedByUser || this.#redelivering) {
      consumer.pause(assignment);
      return;
    }
    const assigned = new Set(assignment.map(partitionKey));
    for (const key of requests.pausedByTask.keys()) if (!assigned.has(key)) requests.pausedByTask.delete(key);
    consumer.pause([...requests.pausedByTask.values()]);
  }

  #resumeAsAllowed(): void {
    if (this.#pausedByUser || this.#redelivering) return;
    const { consumer, requests } = this.#parts;
    const paused = requests.pausedByTask;
    consumer.resume(consumer.assignment().filter((partition) => !paused.has(partitionKey(partition))));
  }

  #applyRequestedOffsets(): void {
    const offsets = this.#parts.requests.takeOffsets((partition) => this.#table.has(partition));
    if (offsets.length === 0) return;
    this.#table.reposition(offsets);
    this.#deliverAgain(offsets);
  }

  /**
   * Goes on at these offsets. Records that wait for redelivery are let go: the consumer brings them again, and
   * putting them now would let offsets past others that are to come again be committed.
   */
  #deliverAgain(offsets: readonly PartitionOffset[]): void {
    this.#parts.consumer.seek(offsets);
    this.#dropPending(offsets);
  }

  #dropPending(partitions: readonly TopicPartition[]): void {
    this.#batch.remove(partitions);
    if (this.#redelivering && this.#batch.isEmpty) this.#endRedelivery();
  }

  #endRedelivery(): void {
    this.#redelivering = false;
    this.#resumeAsAllowed();
  }

  async #put(): Promise<void> {
    const { task, control, errors, errants, meter, progress } = this.#parts;
    if (control.cancelled) return;
    if (!control.paused) progress.enter('put');
    try {
      await task.put(this.#batch.records);
      meter.put(this.#batch.records);
    } catch (error) {
      if (isRetriable(error)) {
        progress.failedForNow(error);
        return this.#redeliver(error);
      }
      // What the task reported, and must not go on after, is what it fails with.
      errants.throwIfRefused();
      if (!isRejectedRecords(error)) throw putFailed(error, this.#batch.records);
      errants.reject(this.#batch.records, error);
    }
    errants.throwIfRefused();
    await errors.room(control.stopSignal);
    progress.retries(true);
    progress.delivered(this.#batch.records.length);
    this.#table.advance(this.#batch.nextOffsets);
    this.#batch.clear();
    if (this.#redelivering) this.#endRedelivery();
  }

  #progress(): PartitionProgress[] {
    const consumed = new Map(this.#batch.nextOffsets.map((next) => [partitionKey(next), next.offset]));
    return this.#table.progress(consumed);
  }

  #redeliver(error: unknown): void {
    const { consumer, log } = this.#parts;
    log.warn({ err: error }, 'put failed in a way that may pass; delivering the same records again');
    this.#redelivering = true;
    consumer.pause(consumer.assignment());
  }

  /** Commits partitions, has the task close them, and forgets them. */
  async #giveUp(partitions: readonly TopicPartition[]): Promise<void> {
    const { control } = this.#parts;
    try {
      if (!control.cancelled) await this.#commits.commitAndClose(partitions);
    } finally {
      this.#forget(partitions);
    }
  }

  #forget(partitions: readonly TopicPartition[]): void {
    this.#table.unassign(partitions);
    this.#parts.requests.forgetOffsets(partitions);
    this.#dropPending(partitions);
  }

  /** Lets others have the partitions at once, though the task still sits in one of its methods. */
  #abandon(): void {
    this.#parts.errors.abandon();
    this.#closeConsumer().catch((error: unknown) =>
      this.#parts.log.warn({ err: error }, 'The consumer of a cancelled task could not be closed'),
    );
  }

  #closeConsumer(): Promise<void> {
    return (this.#consumerClosed ??= this.#parts.consumer.close());
  }
}

function putFailed(error: unknown, records: readonly SinkRecord[]): ConnectError {
  const [first] = records;
  const last = records.at(-1);
  const given =
    first === undefined || last === undefined
      ? 'no records'
      : `${records.length} records, ${placeOf(first)} to ${placeOf(last)}`;
  return new ConnectError(
    `Exiting WorkerSinkTask due to unrecoverable exception. put failed; it was given ${given}`,
    { code: 'TASK_FAILED', cause: error },
  );
}

function placeOf({ originalTopic, originalKafkaPartition, originalKafkaOffset }: SinkRecord): string {
  return `${originalTopic}-${originalKafkaPartition}@${originalKafkaOffset}`;
}
