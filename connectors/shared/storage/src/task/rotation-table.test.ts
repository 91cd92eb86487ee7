import {
  SchemaBuilder,
  schemas,
  SinkRecord,
  Struct,
  type PartitionOffset,
  type Schema,
} from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { MemoryStore } from '../../testing/memory-store.ts';
import { SinkDriver } from '../../testing/sink-driver.ts';

const minute = 60_000;
const base = Date.UTC(2026, 10, 27, 12, 30);

/** A record: `t` minutes after the base, with a value, a schema by version, or of another partition. */
interface One {
  readonly t?: number;
  readonly value?: unknown;
  readonly v?: number;
  readonly partition?: number;
  readonly topic?: string;
  /** Minutes that the clock moves before it; what is due happens then. */
  readonly wait?: number;
}

interface Case {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
  readonly records: readonly One[];
  /** Minutes to wait behind the last record. */
  readonly wait?: number;
  /** The files that are shown, in any order. */
  readonly files: readonly string[];
}

const schemaOf = (version: number): Schema => {
  const builder = SchemaBuilder.struct().name('r').version(version).field('a', schemas.int32);
  return version === 1
    ? builder.build()
    : builder.field('b', SchemaBuilder.int32().optional().build()).build();
};
const versions = [1, 2].map(schemaOf);

function times(count: number, one: (n: number) => One = () => ({})): One[] {
  return Array.from({ length: count }, (_none, n) => one(n));
}

const json = { 'format.class': 'io.confluent.connect.hdfs.json.JsonFormat', 'flush.size': '100' };
const pkg = 'io.confluent.connect.storage.partitioner';
const byTime = (name: string, more: Readonly<Record<string, string>> = {}) => ({
  ...json,
  'partitioner.class': `${pkg}.${name}Partitioner`,
  locale: 'en-US',
  timezone: 'UTC',
  'timestamp.extractor': 'Record',
  ...more,
});
const timed = (format: string, more: Readonly<Record<string, string>> = {}) =>
  byTime('TimeBased', {
    'partition.duration.ms': String(60 * minute),
    'path.format': format,
    'flush.size': '1',
    ...more,
  });
const byField = (fields: string) => ({
  ...json,
  'partitioner.class': `${pkg}.FieldPartitioner`,
  'partition.field.name': fields,
  'flush.size': '1',
});
const map = (entries: Readonly<Record<string, unknown>>) => ({ value: new Map(Object.entries(entries)) });

const cases: readonly Case[] = [
  { name: 'nothing below flush.size', config: json, records: times(99), files: [] },
  {
    name: 'flush.size',
    config: { ...json, 'flush.size': '3' },
    records: times(7),
    files: [
      'topics/t/partition=0/t+0+0000000000+0000000002.json',
      'topics/t/partition=0/t+0+0000000003+0000000005.json',
    ],
  },
  {
    name: 'flush.size 1',
    config: { ...json, 'flush.size': '1' },
    records: times(2),
    files: [
      'topics/t/partition=0/t+0+0000000000+0000000000.json',
      'topics/t/partition=0/t+0+0000000001+0000000001.json',
    ],
  },
  {
    name: 'partitions by themselves',
    config: { ...json, 'flush.size': '2' },
    records: [{}, { partition: 1 }, { partition: 1 }, {}],
    files: [
      'topics/t/partition=0/t+0+0000000000+0000000001.json',
      'topics/t/partition=1/t+1+0000000000+0000000001.json',
    ],
  },
  {
    name: 'flush.size over all folders',
    config: { ...byField('k'), 'flush.size': '3' },
    records: [map({ k: 'a' }), map({ k: 'b' }), map({ k: 'a' }), map({ k: 'a' })],
    files: ['topics/t/k=a/t+0+0000000000+0000000002.json', 'topics/t/k=b/t+0+0000000001+0000000001.json'],
  },
  {
    name: 'another padding',
    config: { ...json, 'flush.size': '1', 'filename.offset.zero.pad.width': '3' },
    records: [{}],
    files: ['topics/t/partition=0/t+0+000+000.json'],
  },
  {
    name: 'no padding',
    config: { ...json, 'flush.size': '1', 'filename.offset.zero.pad.width': '0' },
    records: [{}],
    files: ['topics/t/partition=0/t+0+0+0.json'],
  },
  {
    name: 'another topics.dir',
    config: { ...json, 'flush.size': '1', 'topics.dir': '/data/in' },
    records: [{}],
    files: ['/data/in/t/partition=0/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'topics.dir with the topic',
    config: { ...json, 'flush.size': '1', 'topics.dir': 'x/${topic}' },
    records: [{}],
    files: ['x/t/t/partition=0/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'topics.dir with groups',
    config: {
      ...json,
      'flush.size': '1',
      'topics.dir': '${1}-${2}',
      'topic.capture.groups.regex': '(t)(.*)',
    },
    records: [{}],
    files: ['t-/t/partition=0/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'a topic that was renamed',
    config: { ...json, 'flush.size': '1' },
    records: [{ topic: 'other' }],
    files: ['topics/other/partition=0/other+t+0+0000000000+0000000000.json'],
  },
  {
    name: 'text',
    config: { ...json, 'flush.size': '1', 'format.class': 'io.confluent.connect.hdfs.string.StringFormat' },
    records: [{ value: 'x' }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000000.txt'],
  },
  {
    name: 'bytes',
    config: {
      ...json,
      'flush.size': '1',
      'format.class': 'io.confluent.connect.s3.format.bytearray.ByteArrayFormat',
    },
    records: [{ value: Buffer.from('x') }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000000.bin'],
  },
  {
    name: 'bytes with another extension',
    config: { ...json, 'flush.size': '1', 'format.class': 'bytes', 'format.bytearray.extension': '.raw' },
    records: [{ value: Buffer.from('x') }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000000.raw'],
  },
  {
    name: 'Avro',
    config: { 'flush.size': '1' },
    records: [{ v: 1 }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000000.avro'],
  },
  {
    name: 'Parquet',
    config: { 'flush.size': '1', 'format.class': 'io.confluent.connect.hdfs3.parquet.ParquetFormat' },
    records: [{ v: 1 }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000000.parquet'],
  },
  {
    name: 'a field',
    config: byField('country'),
    records: [map({ country: 'CH' })],
    files: ['topics/t/country=CH/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'fields',
    config: byField('country,n'),
    records: [map({ country: 'CH', n: 5 })],
    files: ['topics/t/country=CH/n=5/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'a boolean field',
    config: byField('b'),
    records: [map({ b: true })],
    files: ['topics/t/b=true/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'a large number',
    config: byField('n'),
    records: [map({ n: 9_007_199_254_740_993n })],
    files: ['topics/t/n=9007199254740993/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'a field in a field',
    config: byField('a.b'),
    records: [map({ a: new Map([['b', 'x']]) })],
    files: ['topics/t/a.b=x/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'a field that leads elsewhere',
    config: byField('k'),
    records: [map({ k: '../../etc/a:b' })],
    files: ['topics/t/k=..%2F..%2Fetc%2Fa%3Ab/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'daily',
    config: byTime('Daily', { 'flush.size': '1' }),
    records: [{ t: 0 }],
    files: ['topics/t/year=2026/month=11/day=27/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'daily elsewhere',
    config: byTime('Daily', { 'flush.size': '1', timezone: 'Pacific/Auckland' }),
    records: [{ t: 0 }],
    files: ['topics/t/year=2026/month=11/day=28/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'hourly',
    config: byTime('Hourly', { 'flush.size': '1' }),
    records: [{ t: 0 }],
    files: ['topics/t/year=2026/month=11/day=27/hour=12/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'hourly at half an hour from UTC',
    config: byTime('Hourly', { 'flush.size': '1', timezone: 'Asia/Kolkata' }),
    records: [{ t: 0 }],
    files: ['topics/t/year=2026/month=11/day=27/hour=18/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'the hour after the clock went back',
    config: byTime('Hourly', { 'flush.size': '2', timezone: 'Europe/Zurich' }),
    records: [
      { t: (Date.UTC(2026, 9, 25, 0, 30) - base) / minute },
      { t: (Date.UTC(2026, 9, 25, 1, 30) - base) / minute },
    ],
    files: ['topics/t/year=2026/month=10/day=25/hour=02/t+0+0000000000+0000000001.json'],
  },
  {
    name: 'quarters of an hour',
    config: timed("'q'=HH-mm", { 'partition.duration.ms': String(15 * minute) }),
    records: [{ t: 16 }],
    files: ['topics/t/q=12-45/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'two digits of a year',
    config: timed('YY/M/d'),
    records: [{ t: 0 }],
    files: ['topics/t/26/11/27/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'names of months and days',
    config: timed('MMMM-MMM-EEE-EEEE'),
    records: [{ t: 0 }],
    files: ['topics/t/November-Nov-Fri-Friday/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'names in another language',
    config: timed('MMMM', { locale: 'de_CH' }),
    records: [{ t: (Date.UTC(2026, 2, 1) - base) / minute }],
    files: ['topics/t/März/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'day of the year and week',
    config: timed("DDD'/'xxxx'-W'ww-e"),
    records: [{ t: 0 }],
    files: ['topics/t/331/2026-W48-5/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'hours of half a day',
    config: timed('hh-a-KK-kk'),
    records: [{ t: 0 }],
    files: ['topics/t/12-PM-00-12/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'quotes and an offset',
    config: timed("'o''clock'Z", { timezone: 'America/New_York' }),
    records: [{ t: 0 }],
    files: ["topics/t/o'clock-0500/t+0+0000000000+0000000000.json"],
  },
  {
    name: 'a time in a field',
    config: byTime('Daily', {
      'flush.size': '1',
      'timestamp.extractor': 'RecordField',
      'timestamp.field': 'at',
    }),
    records: [map({ at: '1999-12-31T23:59:59+02:00' })],
    files: ['topics/t/year=1999/month=12/day=31/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'milliseconds in a field',
    config: byTime('Daily', {
      'flush.size': '1',
      'timestamp.extractor': 'RecordField',
      'timestamp.field': 'x.at',
    }),
    records: [map({ x: new Map([['at', 0]]) })],
    files: ['topics/t/year=1970/month=01/day=01/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'rotation by the time of records',
    config: byTime('Daily', { 'rotate.interval.ms': String(10 * minute) }),
    records: [{ t: 0 }, { t: 9 }, { t: 10 }, { t: 19 }, { t: 20 }],
    files: [
      'topics/t/year=2026/month=11/day=27/t+0+0000000000+0000000001.json',
      'topics/t/year=2026/month=11/day=27/t+0+0000000002+0000000003.json',
    ],
  },
  {
    name: 'no rotation by older records',
    config: byTime('Daily', { 'rotate.interval.ms': String(10 * minute) }),
    records: [{ t: 0 }, { t: -50 }, { t: 9 }],
    files: [],
  },
  {
    name: 'rotation of folders that are not full',
    config: byTime('Hourly', { 'rotate.interval.ms': String(60 * minute) }),
    records: [{ t: 0 }, { t: 40 }, { t: 70 }],
    files: [
      'topics/t/year=2026/month=11/day=27/hour=12/t+0+0000000000+0000000000.json',
      'topics/t/year=2026/month=11/day=27/hour=13/t+0+0000000001+0000000001.json',
    ],
  },
  {
    name: 'a file for each folder, whatever the order',
    config: byTime('Hourly', { 'flush.size': '4' }),
    records: [{ t: 0 }, { t: 60 }, { t: 1 }, { t: 61 }],
    files: [
      'topics/t/year=2026/month=11/day=27/hour=12/t+0+0000000000+0000000002.json',
      'topics/t/year=2026/month=11/day=27/hour=13/t+0+0000000001+0000000003.json',
    ],
  },
  {
    name: 'rotation by the clock where records have no time',
    config: { ...json, 'rotate.interval.ms': String(10 * minute) },
    records: [{}, { wait: 11 }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'rotation at a multiple of the clock',
    config: { ...json, timezone: 'UTC', 'rotate.schedule.interval.ms': String(60 * minute) },
    records: [{}, { wait: 29 }, { wait: 2 }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000001.json'],
  },
  {
    name: 'the same though no record comes',
    config: { ...json, timezone: 'UTC', 'rotate.schedule.interval.ms': String(60 * minute) },
    records: [{}],
    wait: 31,
    files: ['topics/t/partition=0/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'files closed when traffic stops',
    config: byTime('Daily', { 'rotate.interval.ms': String(10 * minute) }),
    records: [{ t: 0 }],
    wait: 11,
    files: ['topics/t/year=2026/month=11/day=27/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'the same by a time of its own',
    config: { ...json, 'rotate.idle.interval.ms': String(minute) },
    records: [{}, {}],
    wait: 2,
    files: ['topics/t/partition=0/t+0+0000000000+0000000001.json'],
  },
  {
    name: 'rotation by bytes',
    config: { ...json, 'flush.bytes': '10' },
    records: times(5, () => ({ value: 'é1' })),
    files: [
      'topics/t/partition=0/t+0+0000000000+0000000001.json',
      'topics/t/partition=0/t+0+0000000002+0000000003.json',
    ],
  },
  {
    name: 'a change of the schema',
    config: { ...json, 'flush.size': '100' },
    records: [{ v: 1 }, { v: 1 }, { v: 2 }, { v: 1 }],
    files: [
      'topics/t/partition=0/t+0+0000000000+0000000001.json',
      'topics/t/partition=0/t+0+0000000002+0000000002.json',
    ],
  },
  {
    name: 'BACKWARD: older ones go along',
    config: { ...json, 'schema.compatibility': 'BACKWARD', 'flush.size': '3' },
    records: [{ v: 2 }, { v: 1 }, { v: 2 }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000002.json'],
  },
  {
    name: 'BACKWARD: newer ones do not',
    config: { ...json, 'schema.compatibility': 'BACKWARD' },
    records: [{ v: 1 }, { v: 2 }, { v: 1 }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'FULL: newer ones do not',
    config: { ...json, 'schema.compatibility': 'FULL' },
    records: [{ v: 1 }, { v: 2 }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'FORWARD: newer ones go along',
    config: { ...json, 'schema.compatibility': 'FORWARD', 'flush.size': '2' },
    records: [{ v: 1 }, { v: 2 }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000001.json'],
  },
  {
    name: 'FORWARD: older ones do not',
    config: { ...json, 'schema.compatibility': 'FORWARD' },
    records: [{ v: 2 }, { v: 1 }],
    files: ['topics/t/partition=0/t+0+0000000000+0000000000.json'],
  },
  {
    name: 'the folder of the clock',
    config: byTime('Hourly', { 'flush.size': '2', 'timestamp.extractor': 'Wallclock' }),
    records: [{ t: -500 }, { t: -900, wait: 31 }],
    files: [
      'topics/t/year=2026/month=11/day=27/hour=12/t+0+0000000000+0000000000.json',
      'topics/t/year=2026/month=11/day=27/hour=13/t+0+0000000001+0000000001.json',
    ],
  },
];

describe('the names of files, and when they are completed', () => {
  it.each(cases)('$name', async ({ config, records, wait, files }) => {
    const store = new MemoryStore();
    const driver = new SinkDriver({ config, store, committed: new Map<string, PartitionOffset>() });
    await driver.open({ topic: 't', partition: 0 }, { topic: 't', partition: 1 });
    const next = [0, 0];
    const settle = async (): Promise<void> => {
      for (let rounds = 0; rounds < 3; rounds += 1) {
        await driver.put([]);
        driver.commit();
      }
    };
    for (const one of records) {
      driver.nowMs += (one.wait ?? 0) * minute;
      if (one.wait !== undefined) await settle();
      await driver.put([recordOf(one, next)]);
    }
    if (wait !== undefined) driver.nowMs += wait * minute;
    await settle();
    expect([...store.shown.keys()].toSorted()).toEqual([...files].toSorted());
  });
});

function recordOf({ t = 0, value, v, partition = 0, topic = 't' }: One, next: number[]): SinkRecord {
  const offset = next[partition] ?? 0;
  next[partition] = offset + 1;
  const schema = v === undefined ? null : (versions[v - 1] as Schema);
  return new SinkRecord({
    topic,
    originalTopic: 't',
    kafkaPartition: partition,
    kafkaOffset: offset,
    timestampMs: base + t * minute,
    valueSchema: schema,
    value: schema === null ? (value ?? offset) : new Struct(schema).put('a', offset),
  });
}
