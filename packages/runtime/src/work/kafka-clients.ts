import type { PluginLogger } from '@sluice/connect-api';
import { GroupConsumer } from '../sink-task/group-consumer.ts';
import type { Admin, Producer, StandIn } from '@sluice/kafka-client';
import type { TransactionRecord } from '../source-task/exactly-once/transaction-record.ts';
import type { ClientProperties } from '../config/client-properties.ts';
import type { TaskClients } from './task-clients.ts';

/**
 * The clients that talk to Kafka; their code is loaded when a task first needs one.
 * @param maxBytes - what the records in one of them may take up, beside its own settings; it may change.
 */
export function kafkaClientsWithin(maxBytes: () => number): TaskClients {
  return {
    createProducer: (properties, log) => createProducer(properties, { log, maxBytes }),

    createTransactionalProducer: (properties, log) =>
      createProducer<TransactionRecord | null>(properties, { log, maxBytes }),

    async createConsumer(properties, log, seats) {
      const { parseConsumerSettings, Consumer } = await import('@sluice/kafka-client');
      const { settings, ignoredKeys } = parseConsumerSettings(properties);
      warnOfIgnored(ignoredKeys, log);
      // A task that takes its time leaves the thread to heartbeats: it keeps its partitions as long as it needs.
      return new GroupConsumer(new Consumer(settings, { log, staysWhileAway: true, maxBytes, seats }));
    },

    createAdmin: createKafkaAdmin,
  };
}

/** The same, bounded by their own settings only. */
export const kafkaClients: TaskClients = kafkaClientsWithin(() => Number.POSITIVE_INFINITY);

async function createProducer<T>(
  properties: ClientProperties,
  { log, maxBytes }: { readonly log: PluginLogger; readonly maxBytes: () => number },
): Promise<Producer<T>> {
  const { parseProducerSettings, Producer } = await import('@sluice/kafka-client');
  const { settings, ignoredKeys } = parseProducerSettings(properties);
  warnOfIgnored(ignoredKeys, log);
  // A record of `max.request.size` has to fit, whatever the budget.
  const bound = Math.max(settings['max.request.size'], maxBytes());
  const bounded = { ...settings, 'buffer.memory': Math.min(settings['buffer.memory'], bound) };
  return new Producer<T>(bounded, { log, maxBytes });
}

/** An admin client for whatever concerns groups and partitions. */
export async function createKafkaAdmin(properties: ClientProperties, log: PluginLogger): Promise<Admin> {
  const { Admin, parseAdminSettings, worthWarning } = await import('@sluice/kafka-client');
  const { settings, ignoredKeys } = parseAdminSettings(properties);
  warnOfIgnored(worthWarning(ignoredKeys), log);
  return new Admin(settings, { log });
}

/** Who acts for the members of consumer groups that have these properties. */
export async function createStandIn(properties: ClientProperties, log: PluginLogger): Promise<StandIn> {
  const { StandIn, parseConsumerSettings } = await import('@sluice/kafka-client');
  return new StandIn(parseConsumerSettings(properties).settings, log);
}

/** Says once which settings of a client have no effect. */
function warnOfIgnored(keys: readonly string[], log: PluginLogger): void {
  if (keys.length > 0) log.warn({ keys }, 'These client settings have no effect in this version');
}
