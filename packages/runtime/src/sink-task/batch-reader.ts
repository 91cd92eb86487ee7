import { describeConsumed, letterOfConsumed, placeOfConsumed } from '../dead-letters/sink-letter.ts';
import type { ErrorHandler } from '../pipeline/errors/error-handler.ts';
import type { Failure } from '../pipeline/errors/failure.ts';
import { timestampTypes, type SinkPipeline } from '../pipeline/sink-pipeline.ts';
import type { TopicTracker } from '../topics-in-use/topic-tracker.ts';
import type { PendingBatch } from './pending-batch.ts';
import type { ConsumedPartition, ConsumedRecords } from './record-consumer.ts';

export interface BatchReaderParts {
  readonly pipeline: SinkPipeline;
  readonly errors: ErrorHandler;
  readonly batch: PendingBatch;
  readonly tracker: TopicTracker;
  readonly stopSignal: AbortSignal;
}

/** Converts and transforms what was consumed, into the batch that is put next. */
export class BatchReader {
  readonly #parts: BatchReaderParts;

  constructor(parts: BatchReaderParts) {
    this.#parts = parts;
  }

  /**
   * Resolves to how many records there were.
   * @throws ConnectError for a record that fails and must not be skipped.
   */
  async read(fetched: ConsumedPartition): Promise<number> {
    const { batch, tracker } = this.#parts;
    const { topic, partition, nextOffset } = fetched;
    const records = fetched.records();
    let count = 0;
    let wasConverted = false;
    while (records.next()) {
      count += 1;
      const failure = this.#decode(fetched, records, false);
      const isLost = failure !== null && !(await this.#recover(failure, fetched, records));
      wasConverted ||= !isLost || failure.stage === 'TRANSFORMATION';
    }
    // Whatever transformations make of its records, the topic is in use.
    if (wasConverted) tracker.used(topic);
    batch.consumedTo({ topic, partition, offset: nextOffset });
    return count;
  }

  #recover(failure: Failure, fetched: ConsumedPartition, records: ConsumedRecords): Promise<boolean> {
    const { errors, stopSignal } = this.#parts;
    return errors.recover(failure, () => this.#decode(fetched, records, true), stopSignal);
  }

  /** Adds the record in hand to the batch unless a transformation drops it, or says why it cannot be read. */
  #decode(from: ConsumedPartition, records: ConsumedRecords, isRetry: boolean): Failure | null {
    const { pipeline, batch } = this.#parts;
    try {
      const record = isRetry ? pipeline.retry(from, records) : pipeline.decode(from, records);
      if (record !== null) batch.add(record);
      return null;
    } catch (error) {
      return { ...pipeline.stageInUse, error, ...describedBy(from, records) };
    }
  }
}

function describedBy(
  { topic, partition }: ConsumedPartition,
  records: ConsumedRecords,
): Omit<Failure, 'stage' | 'className' | 'error'> {
  const { offset, timestampMs } = records;
  const place = { topic, partition, offset };
  const timestampType = timestampTypes[records.timestampType];
  return {
    place: placeOfConsumed(place),
    describeRecord: () => describeConsumed(place, { timestampMs, timestampType }),
    letter: () => letterOfConsumed(place, records),
  };
}
