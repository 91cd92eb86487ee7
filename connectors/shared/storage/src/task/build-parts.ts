import { choosePartitioner } from '../config/choose-partitioner.ts';
import { formatOf } from '../config/format-names.ts';
import type { StorageConfig } from '../config/storage-keys.ts';
import type { FileStore } from '../files/file-store.ts';
import { TopicFolders } from '../files/topic-folders.ts';
import { AvroFormat } from '../formats/avro/avro-format.ts';
import type { Format } from '../formats/format.ts';
import { JsonFormat } from '../formats/json/json-format.ts';
import { BytesFormat } from '../formats/lines/bytes-format.ts';
import { StringFormat } from '../formats/lines/string-format.ts';
import { ParquetFormat } from '../formats/parquet/parquet-format.ts';
import { TimeZone } from '../partitioners/time-zone.ts';
import { RotationRules } from '../rotation/rotation-rules.ts';
import { limiter } from './limiter.ts';
import type { StorageParts } from './storage-parts.ts';

/** How many files are written, finished or shown at a time. */
const concurrency = 64;

/** @throws ConfigError when keys do not go together. */
export function buildParts(config: StorageConfig, store: FileStore): StorageParts {
  return {
    store,
    format: chooseFormat(config),
    partitioner: choosePartitioner(config),
    rules: new RotationRules({
      flushSize: config['flush.size'],
      flushBytes: Number(config['flush.bytes']),
      intervalMs: Number(config['rotate.interval.ms']),
      scheduleIntervalMs: Number(config['rotate.schedule.interval.ms']),
      idleIntervalMs: Number(config['rotate.idle.interval.ms']),
      zone: new TimeZone(config.timezone === '' ? 'UTC' : config.timezone),
    }),
    compatibility: config['schema.compatibility'],
    folders: new TopicFolders(config['topics.dir'], config['topic.capture.groups.regex']),
    padWidth: config['filename.offset.zero.pad.width'],
    limit: limiter(concurrency),
  };
}

function chooseFormat(config: StorageConfig): Format {
  const countsBytes = Number(config['flush.bytes']) > 0;
  switch (formatOf(config['format.class'])) {
    case 'json':
      return new JsonFormat(config['json.decimal.format'], countsBytes);
    case 'avro':
      return new AvroFormat(config['avro.codec'], {
        keepsMetadata: config['connect.meta.data'],
        allowsOptionalMapKeys: config['allow.optional.map.keys'],
      });
    case 'parquet':
      return new ParquetFormat(config['parquet.codec']);
    case 'string':
      return new StringFormat(countsBytes);
    default:
      return new BytesFormat(config['format.bytearray.extension'], config['format.bytearray.separator']);
  }
}
