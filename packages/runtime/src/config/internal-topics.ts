import { ConfigError, parseConfig } from '@sluice/connect-api';
import type { InternalTopic } from '../topics/internal-topic.ts';
import { propertiesUnder } from './client-properties.ts';
import type { InternalStore } from './internal-client-properties.ts';
import { distributedKeys } from './keys/distributed-keys.ts';

type Properties = Readonly<Record<string, string>>;

const families = {
  offsets: { prefix: 'offset.storage.', purpose: 'source connector offsets' },
  statuses: { prefix: 'status.storage.', purpose: 'connector and task statuses' },
  configs: { prefix: 'config.storage.', purpose: 'connector configurations' },
} as const;

const offsetSize = {
  'offset.storage.partitions': distributedKeys['offset.storage.partitions'],
  'offset.storage.replication.factor': distributedKeys['offset.storage.replication.factor'],
};
const statusSize = {
  'status.storage.partitions': distributedKeys['status.storage.partitions'],
  'status.storage.replication.factor': distributedKeys['status.storage.replication.factor'],
};
const configSize = {
  'config.storage.replication.factor': distributedKeys['config.storage.replication.factor'],
};

type Size = Pick<InternalTopic, 'partitions' | 'replicationFactor'>;

const sizes: Readonly<Record<InternalStore, (worker: Properties) => Size>> = {
  offsets: (worker) => {
    const values = parseConfig(offsetSize, worker);
    const partitions = values['offset.storage.partitions'];
    return { partitions, replicationFactor: values['offset.storage.replication.factor'] };
  },
  statuses: (worker) => {
    const values = parseConfig(statusSize, worker);
    const partitions = values['status.storage.partitions'];
    return { partitions, replicationFactor: values['status.storage.replication.factor'] };
  },
  configs: (worker) => {
    const values = parseConfig(configSize, worker);
    return { partitions: 1, replicationFactor: values['config.storage.replication.factor'] };
  },
};

/** Settings of Connect's own, and the one that is not left to anybody. */
const noTopicSettings = new Set(['topic', 'partitions', 'replication.factor', 'cleanup.policy']);

/**
 * What a distributed worker's configuration says of one of its topics.
 * @throws ConfigError when the topic has no name, or a number is none.
 */
export function internalTopicOf(worker: Properties, store: InternalStore): InternalTopic {
  const { prefix, purpose } = families[store];
  const property = `${prefix}topic`;
  const name = worker[property]?.trim() ?? '';
  if (name === '') throw new ConfigError(missing[store], { code: 'CONFIG_KEY_MISSING', key: property });
  const settings = Object.entries(propertiesUnder(prefix, worker));
  return {
    name,
    ...sizes[store](worker),
    configs: Object.fromEntries(settings.filter(([key]) => !noTopicSettings.has(key))),
    property,
    purpose,
  };
}

/** The offsets topic of a connector that names one of its own: made like that of the worker. */
export function connectorOffsetsTopic(worker: Properties, name: string): InternalTopic {
  return { ...internalTopicOf(worker, 'offsets'), name, property: 'offsets.storage.topic' };
}

const missing: Readonly<Record<InternalStore, string>> = {
  offsets: 'Offset storage topic must be specified',
  statuses: 'Must specify topic for connector status.',
  configs: 'Must specify topic for connector configuration.',
};
