import type { PluginLogger } from '@sluice/connect-api';
import { GroupConsumer } from '../sink-task/group-consumer.ts';
import type { Admin, Producer } from '@sluice/kafka-client';
import type { TransactionRecord } from '../source-task/exactly-once/transaction-record.ts';
import type { ClientProperties } from '../config/client-properties.ts';
import type { TaskClients } from './task-clients.ts';

/** The clients that talk to Kafka; their code is loaded when a task first needs one. */
export const kafkaClients: TaskClients = {
  createProducer,

  createTransactionalProducer: (properties, log) => createProducer<TransactionRecord | null>(properties, log),

  async createConsumer(properties, log) {
    const { parseConsumerSettings, Consumer } = await import('@sluice/kafka-client');
    const { settings, ignoredKeys } = parseConsumerSettings(properties);
    warnOfIgnored(ignoredKeys, log);
    // A task that takes its time leaves the thread to heartbeats: it keeps its partitions as long as it needs.
    return new GroupConsumer(new Consumer(settings, { log, staysWhileAway: true }));
  },

  createAdmin: createKafkaAdmin,
};

async function createProducer<T>(properties: ClientProperties, log: PluginLogger): Promise<Producer<T>> {
  const { parseProducerSettings, Producer } = await import('@sluice/kafka-client');
  const { settings, ignoredKeys } = parseProducerSettings(properties);
  warnOfIgnored(ignoredKeys, log);
  return new Producer<T>(settings, { log });
}

/** An admin client for whatever concerns groups and partitions. */
export async function createKafkaAdmin(properties: ClientProperties, log: PluginLogger): Promise<Admin> {
  const { Admin, parseAdminSettings, worthWarning } = await import('@sluice/kafka-client');
  const { settings, ignoredKeys } = parseAdminSettings(properties);
  warnOfIgnored(worthWarning(ignoredKeys), log);
  return new Admin(settings, { log });
}

/** Says once which settings of a client have no effect. */
function warnOfIgnored(keys: readonly string[], log: PluginLogger): void {
  if (keys.length > 0) log.warn({ keys }, 'These client settings have no effect in this version');
}
