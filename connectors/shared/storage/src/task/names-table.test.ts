import { describe, expect, it } from 'vitest';
import {
  base,
  byField,
  byTime,
  filesOf,
  json,
  map,
  minute,
  timed,
  times,
  type FileCase,
} from '../../testing/file-case.ts';

const cases: readonly FileCase[] = [
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
];

describe('the names of files', () => {
  it.each(cases)('$name', async (one) => {
    expect(await filesOf(one)).toEqual([...one.files].toSorted());
  });
});
