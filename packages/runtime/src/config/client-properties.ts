import type { ConnectorConfig } from '../herder/herder.ts';
import type { TaskId } from '../states.ts';

/** Properties of a Kafka client by Kafka's own names. */
export type ClientProperties = Readonly<Record<string, string>>;

/** The configurations a task's clients are made of. */
export interface ClientSource {
  readonly worker: Readonly<Record<string, string>>;
  readonly connector: ConnectorConfig;
  readonly id: TaskId;
}

/** What a source task's producer is configured with; later lines win. */
export function producerProperties(source: ClientSource): ClientProperties {
  return producerOf(source, 'connector-producer');
}

/** What the producer of a task's dead letters is configured with: the same. */
export function deadLetterProducerProperties(source: ClientSource): ClientProperties {
  return producerOf(source, 'connector-dlq-producer');
}

/**
 * Unlike Connect's 16 KiB: with one request in flight, records that come faster than brokers answer fill a batch meanwhile, and
 * what a request costs is shared by eight times as many. Memory is taken as batches grow, and nothing waits longer.
 */
const batchBytes = 131_072;

function producerOf({ worker, connector, id }: ClientSource, clientId: string): ClientProperties {
  return {
    ...bootstrapServers(worker),
    'max.block.ms': '9223372036854775807',
    'enable.idempotence': 'false',
    acks: 'all',
    'max.in.flight.requests.per.connection': '1',
    'delivery.timeout.ms': '2147483647',
    'batch.size': String(batchBytes),
    'client.id': `${clientId}-${id.connector}-${id.task}`,
    ...propertiesUnder('producer.', worker),
    ...propertiesUnder('producer.override.', connector),
  };
}

/** What a sink task's consumer is configured with; later lines win. */
export function consumerProperties({ worker, connector, id }: ClientSource): ClientProperties {
  return {
    'group.id': `connect-${id.connector}`,
    'client.id': `connector-consumer-${id.connector}-${id.task}`,
    ...bootstrapServers(worker),
    'enable.auto.commit': 'false',
    'auto.offset.reset': 'earliest',
    ...propertiesUnder('consumer.', worker),
    ...propertiesUnder('consumer.override.', connector),
  };
}

/** What the admin client of a connector is configured with: unlike its other clients, with all of the worker's. */
export function adminProperties(source: ClientSource): ClientProperties {
  return adminOf(source, 'connector-adminclient');
}

/** What the admin client that sets up dead letters is configured with. */
export function deadLetterAdminProperties(source: ClientSource): ClientProperties {
  return adminOf(source, 'connector-dlq-adminclient');
}

function adminOf({ worker, connector, id }: ClientSource, clientId: string): ClientProperties {
  const own = Object.entries(worker).filter(([key]) => !/^(?:admin|producer|consumer)\./.test(key));
  return {
    'client.id': `${clientId}-${id.connector}-${id.task}`,
    ...Object.fromEntries(own),
    ...propertiesUnder('admin.', worker),
    ...propertiesUnder('admin.override.', connector),
  };
}

/** What the worker's own admin client is configured with. */
export function workerAdminProperties(worker: Readonly<Record<string, string>>): ClientProperties {
  return { ...worker, 'client.id': worker['client.id'] ?? 'connect-shared-admin' };
}

function bootstrapServers(worker: Readonly<Record<string, string>>): ClientProperties {
  return { 'bootstrap.servers': worker['bootstrap.servers'] ?? '' };
}

/** The properties under a prefix, the prefix removed. */
export function propertiesUnder(
  prefix: string,
  properties: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}
