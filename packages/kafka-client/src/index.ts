import type { RecordHeader } from '@sluice/kafka-protocol';
import type { ClientLog } from './client-log.ts';
import type { RebalanceListener } from './group/rebalance-listener.ts';
import type { AdminSettings } from './settings/admin-settings.ts';
import type { ConsumerSettings } from './settings/consumer-settings.ts';
import type { TopicPartition } from './topic-partition.ts';

export type { Encoded, RecordHeader, RecordHeaderInput } from '@sluice/kafka-protocol';
export type { ClientLog } from './client-log.ts';
export { KafkaError, type KafkaErrorPlace } from './errors/kafka-error.ts';
export type { RebalanceListener } from './group/rebalance-listener.ts';
export type { Delivery } from './produce/delivery.ts';
export { Producer, type ProducerOptions } from './produce/producer.ts';
export type { ProducerRecord } from './produce/producer-record.ts';
export { parseAdminSettings, type AdminSettings } from './settings/admin-settings.ts';
export { parseConsumerSettings, type ConsumerSettings } from './settings/consumer-settings.ts';
export type { ClientProperties, ParsedSettings } from './settings/parse-settings.ts';
export { parseProducerSettings, type ProducerSettings } from './settings/producer-settings.ts';
export { SettingsError, type SettingsIssue } from './settings/settings-error.ts';
export type { TopicPartition } from './topic-partition.ts';

export interface ClientOptions {
  readonly log?: ClientLog;
}

export interface OffsetAndMetadata {
  /** The next offset to read. */
  readonly offset: number;
  /** Empty by default. */
  readonly metadata?: string;
  readonly leaderEpoch?: number | null;
}

export type PartitionOffset = TopicPartition & OffsetAndMetadata;

export type TimestampType = 'none' | 'create-time' | 'log-append-time';

/** Goes from record to record; views are of the bytes received. */
export interface FetchedCursor {
  /** Moves to the next record; false behind the last one. */
  next(): boolean;
  readonly offset: number;
  /** -1 when the record has none. */
  readonly timestampMs: number;
  readonly timestampType: TimestampType;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headerCount: number;
  readonly headers: readonly RecordHeader[];
}

/** Records of one partition, in order. */
export interface FetchedPartition extends TopicPartition {
  readonly recordCount: number;
  /** Where to go on after these records: not always the last offset + 1. */
  readonly nextOffset: number;
  /** A cursor before the first record; each call begins anew. */
  records(): FetchedCursor;
}

export interface FetchedRecords {
  readonly partitions: readonly FetchedPartition[];
  readonly recordCount: number;
}

export declare class Consumer {
  constructor(settings: ConsumerSettings, options?: ClientOptions);
  /** Joins the group at the next `poll`. A RegExp is matched against whole topic names. */
  subscribe(topics: readonly string[] | RegExp, listener?: RebalanceListener): void;
  /** Takes these partitions, without a group's doing. */
  assign(partitions: readonly TopicPartition[]): void;
  assignment(): readonly TopicPartition[];
  /**
   * The next records, at most `max.poll.records`; none when the time is over, the signal aborts or `wakeup` is called.
   * @throws KafkaError on what waiting does not help against; whatever the rebalance listener throws.
   */
  poll(timeoutMs: number, signal?: AbortSignal): Promise<FetchedRecords>;
  /** Ends the running `poll`, or the next one if none runs. */
  wakeup(): void;
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  paused(): readonly TopicPartition[];
  seek(partition: TopicPartition, offset: number): void;
  /** The offset of the next record that `poll` will give. */
  position(partition: TopicPartition): Promise<number>;
  /** Commits, trying again while that may help, at most `default.api.timeout.ms`. */
  commit(offsets: readonly PartitionOffset[]): Promise<void>;
  /** Commits with one try. Commits are carried out in the order they were called. */
  commitOnce(offsets: readonly PartitionOffset[]): Promise<void>;
  /** What is committed, for those of the partitions that have something. */
  committed(partitions: readonly TopicPartition[]): Promise<readonly Required<PartitionOffset>[]>;
  /** Leaves the group and ends all connections, after `onPartitionsRevoked`. */
  close(timeoutMs?: number): Promise<void>;
}

export interface NewTopic {
  readonly name: string;
  /** -1 (default) is the broker's default. */
  readonly partitions?: number;
  /** -1 (default) is the broker's default. */
  readonly replicationFactor?: number;
  readonly configs?: Readonly<Record<string, string>>;
}

export interface TopicDescription {
  readonly name: string;
  readonly partitions: readonly {
    readonly partition: number;
    readonly leader: number;
    readonly replicas: readonly number[];
    readonly inSyncReplicas: readonly number[];
  }[];
}

export interface ClusterDescription {
  readonly clusterId: string;
  readonly controllerId: number;
  readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[];
}

export declare class Admin {
  constructor(settings: AdminSettings, options?: ClientOptions);
  describeCluster(): Promise<ClusterDescription>;
  /** Names, internal topics left out. */
  listTopics(): Promise<readonly string[]>;
  /** @throws KafkaError `UNKNOWN_TOPIC_OR_PARTITION` when there is none. */
  describeTopic(topic: string): Promise<TopicDescription>;
  /** @throws KafkaError for example `TOPIC_ALREADY_EXISTS`. */
  createTopic(topic: NewTopic): Promise<void>;
  deleteTopic(topic: string): Promise<void>;
  /** The offsets of these partitions: first, one after the last, or the first at or after a time. */
  listOffsets(
    partitions: readonly TopicPartition[],
    at: 'earliest' | 'latest' | { readonly timestampMs: number },
  ): Promise<readonly (TopicPartition & { readonly offset: number })[]>;
  describeTopicConfigs(topic: string): Promise<ReadonlyMap<string, string | null>>;
  close(): Promise<void>;
}
