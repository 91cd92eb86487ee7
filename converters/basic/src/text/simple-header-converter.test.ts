import { readFileSync } from 'node:fs';
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
import { simpleHeaderConverter } from './simple-header-converter.ts';

process.env['TZ'] = 'UTC';

interface RecordedCase {
  readonly id: string;
  readonly note?: string;
  readonly direction: 'fromConnect' | 'toConnect';
  readonly schema?: SchemaNotation | null;
  readonly value?: ValueNotation;
  readonly bytes?: BytesNotation;
  readonly output?: unknown;
  readonly error?: ErrorNotation;
}

const fixture = new URL('../fixtures/simple-header-converter.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(fixture, 'utf8')) as { readonly cases: readonly RecordedCase[] };
const target = { topic: 'test', headerKey: 'h' };
const converter = simpleHeaderConverter.createHeaderConverter({});

function convert({ direction, schema: schemaNotation, value: notation, bytes }: RecordedCase): unknown {
  if (direction === 'toConnect') {
    const { schema, value } = converter.decodeHeader(readBytes(bytes ?? null), target);
    return { schema: writeSchema(schema), value: writeValue(value, schema) };
  }
  const schema = readSchema(schemaNotation);
  const encoded = converter.encodeHeader(schema, readValue(notation ?? null, schema), target);
  return encoded === null ? null : Buffer.from(encoded).toString('base64');
}

/** Where the recorded converter returns nothing, the header is a null without schema. */
function expected({ direction, output }: RecordedCase): unknown {
  if (direction === 'fromConnect') return readBytes(output as BytesNotation)?.toString('base64') ?? null;
  if (output === null) return { schema: null, value: null };
  const { schema, value } = output as {
    readonly schema: SchemaNotation | null;
    readonly value: ValueNotation;
  };
  return { schema: canonicalSchema(schema), value: canonicalValue(value) };
}

describe('SimpleHeaderConverter converts as recorded', () => {
  it.each(cases.filter(({ error }) => error === undefined))('$id $note', (recorded) => {
    expect(convert(recorded)).toEqual(expected(recorded));
  });

  it.each(cases.filter(({ error }) => error !== undefined))('$id fails $note', (recorded) => {
    const expectedError = expectedFailure(recorded.error as ErrorNotation);
    expect(failureOf(() => convert(recorded))).toMatchObject(expectedError);
  });
});
