import type { ConnectRecord, Schema } from '@sluice/connect-api';
import type { Environment } from '../language/check/environment.ts';
import { dyn, typeOf, type Type } from '../language/check/type.ts';
import type { Evaluation } from '../language/evaluate/evaluation.ts';
import { Instant, nsPerMs } from '../language/values/instant.ts';
import type { Value } from '../language/values/value.ts';
import { HeaderMap, noHeaders } from './read/header-map.ts';
import type { Read } from './read/read.ts';
import type { ValueReader } from './read/value-reader.ts';

/** What is known of the halves of records. */
export interface HalfTypes {
  readonly key: Type;
  readonly value: Type;
}

/** The names that expressions about records may use. */
export function recordEnvironment(
  reader: ValueReader,
  { key, value }: HalfTypes = { key: dyn, value: dyn },
): Environment<ConnectRecord> {
  const readKey = new HalfReader(reader);
  const readValue = new HalfReader(reader);
  return new Map([
    ['topic', { type: typeOf('string'), read: ({ input }) => input.topic }],
    ['partition', { type: typeOf('int'), read: ({ input }) => integer(input.kafkaPartition) }],
    ['key', { type: key, read: ({ input }) => readKey.read(input.keySchema, input.key) }],
    ['value', { type: value, read: ({ input }) => readValue.read(input.valueSchema, input.value) }],
    ['headers', { type: headersType, read: (at) => headersOf(at, reader) }],
    ['timestamp', { type: typeOf('timestamp'), read: ({ input }) => instant(input.timestampMs) }],
    ['offset', { type: typeOf('int'), read: offsetOf }],
  ]);
}

const headersType: Type = { kind: 'map', key: typeOf('string'), item: dyn };

/** Records of one origin share their schemas. */
class HalfReader {
  readonly #reader: ValueReader;
  #schema: Schema | null = null;
  #read: Read;

  constructor(reader: ValueReader) {
    this.#reader = reader;
    this.#read = reader.readWithoutSchema;
  }

  read(schema: Schema | null, raw: unknown): Value {
    if (schema !== this.#schema) {
      this.#read = this.#reader.readOf(schema);
      this.#schema = schema;
    }
    return this.#read(raw);
  }
}

function integer(value: number | null | undefined): Value {
  return value === null || value === undefined ? null : BigInt(value);
}

function instant(epochMs: number | null): Value {
  return epochMs === null ? null : new Instant(BigInt(epochMs) * nsPerMs);
}

/** Null for records on their way to Kafka, which have none yet. */
function offsetOf({ input }: Evaluation<ConnectRecord>): Value {
  return integer((input as { readonly kafkaOffset?: number }).kafkaOffset);
}

/** Whoever looks for a header goes through all of them. */
function headersOf(at: Evaluation<ConnectRecord>, reader: ValueReader): Value {
  const { input } = at;
  if (!input.hasHeaders) return noHeaders;
  at.spend(Math.floor(input.headers.size / headersPerStep));
  return new HeaderMap(input.headers, reader);
}

const headersPerStep = 16;
