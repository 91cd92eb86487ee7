import type { Properties } from '@sluice/testing-services';
import type { Bar } from '../../bars.ts';
import { enveloped, envelopeBytes, jsonBytes, nested } from '../json/json-payloads.ts';
import type { Payload } from '../payload.ts';
import { topicToHdfs } from './topic-to-hdfs.ts';

const json = 'io.confluent.connect.hdfs3.json.JsonFormat';
const parquet = 'io.confluent.connect.hdfs3.parquet.ParquetFormat';

export const hdfsJson = topicToHdfs({
  summary: `JSON of ${jsonBytes} bytes without a schema, as lines into HDFS`,
  topic: 'hdfs-json-input',
  recordBytes: jsonBytes,
  payload: nested,
  connector: { 'format.class': json, 'flush.size': '25000' },
  // 150,000 records/s with one core.
  bars: [{ metric: 'cpuMicrosPerRecord', atMost: 6.67 }],
});

export const hdfsParquet = topicToHdfs({
  summary: `JSON of ${jsonBytes} bytes with its schema, ${envelopeBytes} in all, into Parquet in HDFS`,
  topic: 'hdfs-parquet-input',
  recordBytes: envelopeBytes,
  payload: enveloped,
  connector: { 'format.class': parquet, 'flush.size': '50000' },
  // 60,000 records/s with one core.
  bars: [{ metric: 'cpuMicrosPerRecord', atMost: 16.67 }],
});

const folders = 200;
const barsOfFolders: readonly Bar[] = [{ metric: 'peakRssMib', atMost: 250 }];

/** A folder for each value of a field, with a file in each before any is full. */
function byField(field: string): Properties {
  return {
    'flush.size': '500000',
    'partitioner.class': 'io.confluent.connect.storage.partitioner.FieldPartitioner',
    'partition.field.name': field,
  };
}

const manyFolders: Payload = {
  ...nested,
  record: (number, bytes) => {
    const head = JSON.stringify({ folder: number % folders, note: '' });
    return JSON.stringify({ folder: number % folders, note: 'x'.repeat(bytes - head.length) });
  },
};

export const hdfsFolders = topicToHdfs({
  summary: `JSON of ${jsonBytes} bytes into ${folders} folders of HDFS at a time`,
  topic: 'hdfs-folders-input',
  recordBytes: jsonBytes,
  payload: manyFolders,
  connector: { 'format.class': json, ...byField('folder') },
  bars: barsOfFolders,
});

const manyStructs: Payload = {
  ...enveloped,
  record: (number, bytes) =>
    enveloped.record(number, bytes).replace(/"age":\d+/, `"age":${number % folders}`),
};

export const hdfsParquetFolders = topicToHdfs({
  summary: `JSON of ${jsonBytes} bytes with its schema into Parquet in ${folders} folders of HDFS at a time`,
  topic: 'hdfs-parquet-folders-input',
  recordBytes: envelopeBytes,
  payload: manyStructs,
  connector: { 'format.class': parquet, ...byField('user.age') },
  bars: barsOfFolders,
});
