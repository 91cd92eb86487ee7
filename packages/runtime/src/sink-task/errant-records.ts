import {
  ConnectError,
  withoutDeferral,
  type EncodedHeader,
  type ErrantRecordReporter,
  type RejectedRecordsError,
  type SinkRecord,
  type TopicPartition,
} from '@sluice/connect-api';
import {
  describeConsumed,
  letterOfConsumed,
  originOf,
  placeOfConsumed,
  type ConsumedPlace,
} from '../dead-letters/sink-letter.ts';
import type { Converters } from '../pipeline/converters.ts';
import type { ErrorHandler } from '../pipeline/errors/error-handler.ts';
import type { DeadLetter, Failure } from '../pipeline/errors/failure.ts';
import { partitionKey } from './partition-table.ts';
import type { ConsumedPartition, ConsumedRecords } from './record-consumer.ts';

export interface ErrantRecordsParts {
  readonly errors: ErrorHandler;
  readonly converters: Converters;
}

/** A report that will never be safe. */
interface Lost {
  readonly partition: string;
  readonly error: unknown;
}

const stageInUse = { stage: 'TASK_PUT', className: 'org.apache.kafka.connect.sink.SinkTask' } as const;

/** The records that a sink task itself could not deliver. */
export class ErrantRecords implements ErrantRecordReporter {
  readonly #parts: ErrantRecordsParts;
  #refusal: ConnectError | null = null;
  #lost: Lost[] = [];
  /** Where the last original was found: a task reports the records of a batch in order. */
  #found: { readonly origin: ConsumedPartition; readonly records: ConsumedRecords } | null = null;

  constructor(parts: ErrantRecordsParts) {
    this.#parts = parts;
  }

  report(record: SinkRecord, error: unknown): Promise<void> {
    const { safe, refusal } = this.#parts.errors.report(this.#failureOf(record, error));
    this.#watch(record, safe);
    if (refusal === null) return safe;
    this.#refusal ??= refusal;
    throw refusal;
  }

  /**
   * Reports what `put` could not take of its records.
   * @throws ConnectError when there is no such record.
   */
  reject(records: readonly SinkRecord[], { rejected }: RejectedRecordsError): void {
    for (const { index, error } of rejected) {
      const record = records[index];
      if (record === undefined) throw noSuchRecord(index, records.length, error);
      const { safe, refusal } = this.#parts.errors.report(this.#failureOf(record, error));
      this.#watch(record, safe);
      this.#refusal ??= refusal;
    }
  }

  /** Why the task must not go on: what it reported is not tolerated. */
  get refusal(): ConnectError | null {
    return this.#refusal;
  }

  /** @throws ConnectError when a record was reported whose failure is not tolerated, whatever the task made of that. */
  throwIfRefused(): void {
    if (this.#refusal !== null) throw this.#refusal;
  }

  /**
   * Waits until everything that was reported is safe: no offset may be committed before.
   * @throws ConnectError when a report was lost.
   */
  async settled(): Promise<void> {
    await this.#parts.errors.settled();
    const [first] = this.#lost;
    if (first === undefined) return;
    this.#lost = [];
    throw new ConnectError('A record that the task reported could not be written to the dead letter topic', {
      code: 'TASK_FAILED',
      cause: first.error,
    });
  }

  /** The partitions are others' now: what became of reports about them does not matter any more. */
  forget(partitions: readonly TopicPartition[]): void {
    const gone = new Set(partitions.map(partitionKey));
    this.#lost = this.#lost.filter(({ partition }) => !gone.has(partition));
  }

  #watch({ originalTopic: topic, originalKafkaPartition: partition }: SinkRecord, safe: Promise<void>): void {
    if (!this.#parts.errors.keepsRecords) return;
    safe.catch(
      (error: unknown) => void this.#lost.push({ partition: partitionKey({ topic, partition }), error }),
    );
  }

  #failureOf(record: SinkRecord, error: unknown): Failure {
    const place = placeOf(record);
    return {
      ...stageInUse,
      error,
      place: placeOfConsumed(place),
      describeRecord: () => describeConsumed(place, record),
      letter: () => this.#original(record) ?? letterOfMade(record, this.#parts.converters),
    };
  }

  /** The record as it was consumed; `null` for one that the task made itself. */
  #original(record: SinkRecord): DeadLetter | null {
    const origin = record.origin as ConsumedPartition | null;
    if (origin === null) return null;
    const place = placeOf(record);
    const records = this.#seek(origin, place.offset);
    return records === null ? null : letterOfConsumed(place, records);
  }

  #seek(origin: ConsumedPartition, offset: number): ConsumedRecords | null {
    const last = this.#found;
    const records = last?.origin === origin && last.records.offset <= offset ? last.records : firstOf(origin);
    if (records === null) return null;
    this.#found = { origin, records };
    while (records.offset < offset) {
      if (records.next()) continue;
      this.#found = null;
      return null;
    }
    return records.offset === offset ? records : null;
  }
}

function firstOf(origin: ConsumedPartition): ConsumedRecords | null {
  const records = origin.records();
  return records.next() ? records : null;
}

/** A record that the task delivered knows where it was consumed, whatever transformations made of it. */
function placeOf(record: SinkRecord): ConsumedPlace {
  const { originalTopic, originalKafkaPartition, originalKafkaOffset } = record;
  return { topic: originalTopic, partition: originalKafkaPartition, offset: originalKafkaOffset };
}

/** @throws DataError when a converter cannot represent what the task made. */
function letterOfMade(record: SinkRecord, { key, value, header }: Converters): DeadLetter {
  const { topic, timestampMs } = record;
  const headers: EncodedHeader[] = [];
  const target = { topic, headers };
  const bytes = {
    key: key.converter.encode(record.keySchema, record.key, target),
    value: value.converter.encode(record.valueSchema, withoutDeferral(record.value), target),
  };
  for (const { key: headerKey, schema, value: headerValue } of record.headers) {
    const encoded = header.converter.encodeHeader(schema, headerValue, { topic, headerKey });
    headers.push({ key: headerKey, value: encoded });
  }
  return { ...bytes, headers, timestampMs, origin: originOf(placeOf(record)) };
}

function noSuchRecord(index: number, count: number, cause: unknown): ConnectError {
  return new ConnectError(`put rejected record ${index} of ${count} records, which there is not`, {
    code: 'TASK_FAILED',
    cause,
  });
}
