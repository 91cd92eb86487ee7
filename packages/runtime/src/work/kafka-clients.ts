import type { PluginLogger } from '@sluice/connect-api';
import { GroupConsumer } from '../sink-task/group-consumer.ts';
import type { InFlightRecord } from '../source-task/in-flight.ts';
import type { TaskClients } from './task-clients.ts';

/** The clients that talk to Kafka; their code is loaded when a task first needs one. */
export const kafkaClients: TaskClients = {
  async createProducer(properties, log) {
    const { parseProducerSettings, Producer } = await import('@sluice/kafka-client');
    const { settings, ignoredKeys } = parseProducerSettings(properties);
    warnOfIgnored(ignoredKeys, log);
    return new Producer<InFlightRecord>(settings, { log });
  },

  async createConsumer(properties, log) {
    const { parseConsumerSettings, Consumer } = await import('@sluice/kafka-client');
    const { settings, ignoredKeys } = parseConsumerSettings(properties);
    warnOfIgnored(ignoredKeys, log);
    return new GroupConsumer(new Consumer(settings, { log }));
  },
};

/** Says once which settings of a client have no effect. */
function warnOfIgnored(keys: readonly string[], log: PluginLogger): void {
  if (keys.length > 0) log.warn({ keys }, 'These client settings have no effect in this version');
}
