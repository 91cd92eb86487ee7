import { ConnectRecord, type ConnectRecordInit, type Mutable } from './connect-record.ts';

/** What the timestamp of a Kafka record means. */
export type TimestampType = 'NoTimestampType' | 'CreateTime' | 'LogAppendTime';

export interface SinkRecordInit extends ConnectRecordInit {
  readonly kafkaPartition: number;
  /** The record's offset; offsets above 2^53 are rejected by the consumer. */
  readonly kafkaOffset: number;
  readonly timestampType?: TimestampType;
  /** Where the record was consumed; by default topic, partition and offset. Survive transformations. */
  readonly originalTopic?: string;
  readonly originalKafkaPartition?: number;
  readonly originalKafkaOffset?: number;
  /** What the worker that delivers the record knows it by; of no meaning to anybody else. Survives transformations. */
  readonly origin?: object | null;
}

/** A record on its way out of Kafka. */
export class SinkRecord extends ConnectRecord {
  declare readonly kafkaPartition: number;
  readonly kafkaOffset: number;
  readonly timestampType: TimestampType;
  readonly originalTopic: string;
  readonly originalKafkaPartition: number;
  readonly originalKafkaOffset: number;
  /** What the worker knows the record by, `null` for one that it did not deliver. */
  readonly origin: object | null;

  constructor(init: SinkRecordInit) {
    super(init);
    this.kafkaOffset = init.kafkaOffset;
    this.timestampType = init.timestampType ?? 'NoTimestampType';
    this.originalTopic = init.originalTopic ?? init.topic;
    this.originalKafkaPartition = init.originalKafkaPartition ?? init.kafkaPartition;
    this.originalKafkaOffset = init.originalKafkaOffset ?? init.kafkaOffset;
    this.origin = init.origin ?? null;
  }

  // Every transformation comes by here: a copy that is changed takes much less than an object with all parts.
  override with(changes: Partial<ConnectRecordInit>): SinkRecord {
    const copy: Mutable<SinkRecord> = this.change(new SinkRecord(this), changes);
    if (changes.kafkaPartition != null) copy.kafkaPartition = changes.kafkaPartition;
    return copy as SinkRecord;
  }
}
