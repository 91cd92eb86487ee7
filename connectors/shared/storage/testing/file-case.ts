import {
  SchemaBuilder,
  schemas,
  SinkRecord,
  Struct,
  type PartitionOffset,
  type Schema,
} from '@sluice/connect-api';
import { MemoryStore } from './memory-store.ts';
import { SinkDriver } from './sink-driver.ts';

export const minute = 60_000;
export const base = Date.UTC(2026, 10, 27, 12, 30);

/** A record: `t` minutes after the base, with a value, a schema by version, or of another partition. */
export interface One {
  readonly t?: number;
  readonly value?: unknown;
  readonly v?: number;
  readonly partition?: number;
  readonly topic?: string;
  /** Minutes that the clock moves before it; what is due happens then. */
  readonly wait?: number;
}

export interface FileCase {
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

export function times(count: number, one: (n: number) => One = () => ({})): One[] {
  return Array.from({ length: count }, (_none, n) => one(n));
}

export const json = { 'format.class': 'io.confluent.connect.hdfs.json.JsonFormat', 'flush.size': '100' };
const pkg = 'io.confluent.connect.storage.partitioner';
export const byTime = (name: string, more: Readonly<Record<string, string>> = {}) => ({
  ...json,
  'partitioner.class': `${pkg}.${name}Partitioner`,
  locale: 'en-US',
  timezone: 'UTC',
  'timestamp.extractor': 'Record',
  ...more,
});
export const timed = (format: string, more: Readonly<Record<string, string>> = {}) =>
  byTime('TimeBased', {
    'partition.duration.ms': String(60 * minute),
    'path.format': format,
    'flush.size': '1',
    ...more,
  });
export const byField = (fields: string) => ({
  ...json,
  'partitioner.class': `${pkg}.FieldPartitioner`,
  'partition.field.name': fields,
  'flush.size': '1',
});
export const map = (entries: Readonly<Record<string, unknown>>) => ({
  value: new Map(Object.entries(entries)),
});

/** The paths of the files that are shown when the records of a case have been put. */
export async function filesOf({ config, records, wait }: FileCase): Promise<string[]> {
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
  return [...store.shown.keys()].toSorted();
}

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
