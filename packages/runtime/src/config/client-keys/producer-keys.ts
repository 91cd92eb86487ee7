import { boolean, defineConfig, int, list, long, pluginClass, string } from '@sluice/connect-api';
import { clientKeys } from './client-keys.ts';

const maxInt = 2_147_483_647;
const converted = 'Without effect: converters make the bytes of records.';

/** What a producer can be configured with. */
export const producerKeys = defineConfig({
  ...clientKeys,
  acks: string({
    doc: 'Who has to have a record before it counts as written: `all` replicas in sync, the leader (`1`), nobody (`0`).',
    importance: 'low',
    default: 'all',
  }),
  'batch.size': int({
    doc: 'At how many bytes the batch of a partition is sent.',
    importance: 'medium',
    default: 16_384,
  }),
  'buffer.memory': long({
    doc: 'How many bytes of records may wait to be sent.',
    importance: 'high',
    default: 33_554_432,
  }),
  'compression.type': string({
    doc: 'How batches are compressed: `none`, `gzip`, `snappy`, `lz4` or `zstd`.',
    importance: 'high',
    default: 'none',
  }),
  'compression.gzip.level': int({
    doc: 'How hard gzip tries, from 1 to 9; -1 is what gzip does by itself.',
    importance: 'medium',
    default: -1,
  }),
  'compression.lz4.level': int({
    doc: 'How hard lz4 tries. Only the default is honoured.',
    importance: 'medium',
    default: 9,
  }),
  'compression.zstd.level': int({ doc: 'How hard zstd tries.', importance: 'medium', default: 3 }),
  'delivery.timeout.ms': int({
    doc: 'How long a record is tried to be written, in milliseconds.',
    importance: 'medium',
    default: 120_000,
  }),
  'enable.idempotence': boolean({
    doc: 'Whether brokers recognise batches that are sent again. Connect has it off unless it is asked for.',
    importance: 'low',
    default: true,
  }),
  'interceptor.classes': list({
    doc: 'Classes of Java that see records. Without effect: they cannot be loaded.',
    importance: 'low',
    default: [],
  }),
  'key.serializer': pluginClass({
    doc: `Class that makes bytes of keys. ${converted}`,
    importance: 'high',
  }),
  'value.serializer': pluginClass({
    doc: `Class that makes bytes of values. ${converted}`,
    importance: 'high',
  }),
  'linger.ms': long({
    doc: 'How long a batch that is not full waits for more records, in milliseconds.',
    importance: 'medium',
    default: 5,
  }),
  'max.block.ms': long({
    doc: 'How long sending may wait for room or for knowledge of a topic, in milliseconds.',
    importance: 'medium',
    default: 60_000,
  }),
  'max.in.flight.requests.per.connection': int({
    doc: 'How many requests may be on their way to a broker.',
    importance: 'low',
    default: 5,
  }),
  'max.request.size': int({
    doc: 'How many bytes a request, and so a record, may have.',
    importance: 'medium',
    default: 1_048_576,
  }),
  'metadata.max.idle.ms': long({
    doc: 'After what time without records a topic is forgotten, in milliseconds.',
    importance: 'low',
    default: 300_000,
  }),
  'partitioner.class': pluginClass({
    doc: 'Class that chooses the partition of a record that has none; of Kafka’s own, round robin can be had.',
    importance: 'medium',
    default: null,
  }),
  'partitioner.adaptive.partitioning.enable': boolean({
    doc: 'Whether partitions whose brokers are slow get fewer of the records without a key.',
    importance: 'low',
    default: true,
  }),
  'partitioner.availability.timeout.ms': long({
    doc: 'After what time a broker that takes no batches gets none of them, in milliseconds; 0 is never.',
    importance: 'low',
    default: 0,
  }),
  'partitioner.ignore.keys': boolean({
    doc: 'Whether records with a key are distributed like those without.',
    importance: 'medium',
    default: false,
  }),
  retries: int({
    doc: 'How often a batch is sent again; better bounded by `delivery.timeout.ms`.',
    importance: 'high',
    default: maxInt,
  }),
  'transaction.timeout.ms': int({
    doc: 'After what time brokers give up an open transaction, in milliseconds.',
    importance: 'low',
    default: 60_000,
  }),
  'transaction.two.phase.commit.enable': boolean({
    doc: 'Whether somebody else decides about transactions (KIP-939). Not supported.',
    importance: 'low',
    default: false,
  }),
  'transactional.id': string({
    doc: 'Name under which the producer writes in transactions.',
    importance: 'low',
    default: null,
  }),
});
