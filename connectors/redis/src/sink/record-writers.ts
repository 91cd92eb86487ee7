import {
  convertToFloat64,
  formatFloat64,
  isDecimal,
  isTypedNumber,
  javaClassNameOf,
  type SinkRecord,
} from '@sluice/connect-api';
import type { RedisType } from '../config/sink-config.ts';
import type { Argument } from '../connection/command.ts';
import type { CommandBatch } from './command-batch.ts';
import { FieldTexts, JsonTexts } from './field-text.ts';
import { impossible } from './impossible.ts';
import { RecordKeys } from './record-key.ts';
import { ttlOf, type TtlOptions } from './record-ttl.ts';
import type { SinkSettings } from './sink-settings.ts';

/** Adds what a record has to be written to a batch. @throws DataError when it cannot be. */
export type RecordWriter = (record: SinkRecord, index: number, batch: CommandBatch) => void;

/** What the writers of all types have. */
export interface WriterParts {
  readonly keys: RecordKeys;
  readonly fields: FieldTexts;
  readonly json: JsonTexts;
  readonly encode: SinkSettings['encode'];
  readonly ttl: TtlOptions;
}

export function recordWriter(settings: SinkSettings, onUnreadable: TtlOptions['onUnreadable']): RecordWriter {
  const { encode, ttlSeconds } = settings;
  const json = new JsonTexts();
  return writers[settings.type]({
    keys: new RecordKeys(settings),
    fields: new FieldTexts(encode, json),
    json,
    encode,
    ttl: { ttlSeconds, onUnreadable },
  });
}

const writers: Readonly<Record<RedisType, (parts: WriterParts) => RecordWriter>> = {
  STRING: stringWriter,
  JSON: jsonWriter,
  HASH: hashWriter,
  STREAM: streamWriter,
  LIST: (parts) => memberWriter(parts, { add: 'RPUSH', membersOf: (member) => [member] }),
  SET: (parts) => memberWriter(parts, { add: 'SADD', remove: 'SREM', membersOf: (member) => [member] }),
  ZSET: (parts) =>
    memberWriter(parts, {
      add: 'ZADD',
      remove: 'ZREM',
      membersOf: (member, record) => [scoreOf(record), member],
    }),
  TIMESERIES: timeSeriesWriter,
};

function stringWriter({ keys, encode, ttl }: WriterParts): RecordWriter {
  return (record, index, batch) => {
    const key = keys.ofRecord(record);
    if (record.value === null) return batch.add(index, key, ['DEL', key]);
    const seconds = ttlOf(record, ttl);
    const args: Argument[] = ['SET', key, plainValue(record.value, encode)];
    if (seconds !== null) args.push('EX', String(seconds));
    batch.add(index, key, args);
  };
}

function jsonWriter({ keys, json, encode, ttl }: WriterParts): RecordWriter {
  return (record, index, batch) => {
    const key = keys.ofRecord(record);
    const { value } = record;
    if (value === null) return batch.add(index, key, ['DEL', key]);
    const text =
      typeof value === 'string' || Buffer.isBuffer(value)
        ? plainValue(value, encode)
        : encode(json.of(record.valueSchema, value));
    batch.add(index, key, ['JSON.SET', key, '$', text]);
    expireOwn(batch, { record, index, key, ttl });
  };
}

function hashWriter({ keys, fields, ttl }: WriterParts): RecordWriter {
  return (record, index, batch) => {
    const key = keys.ofRecord(record);
    if (record.value === null) return batch.add(index, key, ['DEL', key]);
    const { present, absent } = fields.of(record);
    if (present.length > 0) batch.add(index, key, ['HSET', key, ...present]);
    // A field that has become null is no longer there.
    if (absent.length > 0) batch.add(index, key, ['HDEL', key, ...absent]);
    expireOwn(batch, { record, index, key, ttl });
  };
}

function streamWriter({ keys, fields, ttl }: WriterParts): RecordWriter {
  return (record, index, batch) => {
    // An entry cannot be told from the key of a record, so that there is none to delete.
    if (record.value === null) return;
    const key = keys.ofTopic(record.topic);
    const { present } = fields.of(record);
    if (present.length === 0) throw impossible('All fields of the value are null, and an entry needs one');
    batch.add(index, key, ['XADD', key, '*', ...present]);
    expireShared(batch, { record, index, key, ttl });
  };
}

interface MemberKind {
  readonly add: string;
  /** Left out where there is a command of its own for it. */
  readonly remove?: string;
  membersOf(member: Argument, record: SinkRecord): readonly Argument[];
}

function memberWriter({ keys, ttl }: WriterParts, { add, remove, membersOf }: MemberKind): RecordWriter {
  return (record, index, batch) => {
    const key = keys.ofTopic(record.topic);
    const member = keys.ofMember(record);
    if (record.value !== null) {
      batch.join(index, key, { verb: add, members: membersOf(member, record) });
      expireShared(batch, { record, index, key, ttl });
    } else if (remove === undefined) batch.part(index, key, ['LREM', key, '0', member]);
    else batch.join(index, key, { verb: remove, members: [member] });
  };
}

function timeSeriesWriter({ keys, ttl }: WriterParts): RecordWriter {
  return (record, index, batch) => {
    const key = keys.ofTopic(record.topic);
    const time = timeOf(record);
    if (record.value === null) return batch.add(index, key, ['TS.DEL', key, time, time]);
    batch.add(index, key, ['TS.ADD', key, time, scoreOf(record)]);
    expireShared(batch, { record, index, key, ttl });
  };
}

interface ExpiringKey {
  readonly record: SinkRecord;
  readonly index: number;
  readonly key: Argument;
  readonly ttl: TtlOptions;
}

/** A key that one record has. */
function expireOwn(batch: CommandBatch, { record, index, key, ttl }: ExpiringKey): void {
  const seconds = ttlOf(record, ttl);
  if (seconds !== null) batch.add(index, key, ['EXPIRE', key, String(seconds)]);
}

/** A key that many records have. */
function expireShared(batch: CommandBatch, { record, index, key, ttl }: ExpiringKey): void {
  const seconds = ttlOf(record, ttl);
  if (seconds !== null) batch.expire(index, key, seconds);
}

function plainValue(value: unknown, encode: SinkSettings['encode']): Argument {
  if (typeof value === 'string') return encode(value);
  if (Buffer.isBuffer(value)) return value;
  throw impossible(
    `The value is a ${javaClassNameOf(value)}; a text or bytes are needed: use StringConverter or ByteArrayConverter`,
  );
}

/** A number as Redis reads it. @throws DataError for what a double cannot hold. */
function scoreOf({ value, valueSchema }: SinkRecord): string {
  if (!isNumber(value)) {
    throw impossible(`The value is a ${javaClassNameOf(value)}; a number is needed`);
  }
  const number = convertToFloat64(valueSchema, value);
  if (number === null || Number.isNaN(number)) throw impossible('The value is no number that has an order');
  if (typeof value === 'bigint' && BigInt(number) !== value) {
    throw impossible(`The value ${value} has more digits than a number of Redis holds`);
  }
  if (!Number.isFinite(number)) return number > 0 ? '+inf' : '-inf';
  return Number.isSafeInteger(number) ? String(number) : formatFloat64(number);
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || isTypedNumber(value) || isDecimal(value);
}

function timeOf({ key }: SinkRecord): string {
  const plain = isTypedNumber(key) ? key.value : key;
  if (typeof plain === 'bigint' || (typeof plain === 'number' && Number.isInteger(plain))) {
    return String(plain);
  }
  const what = key === null ? 'The record has no key' : `The key of the record is a ${javaClassNameOf(key)}`;
  throw impossible(`${what}; the time in milliseconds is needed, an INT64`);
}
