import { readFileSync } from 'node:fs';
import { withoutDeferral, type SchemaAndValue } from '@sluice/connect-api';
import {
  canonicalSchema,
  canonicalValue,
  expectedFailure,
  failureOf,
  readBytes,
  readSchema,
  readValue,
  writeSchema,
  writeValue,
  type BytesNotation,
  type ErrorNotation,
  type SchemaNotation,
  type ValueNotation,
} from '@sluice/connect-api/vector-notation';
import { describe, expect, it } from 'vitest';
import { JsonConverter } from './json-converter.ts';
import { jsonConverter } from './plugin.ts';

interface RecordedCase {
  readonly id: string;
  readonly note?: string;
  readonly direction: 'fromConnect' | 'toConnect' | 'configure';
  readonly use: 'key' | 'value' | 'header' | 'raw';
  readonly config: Readonly<Record<string, string | boolean>>;
  readonly schema?: SchemaNotation | null;
  readonly value?: ValueNotation;
  readonly bytes?: BytesNotation;
  readonly output?: unknown;
  readonly error?: ErrorNotation;
}

const fixture = new URL('fixtures/json-converter.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(fixture, 'utf8')) as { readonly cases: readonly RecordedCase[] };

function converterOf({ config, use }: RecordedCase): JsonConverter {
  const properties = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)]));
  if (use === 'raw') return jsonConverter.createHeaderConverter?.(properties) as JsonConverter;
  if (use === 'header') return new JsonConverter({ ...properties, 'converter.type': 'header' });
  return jsonConverter.createConverter(properties, use) as JsonConverter;
}

type Decode = (converter: JsonConverter, bytes: Buffer | null) => SchemaAndValue;

const decodeInFull: Decode = (converter, bytes) => converter.decode(bytes);
const decodeDeferred: Decode = (converter, bytes) =>
  bytes === null ? converter.decode(null) : converter.decodeDeferred({ bytes, start: 0, end: bytes.length });

/** What the conversion gives, in the notation of the recorded cases. */
function convert(recorded: RecordedCase, decode = decodeInFull): unknown {
  const converter = converterOf(recorded);
  if (recorded.direction === 'configure') return true;
  if (recorded.direction === 'toConnect') {
    const bytes = readBytes(recorded.bytes ?? null);
    // The second time the schema, or what is between the values, is known: the result must not depend on it.
    failureOf(() => decode(converter, bytes));
    const { schema, value } = decode(converter, bytes);
    return { schema: writeSchema(schema), value: writeValue(withoutDeferral(value), schema) };
  }
  const schema = readSchema(recorded.schema);
  const encoded = converter.encode(schema, readValue(recorded.value ?? null, schema));
  return encoded === null ? null : { text: Buffer.from(encoded).toString() };
}

function expected({ direction, output }: RecordedCase): unknown {
  if (direction !== 'toConnect') return output;
  const { schema, value } = output as {
    readonly schema: SchemaNotation | null;
    readonly value: ValueNotation;
  };
  return { schema: canonicalSchema(schema), value: canonicalValue(value) };
}

describe('JsonConverter converts as recorded', () => {
  it.each(cases.filter(({ error }) => error === undefined))('$id $note', (recorded) => {
    expect(convert(recorded)).toEqual(expected(recorded));
  });

  it.each(cases.filter(({ error }) => error !== undefined))('$id fails $note', (recorded) => {
    const expectedError = expectedFailure(recorded.error as ErrorNotation);
    expect(failureOf(() => convert(recorded))).toMatchObject(expectedError);
  });
});

describe('JsonConverter reads as recorded where maps may be deferred', () => {
  const read = cases.filter(({ direction }) => direction === 'toConnect');

  it.each(read.filter(({ error }) => error === undefined))('$id $note', (recorded) => {
    expect(convert(recorded, decodeDeferred)).toEqual(expected(recorded));
  });

  it.each(read.filter(({ error }) => error !== undefined))('$id fails $note', (recorded) => {
    const expectedError = expectedFailure(recorded.error as ErrorNotation);
    expect(failureOf(() => convert(recorded, decodeDeferred))).toMatchObject(expectedError);
  });
});
