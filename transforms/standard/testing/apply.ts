import {
  isStruct,
  parseConfig,
  plainNumber,
  SinkRecord,
  type ConnectRecord,
  type Schema,
  type Transformation,
  type TransformationPlugin,
} from '@sluice/connect-api';
import { plugins } from '../src/index.ts';

/** A transformation by its class name without package. */
export function make(name: string, config: Readonly<Record<string, string>>): Transformation {
  const plugin = plugins.find(({ className }) => className.endsWith(`.${name}`));
  const { config: definition, createTransformation } = plugin as unknown as TransformationPlugin;
  return createTransformation(parseConfig(definition, config));
}

/** A record of topic `t`, partition 3, offset 7 and time 5. */
export function recordOf(value: unknown, valueSchema: Schema | null = null): SinkRecord {
  return new SinkRecord({
    topic: 't',
    kafkaPartition: 3,
    kafkaOffset: 7,
    timestampMs: 5,
    valueSchema,
    value,
  });
}

/** What a transformation makes of a value. */
export function applied(
  transformation: Transformation,
  value: unknown,
  schema: Schema | null = null,
): ConnectRecord {
  return transformation.apply(recordOf(value, schema)) as ConnectRecord;
}

/** What transformations make of a record one after the other; `null` when one drops it. */
export function oneByOne(
  record: ConnectRecord,
  transformations: readonly Transformation[],
): ConnectRecord | null {
  return transformations.reduce<ConnectRecord | null>(
    (current, transformation) => (current === null ? null : transformation.apply(current)),
    record,
  );
}

/** Structs and maps as plain objects, numbers without their type: what they have in common. */
export function plain(value: unknown): unknown {
  if (isStruct(value)) {
    return Object.fromEntries(
      value.schema.fields.map(({ name }) => [name, plain(value.getWithoutDefault(name))]),
    );
  }
  if (value instanceof Map)
    return Object.fromEntries(Array.from(value, ([key, inner]) => [key, plain(inner)]));
  if (Array.isArray(value)) return value.map(plain);
  const number = plainNumber(value);
  return typeof number === 'bigint' ? Number(number) : number;
}
