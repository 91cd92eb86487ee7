import type { PluginLogger } from '@sluice/connect-api';
import type { ClientProperties } from '../config/client-properties.ts';
import type { RecordConsumer } from '../sink-task/record-consumer.ts';
import type { InFlightRecord } from '../source-task/in-flight.ts';
import type { RecordProducer } from '../source-task/record-producer.ts';

/** Makes the clients of tasks out of properties by Kafka's names. */
export interface TaskClients {
  /** @throws Error when the properties are wrong. */
  createProducer(properties: ClientProperties, log: PluginLogger): Promise<RecordProducer<InFlightRecord>>;
  /** @throws Error when the properties are wrong. */
  createConsumer(properties: ClientProperties, log: PluginLogger): Promise<RecordConsumer>;
}
