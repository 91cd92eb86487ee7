import type { PluginLogger } from '@sluice/connect-api';
import {
  adminProperties,
  producerProperties,
  propertiesUnder,
  type ClientProperties,
  type ClientSource,
} from './client-properties.ts';

/** The configurations that the clients of a connector, or of one of its tasks, are made of. */
export interface OffsetsClientSource extends Pick<ClientSource, 'worker' | 'connector'> {
  /** The connector, or the task as `<connector>-<number>`. */
  readonly owner: string;
}

/** What overrides that exactly-once delivery cannot allow are told by. */
type Warnings = Pick<PluginLogger, 'warn'>;

/** The transactional id of a source task, which is that of Java workers. */
export function taskTransactionalId(groupId: string, connector: string, task: number): string {
  return `${groupId}-${connector}-${task}`;
}

/** What the producer of a source task is configured with that delivers exactly once. */
export function transactionalProducerProperties(
  source: ClientSource,
  transactionalId: string,
  log: Warnings,
): ClientProperties {
  const { worker, connector } = source;
  const isGiven =
    'producer.enable.idempotence' in worker || 'producer.override.enable.idempotence' in connector;
  const { 'enable.idempotence': idempotence = 'true', ...properties } = producerProperties(source);
  const given = isGiven ? { ...properties, 'enable.idempotence': idempotence } : properties;
  const idempotent = forced(given, { key: 'enable.idempotence', value: 'true' }, log);
  return forced(idempotent, { key: 'transactional.id', value: transactionalId }, log);
}

/** What the consumer of an offsets topic is configured with that a connector or task reads by itself. */
export function offsetsConsumerProperties(
  { worker, connector, owner }: OffsetsClientSource,
  isExactlyOnce: boolean,
  log: Warnings,
): ClientProperties {
  const given: ClientProperties = {
    'isolation.level': 'read_committed',
    'client.id': `connector-consumer-${owner}`,
    'bootstrap.servers': worker['bootstrap.servers'] ?? '',
    'enable.auto.commit': 'false',
    'auto.offset.reset': 'earliest',
    ...propertiesUnder('consumer.', worker),
    ...propertiesUnder('consumer.override.', connector),
  };
  const { 'group.id': _, ...properties } = given;
  return isExactlyOnce
    ? forced(properties, { key: 'isolation.level', value: 'read_committed' }, log)
    : properties;
}

/** What the admin client of a connector itself is configured with: as those of its tasks. */
export function connectorAdminProperties(
  name: string,
  source: Pick<ClientSource, 'worker' | 'connector'>,
): ClientProperties {
  const properties = adminProperties({ ...source, id: { connector: name, task: 0 } });
  const isDefault = properties['client.id'] === `connector-adminclient-${name}-0`;
  return isDefault ? { ...properties, 'client.id': `connector-adminclient-${name}` } : properties;
}

/** Names are compared as Kafka reads the value: all but transactional ids regardless of case. */
function forced(
  properties: Readonly<Record<string, string>>,
  { key, value }: { readonly key: string; readonly value: string },
  log: Warnings,
): ClientProperties {
  const given = properties[key];
  const isSame =
    key === 'transactional.id' ? given === value : given?.trim().toLowerCase() === value.toLowerCase();
  if (given !== undefined && !isSame) {
    log.warn(
      { key },
      `The value '${given}' for the '${key}' property will be ignored as it cannot be overridden for connectors when ` +
        `exactly-once source support is enabled. The value '${value}' will be used instead.`,
    );
  }
  return { ...properties, [key]: value };
}
