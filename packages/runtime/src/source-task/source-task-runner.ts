import {
  ConnectError,
  isConnectError,
  isRetriable,
  type PluginLogger,
  type SourceRecord,
  type SourceTask,
} from '@sluice/connect-api';
import type { SourceMeter } from '../metrics/task/source-meter.ts';
import type { ErrorHandler } from '../pipeline/errors/error-handler.ts';
import type { Failure } from '../pipeline/errors/failure.ts';
import type { SourcePipeline } from '../pipeline/source-pipeline.ts';
import type { ReportState, TaskBody } from '../task/run-task.ts';
import type { Stage } from '../task/progress/stages.ts';
import { messageOf, type TaskProgress } from '../task/progress/task-progress.ts';
import type { TaskControl } from '../task/task-control.ts';
import { TurnTaker } from '../timing/turn-taker.ts';
import { sleep } from '../timing/sleep.ts';
import type { DeliveryGuarantee, OutgoingSlot } from './delivery-guarantee.ts';
import { describedBy } from './describe-record.ts';
import type { RecordProducer } from './record-producer.ts';
import { isRetriableInKafka } from '../retriable-in-kafka.ts';
import { sendFailed } from './send-failed.ts';
import type { TopicPreparation } from './topic-preparation.ts';

export interface SourceTaskRunnerParts<T> {
  readonly task: SourceTask;
  readonly pipeline: SourcePipeline;
  readonly errors: ErrorHandler;
  readonly producer: RecordProducer<T>;
  readonly guarantee: DeliveryGuarantee<T>;
  /** Creates topics as the connector wants them; `null` leaves that to brokers. */
  readonly topics: TopicPreparation | null;
  /** Closed last, if there is one. */
  readonly admin: { close(): Promise<void> } | null;
  readonly control: TaskControl;
  readonly report: ReportState;
  readonly progress: TaskProgress;
  readonly meter: SourceMeter;
  readonly log: PluginLogger;
}

const retryDelayMs = 100;

/**
 * Runs a source task: poll, convert, hand over to the producer. What becomes of the records and their offsets is up to
 * the guarantee.
 */
export class SourceTaskRunner<T> implements TaskBody {
  readonly #parts: SourceTaskRunnerParts<T>;
  /** What is given to the producer; one object for all records, as nothing of it is kept. */
  readonly #slot: OutgoingSlot = {
    topic: '',
    partition: null,
    timestampMs: null,
    key: null,
    value: null,
    headers: [],
  };
  readonly #turns = new TurnTaker();
  #startAttempted = false;
  #producerClosed: Promise<void> | null = null;

  constructor(parts: SourceTaskRunnerParts<T>) {
    this.#parts = parts;
    parts.control.cancelSignal.addEventListener('abort', () => this.#abandon(), { once: true });
  }

  async start(): Promise<void> {
    const { guarantee, control, task, errors, progress } = this.#parts;
    progress.enter('start');
    await guarantee.open();
    if (control.stopping) return;
    this.#startAttempted = true;
    await errors.open();
    await task.start?.();
    guarantee.begin();
  }

  async run(): Promise<void> {
    const { control, guarantee, meter, progress } = this.#parts;
    let hasFailed = true;
    meter.resumed();
    try {
      while (!control.stopping) {
        if (control.paused) await this.#pause();
        else await this.#pollAndSend();
      }
      hasFailed = false;
    } finally {
      progress.enter('stop');
      if (this.#startAttempted) await guarantee.finish(hasFailed);
    }
  }

  async close(): Promise<void> {
    const { task, log, pipeline, guarantee, admin, errors } = this.#parts;
    try {
      if (this.#startAttempted) await task.stop?.();
    } catch (error) {
      log.warn({ err: error }, 'The task failed while it stopped');
    }
    try {
      await this.#closeProducer();
      await guarantee.close();
      await admin?.close();
    } finally {
      pipeline.close();
      await errors.close();
    }
  }

  async #pause(): Promise<void> {
    const { control, report, guarantee, meter, progress } = this.#parts;
    await guarantee.paused();
    progress.enter('paused');
    report('PAUSED');
    await control.untilNotPaused();
    guarantee.resumed();
    meter.resumed();
    if (!control.stopping) report('RUNNING');
  }

  async #pollAndSend(): Promise<void> {
    const { guarantee, meter } = this.#parts;
    const records = await this.#poll();
    if (records !== null) {
      if (!(await this.#send(records))) return;
      meter.handedOver();
    }
    this.#parts.progress.enter('commit');
    await guarantee.batchDone();
    if (this.#turns.isDue) await this.#turns.giveWay();
  }

  /** Resolves to whether all of the records were sent or dropped; if not, the task is to stop. */
  async #send(records: readonly SourceRecord[]): Promise<boolean> {
    const { control, pipeline, guarantee } = this.#parts;
    for (const record of records) {
      if (control.cancelled) return false;
      const failure = this.#encode(record, false);
      const isTolerated = failure !== null && !(await this.#recover(failure, record));
      const outgoing = isTolerated ? null : pipeline.record;
      if (outgoing === null) {
        if (guarantee.dropped(record)) await guarantee.recordDone(record);
        continue;
      }
      if (!this.#isReadyFor(outgoing) && !(await this.#prepare(outgoing))) return false;
      const submitted = guarantee.submit(record, outgoing);
      if (!this.#append(outgoing, submitted) && !(await this.#waitAndAppend(outgoing, submitted)))
        return false;
      if (guarantee.appended(record, submitted)) await guarantee.recordDone(record);
    }
    return true;
  }

  /** The next records, when there will soon be nothing to send; `null` when there are none. */
  async #poll(): Promise<readonly SourceRecord[] | null> {
    const { task, producer, control, guarantee, log, meter, progress } = this.#parts;
    if (producer.isAhead) {
      progress.enter('wait-for-broker');
      await producer.caughtUp(control.stopSignal);
      meter.resumed();
    }
    guarantee.throwIfFailed();
    if (control.stopping) return null;
    progress.enter('poll');
    try {
      const records = await task.poll();
      progress.retries(true);
      progress.enter('convert');
      meter.polled(records?.length ?? null);
      return records;
    } catch (error) {
      if (!isRetriable(error) && !isRetriableInKafka(error)) throw error;
      progress.failedForNow(error);
      log.warn({ err: error }, 'poll failed in a way that may pass; polling again');
      await sleep(retryDelayMs, control.stopSignal);
      meter.resumed();
      return null;
    }
  }

  /** Has the pipeline transform and convert a record, or go on with it; says why it cannot. */
  #encode(record: SourceRecord, isRetry: boolean): Failure | null {
    const { pipeline } = this.#parts;
    try {
      if (isRetry) pipeline.retry();
      else pipeline.encode(record);
      return null;
    } catch (error) {
      return { ...pipeline.stageInUse, error, ...describedBy(record) };
    }
  }

  #recover(failure: Failure, record: SourceRecord): Promise<boolean> {
    const { errors, control } = this.#parts;
    return errors.recover(failure, () => this.#encode(record, true), control.stopSignal);
  }

  #isReadyFor({ topic, kafkaPartition }: SourceRecord): boolean {
    const count = this.#parts.producer.partitionCount(topic);
    return count !== undefined && (kafkaPartition === null || kafkaPartition < count);
  }

  /** Waits as long as it takes for topic and partition to be there; false when the task is to stop first. */
  #prepare({ topic, kafkaPartition }: SourceRecord): Promise<boolean> {
    const { producer, topics, progress } = this.#parts;
    progress.waitsFor(kafkaPartition === null ? topic : `${topic}, partition ${kafkaPartition}`);
    return this.#patiently('wait-for-topic', async (signal) => {
      await topics?.ensure(topic);
      await producer.prepare(topic, { partition: kafkaPartition, signal });
    });
  }

  /** Waits until the buffer has room and hands the record over; false when the task is to stop first. */
  async #waitAndAppend(record: SourceRecord, submitted: T): Promise<boolean> {
    const { producer, guarantee } = this.#parts;
    do {
      if (!(await this.#patiently('wait-for-broker', (signal) => producer.drained(signal)))) return false;
      guarantee.throwIfFailed();
      if (!this.#isReadyFor(record) && !(await this.#prepare(record))) return false;
    } while (!this.#append(record, submitted));
    return true;
  }

  /** Waits for Kafka, again and again where that may help; false when the task is to stop first. */
  async #patiently(stage: Stage, wait: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    const { control, progress, log } = this.#parts;
    progress.enter(stage);
    while (!control.stopping) {
      try {
        await wait(control.stopSignal);
        progress.waitsFor('');
        progress.enter('convert');
        return true;
      } catch (error) {
        if (control.stopping) break;
        if (isConnectError(error) && !isRetriable(error)) throw error;
        if (!isRetriable(error) && !isRetriableInKafka(error)) throw sendFailed(error);
        progress.troubledBy(messageOf(error));
        log.warn({ err: error }, 'A record cannot be sent yet; trying again');
        await sleep(retryDelayMs, control.stopSignal);
      }
    }
    return false;
  }

  /** Hands over the record that was converted last; false when the buffer is used up. */
  #append(record: SourceRecord, submitted: T): boolean {
    const { pipeline, producer } = this.#parts;
    const slot = this.#slot;
    slot.topic = record.topic;
    slot.partition = record.kafkaPartition;
    slot.timestampMs = checkedTimestampMs(record);
    slot.key = pipeline.key;
    slot.value = pipeline.value;
    slot.headers = pipeline.headers;
    try {
      return producer.append(slot, submitted);
    } catch (error) {
      throw sendFailed(error);
    }
  }

  /** Nothing may reach Kafka any more, though the task still sits in one of its methods. */
  #abandon(): void {
    this.#parts.errors.abandon();
    this.#parts.guarantee.abandon();
    this.#closeProducer().catch((error: unknown) =>
      this.#parts.log.warn({ err: error }, 'The producer of a cancelled task could not be closed'),
    );
  }

  #closeProducer(): Promise<void> {
    const { producer, guarantee, control } = this.#parts;
    return (this.#producerClosed ??= producer.close(control.cancelled ? 0 : guarantee.closeTimeoutMs));
  }
}

function checkedTimestampMs({ timestampMs }: SourceRecord): number | null {
  if (timestampMs === null || timestampMs === -1) return null;
  if (!Number.isSafeInteger(timestampMs) || timestampMs < 0) {
    throw new ConnectError(`Invalid record timestamp ${timestampMs}`, {
      code: 'RECORD_PRODUCE_FAILED',
      javaClassName: 'org.apache.kafka.common.InvalidRecordException',
    });
  }
  return timestampMs;
}
