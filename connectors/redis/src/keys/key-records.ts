import {
  DataError,
  nameField,
  optionalSchemas,
  SchemaBuilder,
  schemas,
  SourceRecord,
  Struct,
  type Schema,
} from '@sluice/connect-api';
import type { Reply } from '../connection/command.ts';
import { textOf } from '../connection/text-of.ts';
import type { KeysSettings } from './keys-settings.ts';
import type { KeyValue } from './key-value.ts';

const texts = SchemaBuilder.array(schemas.string).optional().build();
const scoresFirst = SchemaBuilder.map(schemas.float64, schemas.string).optional().build();
const membersFirst = SchemaBuilder.map(schemas.string, schemas.float64).optional().build();

function valueSchema(zset: Schema): Schema {
  return SchemaBuilder.struct()
    .name('com.redis.kafka.connect.keys.Value')
    .field('key', schemas.string)
    .field('ttl', optionalSchemas.int64)
    .field('type', schemas.string)
    .field('hash', SchemaBuilder.map(schemas.string, schemas.string).optional().build())
    .field('string', optionalSchemas.string)
    .field('json', optionalSchemas.string)
    .field('list', texts)
    .field('set', texts)
    .field('zset', zset)
    .build();
}

const valueSchemas = { score: valueSchema(scoresFirst), member: valueSchema(membersFirst) };

/** The fields that the values of types stand in. */
const fields: Readonly<Record<string, string>> = {
  string: 'string',
  hash: 'hash',
  list: 'list',
  set: 'set',
  zset: 'zset',
  'ReJSON-RL': 'json',
};

/** The record of a key as it was read. @throws DataError when something of it is no text, naming the field. */
export function keyRecord(
  { key, type, expiresAtMs, value }: KeyValue,
  { topic, zsetKeys }: Pick<KeysSettings, 'topic' | 'zsetKeys'>,
): SourceRecord {
  const name = textOf(key, 'The name of a key');
  const schema = valueSchemas[zsetKeys];
  const struct = new Struct(schema);
  struct.put('key', name);
  struct.put('ttl', BigInt(Math.trunc(expiresAtMs)));
  struct.put('type', type);
  const field = fields[type];
  // A key that has gone since its type was asked for.
  if (field !== undefined && value !== null) struct.put(field, contentOf({ name, field, value, zsetKeys }));
  return new SourceRecord({
    topic,
    keySchema: schemas.string,
    key: name,
    valueSchema: schema,
    value: struct,
    timestampMs: Date.now(),
    sourcePartition: {},
    sourceOffset: {},
  });
}

interface Content {
  readonly name: string;
  readonly field: string;
  readonly value: Reply;
  readonly zsetKeys: KeysSettings['zsetKeys'];
}

function contentOf({ name, field, value, zsetKeys }: Content): unknown {
  const read = (bytes: Reply): string => textOf(bytes as Buffer, `A value of the key ${name}`);
  try {
    switch (field) {
      case 'string':
      case 'json':
        return read(value);
      case 'hash':
        return new Map(pairsOf(value).map(([one, other]) => [read(one), read(other)]));
      case 'zset':
        return scoresOf(
          name,
          pairsOf(value).map(([member, score]) => [read(member), scoreOf(read(score))]),
          zsetKeys,
        );
      default:
        return (value as readonly Reply[]).map(read);
    }
  } catch (error) {
    throw nameField(error, field);
  }
}

function scoresOf(
  name: string,
  pairs: readonly (readonly [string, number])[],
  zsetKeys: KeysSettings['zsetKeys'],
): Map<unknown, unknown> {
  if (zsetKeys === 'member') return new Map(pairs);
  const byScore = new Map(pairs.map(([member, score]) => [score, member]));
  if (byScore.size === pairs.length) return byScore;
  throw new DataError(
    `The sorted set ${name} has members of the same score, and a map by score holds one of each: set redis.keys.zset=member`,
    { code: 'REDIS_ENTRY_UNREADABLE' },
  );
}

function pairsOf(value: Reply): (readonly [Reply, Reply])[] {
  const flat = value as readonly Reply[];
  return Array.from({ length: flat.length >> 1 }, (_none, index) => [
    flat[2 * index] as Reply,
    flat[2 * index + 1] as Reply,
  ]);
}

function scoreOf(text: string): number {
  if (text === 'inf') return Infinity;
  return text === '-inf' ? -Infinity : Number(text);
}
