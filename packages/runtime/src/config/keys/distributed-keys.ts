import {
  atLeast,
  caseInsensitiveOneOf,
  defineConfig,
  int,
  list,
  refusal,
  short,
  string,
  type Validator,
} from '@sluice/connect-api';
import { withDefault } from '../client-keys/client-keys.ts';
import { connectionKeys } from '../client-keys/connection-keys.ts';
import { saslKeys } from '../client-keys/sasl-keys.ts';
import { macAlgorithm, macAlgorithms } from './mac-algorithms.ts';
import { partitionCount, replicationFactor } from './topic-settings.ts';

const connectProtocol: Validator<string> = {
  describe: () => '[eager, compatible, sessioned]',
  check: (checked) =>
    /^(?:eager|compatible|sessioned)$/i.test(String(checked.value))
      ? null
      : refusal(checked, 'Invalid Connect protocol compatibility'),
};

const membershipKeys = defineConfig({
  'group.id': string({
    doc: 'Name of the cluster: workers that give the same one share their connectors.',
    importance: 'high',
  }),
  'session.timeout.ms': int({
    doc: 'After what silence a worker counts as gone, in milliseconds.',
    importance: 'high',
    default: 10_000,
  }),
  'rebalance.timeout.ms': int({
    doc: 'How long workers may take to join when work is divided anew, in milliseconds.',
    importance: 'high',
    default: 60_000,
  }),
  'heartbeat.interval.ms': int({
    doc: 'How often a worker says that it is there, in milliseconds; less than `session.timeout.ms`.',
    importance: 'high',
    default: 3000,
  }),
  'exactly.once.source.support': string({
    doc: 'Whether sources may deliver exactly once. Workers that run go by `preparing` from `disabled` to `enabled`.',
    importance: 'high',
    default: 'disabled',
    validator: caseInsensitiveOneOf('DISABLED', 'PREPARING', 'ENABLED'),
  }),
  'worker.sync.timeout.ms': int({
    doc: 'How long a worker may take to read what changed in the config topic, in milliseconds.',
    importance: 'medium',
    default: 3000,
  }),
  'worker.unsync.backoff.ms': int({
    doc: 'How long a worker that could not catch up with the config topic stays outside of the group, in milliseconds.',
    importance: 'medium',
    default: 300_000,
  }),
  'connect.protocol': string({
    doc: 'How work is divided, and whether what workers ask each other is signed (`sessioned`).',
    importance: 'low',
    default: 'sessioned',
    validator: connectProtocol,
  }),
  'scheduled.rebalance.max.delay.ms': int({
    doc: 'How long the work of a worker that went away waits for it to come back, in milliseconds.',
    importance: 'low',
    default: 300_000,
    validator: atLeast(0),
  }),
});

const internalTopicKeys = defineConfig({
  'offset.storage.topic': string({ doc: 'Topic for the offsets of sources.', importance: 'high' }),
  'offset.storage.partitions': int({
    doc: 'How many partitions the offsets topic gets when it is created.',
    importance: 'low',
    default: 25,
    validator: partitionCount,
  }),
  'offset.storage.replication.factor': short({
    doc: 'How many replicas the offsets topic gets when it is created.',
    importance: 'low',
    default: 3,
    validator: replicationFactor,
  }),
  'config.storage.topic': string({
    doc: 'Topic for the configurations of connectors and tasks; it has one partition.',
    importance: 'high',
  }),
  'config.storage.replication.factor': short({
    doc: 'How many replicas the config topic gets when it is created.',
    importance: 'low',
    default: 3,
    validator: replicationFactor,
  }),
  'status.storage.topic': string({
    doc: 'Topic for the states of connectors and tasks.',
    importance: 'high',
  }),
  'status.storage.partitions': int({
    doc: 'How many partitions the status topic gets when it is created.',
    importance: 'low',
    default: 5,
    validator: partitionCount,
  }),
  'status.storage.replication.factor': short({
    doc: 'How many replicas the status topic gets when it is created.',
    importance: 'low',
    default: 3,
    validator: replicationFactor,
  }),
});

const sessionKeys = defineConfig({
  'inter.worker.key.ttl.ms': int({
    doc: 'How often the key changes that signs what workers ask each other, in milliseconds.',
    importance: 'low',
    default: 3_600_000,
    validator: atLeast(0),
  }),
  'inter.worker.key.generation.algorithm': string({
    doc: 'Of what kind the key is that signs what workers ask each other.',
    importance: 'low',
    default: 'HmacSHA256',
    validator: macAlgorithm,
  }),
  'inter.worker.key.size': int({
    doc: 'How many bits that key has; what is usual for its kind by default.',
    importance: 'low',
    default: null,
  }),
  'inter.worker.signature.algorithm': string({
    doc: 'How requests to other workers are signed.',
    importance: 'low',
    default: 'HmacSHA256',
    validator: macAlgorithm,
  }),
  'inter.worker.verification.algorithms': list({
    doc: 'What signatures are accepted, that of `inter.worker.signature.algorithm` among them.',
    importance: 'low',
    default: ['HmacSHA256'],
    validator: macAlgorithms,
  }),
});

/** What a distributed worker has beside the keys of every worker. */
export const distributedKeys = defineConfig({
  ...membershipKeys,
  ...connectionKeys,
  'client.id': { ...connectionKeys['client.id'], importance: 'low' },
  'socket.connection.setup.timeout.ms': {
    ...connectionKeys['socket.connection.setup.timeout.ms'],
    importance: 'low',
    validator: atLeast(0),
  },
  'socket.connection.setup.timeout.max.ms': {
    ...connectionKeys['socket.connection.setup.timeout.max.ms'],
    importance: 'low',
    validator: atLeast(0),
  },
  'request.timeout.ms': withDefault(connectionKeys['request.timeout.ms'], 40_000),
  ...saslKeys,
  ...internalTopicKeys,
  ...sessionKeys,
});
