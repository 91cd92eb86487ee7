import {
  ConnectHeaders,
  LinkedMap,
  parseConfig,
  SinkRecord,
  type ConnectRecord,
  type Headers,
  type Schema,
  type Transformation,
  type TransformationPlugin,
} from '@sluice/connect-api';
import { plugins } from '../src/index.ts';

/** A transformation by the last part of its class name. */
export function make(name: string, config: Readonly<Record<string, string>> = {}): Transformation {
  const plugin = plugins.find(({ className }) => className.endsWith(`.${name}`));
  const { config: definition, createTransformation } = plugin as unknown as TransformationPlugin;
  return createTransformation(parseConfig(definition, config));
}

/** A record of topic `t`, partition 3. */
export function recordOf(value: unknown, valueSchema: Schema | null = null, headers?: Headers): SinkRecord {
  return new SinkRecord({
    topic: 't',
    kafkaPartition: 3,
    kafkaOffset: 7,
    key: new LinkedMap<string, unknown>([
      ['id', 7],
      ['name', 'Ada'],
    ]),
    valueSchema,
    value,
    headers: headers ?? new ConnectHeaders(),
  });
}

/** A change event without a schema. */
export function eventOf(op: string, before: unknown, after: unknown): Map<string, unknown> {
  const source = new LinkedMap<string, unknown>([
    ['db', 'shop'],
    ['lsn', 9007199254740993n],
    ['ts_ms', 1],
  ]);
  return new Map<string, unknown>([
    ['before', before],
    ['after', after],
    ['source', source],
    ['op', op],
    ['ts_ms', 2],
  ]);
}

/** A row without a schema. */
export function rowOf(id: number, name: string | null = 'Ada'): Map<string, unknown> {
  return new LinkedMap<string, unknown>([
    ['id', id],
    ['name', name],
  ]);
}

/** What became of a record, maps as plain objects. */
export function outcome(record: ConnectRecord | null): unknown {
  if (record === null) return 'dropped';
  const { topic, value, key } = record;
  return {
    topic,
    key: plain(key),
    value: plain(value),
    headers: Array.from(record.headers, ({ key: name, value: content }) => [name, content]),
  };
}

function plain(value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}
