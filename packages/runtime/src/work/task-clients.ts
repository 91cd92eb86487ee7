import type { PluginLogger } from '@sluice/connect-api';
import type { Admin, SeatListener } from '@sluice/kafka-client';
import type { ClientProperties } from '../config/client-properties.ts';
import type { RecordConsumer } from '../sink-task/record-consumer.ts';
import type { TransactionalProducer } from '../source-task/exactly-once/transactional-producer.ts';
import type { RecordProducer } from '../source-task/record-producer.ts';

/** What tasks ask of Kafka about topics. */
export type TaskAdmin = Pick<
  Admin,
  'createTopic' | 'describeTopic' | 'describeTopicConfigs' | 'listOffsets' | 'close'
>;

/** Makes the clients of tasks out of properties by Kafka's names. */
export interface TaskClients {
  /** @throws Error when the properties are wrong. */
  createProducer<T>(properties: ClientProperties, log: PluginLogger): Promise<RecordProducer<T>>;
  /** @throws Error when the properties are wrong. */
  createTransactionalProducer(
    properties: ClientProperties,
    log: PluginLogger,
  ): Promise<TransactionalProducer>;
  /** @throws Error when the properties are wrong. */
  createConsumer(
    properties: ClientProperties,
    log: PluginLogger,
    seats: SeatListener,
  ): Promise<RecordConsumer>;
  /** @throws Error when the properties are wrong. */
  createAdmin(properties: ClientProperties, log: PluginLogger): Promise<TaskAdmin>;
}
