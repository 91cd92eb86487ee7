import type { ClientLog } from './client-log.ts';
import type { AdminSettings } from './settings/admin-settings.ts';
import type { TopicPartition } from './topic-partition.ts';

export type { Encoded, RecordHeader, RecordHeaderInput, TimestampType } from '@sluice/kafka-protocol';
export type { ClientLog } from './client-log.ts';
export { KafkaError, type KafkaErrorPlace } from './errors/kafka-error.ts';
export { Consumer, type ConsumerOptions } from './consumer/consumer.ts';
export type { FetchedCursor, FetchedPartition, FetchedRecords } from './fetch/buffer/fetched-records.ts';
export type { OffsetAndMetadata, PartitionOffset } from './group/group-offsets.ts';
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
