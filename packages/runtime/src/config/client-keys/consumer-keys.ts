import { boolean, defineConfig, int, list, pluginClass, string } from '@sluice/connect-api';
import { clientKeys, withDefault } from './client-keys.ts';

const converted = 'Without effect: converters read the bytes of records.';
const shares = 'Without effect: share groups are not supported.';

/** What a consumer can be configured with. */
export const consumerKeys = defineConfig({
  ...clientKeys,
  'client.id': { ...clientKeys['client.id'], importance: 'low' },
  'receive.buffer.bytes': withDefault(clientKeys['receive.buffer.bytes'], 65_536),
  'allow.auto.create.topics': boolean({
    doc: 'Whether a topic that is not there is created by asking for it, if brokers let it.',
    importance: 'medium',
    default: true,
  }),
  'auto.commit.interval.ms': int({
    doc: 'How often positions are committed by themselves, in milliseconds.',
    importance: 'low',
    default: 5000,
  }),
  'auto.offset.reset': string({
    doc: 'Where to begin without a position: `earliest`, `latest`, `none` (fail) or `by_duration:P…`.',
    importance: 'medium',
    default: 'latest',
  }),
  'check.crcs': boolean({
    doc: 'Whether the checksums of batches are checked.',
    importance: 'low',
    default: true,
  }),
  'client.rack': string({
    doc: 'Where the client stands, to read from a replica nearby.',
    importance: 'low',
    default: '',
  }),
  'default.api.timeout.ms': int({
    doc: 'How long an operation without a limit of its own may take, in milliseconds.',
    importance: 'medium',
    default: 60_000,
  }),
  'enable.auto.commit': boolean({
    doc: 'Whether positions are committed by themselves. Connect has it off.',
    importance: 'medium',
    default: true,
  }),
  'exclude.internal.topics': boolean({
    doc: 'Whether a pattern passes over the topics of Kafka itself.',
    importance: 'medium',
    default: true,
  }),
  'fetch.max.bytes': int({
    doc: 'How many bytes a fetch brings at most.',
    importance: 'medium',
    default: 52_428_800,
  }),
  'fetch.max.wait.ms': int({
    doc: 'How long a broker waits for `fetch.min.bytes`, in milliseconds.',
    importance: 'low',
    default: 500,
  }),
  'fetch.min.bytes': int({
    doc: 'For how many bytes a broker waits before it answers a fetch.',
    importance: 'high',
    default: 1,
  }),
  'group.id': string({
    doc: 'Consumer group; Connect gives each sink one of its own.',
    importance: 'high',
    default: null,
  }),
  'group.instance.id': string({
    doc: 'Name of the member that outlives a restart, so that its partitions wait for it.',
    importance: 'medium',
    default: null,
  }),
  'group.protocol': string({
    doc: '`classic`, or `consumer` for the protocol of KIP-848.',
    importance: 'high',
    default: 'classic',
  }),
  'group.remote.assignor': string({
    doc: 'How brokers divide partitions with `group.protocol=consumer`; they choose by default.',
    importance: 'medium',
    default: null,
  }),
  'heartbeat.interval.ms': int({
    doc: 'How often a member says that it is there, in milliseconds.',
    importance: 'high',
    default: 3000,
  }),
  'interceptor.classes': list({
    doc: 'Classes of Java that see records. Without effect: they cannot be loaded.',
    importance: 'low',
    default: [],
  }),
  'isolation.level': string({
    doc: '`read_committed` passes over records of transactions that are open or were aborted.',
    importance: 'medium',
    default: 'read_uncommitted',
  }),
  'key.deserializer': pluginClass({
    doc: `Class that reads the bytes of keys. ${converted}`,
    importance: 'high',
  }),
  'value.deserializer': pluginClass({
    doc: `Class that reads the bytes of values. ${converted}`,
    importance: 'high',
  }),
  'max.partition.fetch.bytes': int({
    doc: 'How many bytes of one partition a fetch brings at most.',
    importance: 'high',
    default: 1_048_576,
  }),
  'max.poll.interval.ms': int({
    doc: 'How long a task may work on what it got before its partitions go to others, in milliseconds.',
    importance: 'medium',
    default: 300_000,
  }),
  'max.poll.records': int({
    doc: 'How many records a task gets at a time.',
    importance: 'medium',
    default: 500,
  }),
  'partition.assignment.strategy': list({
    doc: 'How the members of a group divide partitions: classes of Kafka, the preferred one first.',
    importance: 'medium',
    default: [
      'org.apache.kafka.clients.consumer.RangeAssignor',
      'org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
    ],
  }),
  'session.timeout.ms': int({
    doc: 'After what silence a member counts as gone, in milliseconds.',
    importance: 'high',
    default: 45_000,
  }),
  'share.acknowledgement.mode': string({
    doc: `How records of a share group are acknowledged. ${shares}`,
    importance: 'medium',
    default: 'implicit',
  }),
  'share.acquire.mode': string({
    doc: `How records of a share group are acquired. ${shares}`,
    importance: 'medium',
    default: 'BATCH_OPTIMIZED',
  }),
  'internal.throw.on.fetch.stable.offset.unsupported': boolean({
    doc: 'What a consumer does with brokers that are too old. Without effect: they are not supported.',
    importance: 'low',
    default: false,
  }),
});
