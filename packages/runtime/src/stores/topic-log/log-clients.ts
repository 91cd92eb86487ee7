import type { Encoded } from '@sluice/kafka-client';
import type { Admin, Producer, TopicPartition } from '@sluice/kafka-client';
import type { Sending } from './sending.ts';

/** Goes from record to record; keys and values are views of the bytes received: copy what is kept. */
export interface LogCursor {
  next(): boolean;
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** Records of one partition, in order. */
export interface LogRecords extends TopicPartition {
  records(): LogCursor;
}

/** A record to be written; its key decides the partition. */
export interface LogEntry {
  readonly key: Encoded;
  /** `null` deletes the key. */
  readonly value: Encoded;
}

/** What a log needs of a consumer. */
export interface LogConsumer {
  assign(partitions: readonly TopicPartition[]): void;
  seekToBeginning(partitions: readonly TopicPartition[]): void;
  poll(timeoutMs: number, signal?: AbortSignal): Promise<{ readonly partitions: readonly LogRecords[] }>;
  position(partition: TopicPartition): Promise<number>;
  wakeup(): void;
  close(timeoutMs?: number): Promise<void>;
}

/** What a log needs of a producer. */
export type LogProducer = Pick<
  Producer<Sending>,
  'onDelivered' | 'partitionCount' | 'prepare' | 'append' | 'drained' | 'nudge' | 'flush' | 'close'
>;

/** What a log needs of an admin client. */
export type LogAdmin = Pick<Admin, 'createTopic' | 'describeTopic' | 'describeTopicConfigs' | 'listOffsets'>;
