import { atLeast, boolean, defineConfig, int, long, oneOf, string, type ConfigOf } from '@sluice/connect-api';
import { knownFormat } from './format-names.ts';
import { interval } from './validators.ts';
import { partitionerKeys } from './partitioner-keys.ts';

const rotationKeys = defineConfig({
  'flush.size': int({
    doc: 'Files of a Kafka partition are completed after so many records, counted over all its files.',
    importance: 'high',
    group: 'Rotation',
    validator: atLeast(1),
  }),
  'rotate.interval.ms': long({
    doc: 'Files are completed before a record that is so much later than their first, by the time that the partitioner takes of records, else by the clock. -1 is never.',
    importance: 'high',
    group: 'Rotation',
    default: -1,
    validator: interval,
  }),
  'rotate.schedule.interval.ms': long({
    doc: 'Files are completed when the clock shows a multiple of this after midnight in `timezone`, also when no records come. -1 is never.',
    importance: 'medium',
    group: 'Rotation',
    default: -1,
    validator: interval,
  }),
  'rotate.idle.interval.ms': long({
    doc: 'Files are completed when no record of their Kafka partition came for so long. -1 is as long as `rotate.interval.ms`, or never without that.',
    importance: 'medium',
    group: 'Rotation',
    default: -1,
    validator: interval,
  }),
  'flush.bytes': long({
    doc: 'Files of a Kafka partition are completed after so many bytes in all of them, before compression. -1 is never.',
    importance: 'medium',
    group: 'Rotation',
    default: -1,
    validator: interval,
  }),
});

const formatKeys = defineConfig({
  'format.class': string({
    doc: 'How records are written: `AvroFormat`, `JsonFormat` (a line each), `ParquetFormat`, `StringFormat` (a line each) or `ByteArrayFormat`, with any package before it, or one of `avro`, `json`, `parquet`, `string`, `bytes`.',
    importance: 'high',
    group: 'Format',
    default: 'io.confluent.connect.hdfs.avro.AvroFormat',
    validator: knownFormat,
  }),
  'avro.codec': string({
    doc: 'How blocks of Avro files are compressed.',
    importance: 'low',
    group: 'Format',
    default: 'null',
    validator: oneOf('null', 'deflate', 'snappy'),
  }),
  'parquet.codec': string({
    doc: 'How pages of Parquet files are compressed.',
    importance: 'low',
    group: 'Format',
    default: 'snappy',
    validator: oneOf('none', 'uncompressed', 'snappy', 'gzip', 'zstd'),
  }),
  'json.decimal.format': string({
    doc: 'Whether decimals in JSON are the Base64 of their bytes, or numbers.',
    importance: 'low',
    group: 'Format',
    default: 'BASE64',
    validator: oneOf('BASE64', 'NUMERIC'),
  }),
  'format.bytearray.extension': string({
    doc: 'What names of files of `ByteArrayFormat` end with.',
    importance: 'low',
    group: 'Format',
    default: '.bin',
  }),
  'format.bytearray.separator': string({
    doc: 'What stands behind each record of `ByteArrayFormat`; a line end by default.',
    importance: 'low',
    group: 'Format',
    default: null,
  }),
  'schema.compatibility': string({
    doc: 'NONE completes files at every change of the schema. BACKWARD and FULL take records of older schemas into a file as if they had its newer one, FORWARD those of newer ones as if they had its older one; schemas need versions.',
    importance: 'high',
    group: 'Format',
    default: 'NONE',
    validator: oneOf('NONE', 'BACKWARD', 'FORWARD', 'FULL'),
  }),
  'connect.meta.data': boolean({
    doc: 'Whether schemas in Avro and Parquet files keep what Connect knows beside types: names, versions, parameters.',
    importance: 'low',
    group: 'Format',
    default: true,
  }),
  'enhanced.avro.schema.support': boolean({
    doc: 'Accepted for the sake of existing configurations: names of records in Avro files always keep their package.',
    importance: 'low',
    group: 'Format',
    default: true,
  }),
  'allow.optional.map.keys': boolean({
    doc: 'Whether maps whose keys may be null are objects in Avro, where no key is null, when their keys are texts.',
    importance: 'low',
    group: 'Format',
    default: false,
  }),
});

const nameKeys = defineConfig({
  'topics.dir': string({
    doc: 'The folder of all topics; `${topic}` and `${1}`, …, the groups of `topic.capture.groups.regex`, are replaced.',
    importance: 'high',
    group: 'Names',
    default: 'topics',
  }),
  'topic.capture.groups.regex': string({
    doc: 'A regular expression that the whole name of a topic matches, for groups in `topics.dir`.',
    importance: 'low',
    group: 'Names',
    default: null,
  }),
  'directory.delim': string({
    doc: 'What stands between folders; only `/`.',
    importance: 'low',
    group: 'Names',
    default: '/',
    validator: oneOf('/'),
  }),
  'file.delim': string({
    doc: 'What stands between the parts of a file name; only `+`.',
    importance: 'low',
    group: 'Names',
    default: '+',
    validator: oneOf('+'),
  }),
  'filename.offset.zero.pad.width': int({
    doc: 'How many digits offsets in file names have at least.',
    importance: 'low',
    group: 'Names',
    default: 10,
    validator: atLeast(0),
  }),
});

const workKeys = defineConfig({
  'retry.backoff.ms': long({
    doc: 'How long to wait after a failure that may pass, before records are delivered again.',
    importance: 'low',
    group: 'Work',
    default: 5000,
    validator: atLeast(0),
  }),
  'partitioner.max.open.files': int({
    doc: 'How many files a task keeps open at most; others are closed, and opened again to go on. -1 is 250.',
    importance: 'low',
    group: 'Work',
    default: -1,
    validator: atLeast(-1),
  }),
  'buffer.memory.bytes': long({
    doc: 'How many bytes of records a task keeps at most before they are written to unfinished files.',
    importance: 'low',
    group: 'Work',
    default: 64 * 1024 * 1024,
    validator: atLeast(1024),
  }),
  'schemas.cache.config': int({
    doc: 'How many schemas are kept; accepted for the sake of existing configurations.',
    importance: 'low',
    group: 'Work',
    default: 1000,
  }),
  'shutdown.timeout.ms': long({
    doc: 'Accepted for the sake of existing configurations: the worker says how long a task may take to stop.',
    importance: 'low',
    group: 'Work',
    default: 3000,
  }),
});

/** The keys of every sink that writes files. */
export const storageKeys = { ...formatKeys, ...rotationKeys, ...partitionerKeys, ...nameKeys, ...workKeys };

export type StorageConfig = ConfigOf<typeof storageKeys>;
