import { readFileSync } from 'node:fs';
import type { Converter, ConverterPlugin, HeaderConverter } from '@sluice/connect-api';
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
import { plugins } from './index.ts';

// Dates are written in the time zone of the process; the records were made in this one.
process.env['TZ'] = 'UTC';

interface RecordedCase {
  readonly id: string;
  readonly note?: string;
  readonly converter: string;
  readonly direction: 'fromConnect' | 'toConnect' | 'configure';
  readonly use: 'key' | 'value' | 'header' | 'raw';
  readonly config: Readonly<Record<string, string>>;
  readonly schema?: SchemaNotation | null;
  readonly value?: ValueNotation;
  readonly bytes?: BytesNotation;
  readonly output?: unknown;
  readonly error?: ErrorNotation;
}

type Both = Converter & HeaderConverter;

const fixture = new URL('fixtures/primitive-converters.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(fixture, 'utf8')) as { readonly cases: readonly RecordedCase[] };
const target = { topic: 'test', headerKey: 'h' };

function converterOf({ converter, config, use }: RecordedCase): Both {
  const plugin = plugins.find(({ className }) => className === converter) as ConverterPlugin;
  if (use === 'raw') return plugin.createHeaderConverter?.(config) as Both;
  if (use === 'header')
    return plugin.createHeaderConverter?.({ ...config, 'converter.type': 'header' }) as Both;
  return plugin.createConverter(config, use) as Both;
}

/** What the conversion gives, in the notation of the recorded cases. */
function convert(recorded: RecordedCase): unknown {
  const converter = converterOf(recorded);
  if (recorded.direction === 'configure') return true;
  if (recorded.direction === 'toConnect') {
    const { schema, value } = converter.decodeHeader(readBytes(recorded.bytes ?? null), target);
    return { schema: writeSchema(schema), value: writeValue(value, schema) };
  }
  const schema = readSchema(recorded.schema);
  const encoded = converter.encodeHeader(schema, readValue(recorded.value ?? null, schema), target);
  return encoded === null ? null : Buffer.from(encoded).toString('base64');
}

function expected({ direction, output }: RecordedCase): unknown {
  if (direction === 'configure') return true;
  if (direction === 'fromConnect') return readBytes(output as BytesNotation)?.toString('base64') ?? null;
  const { schema, value } = output as {
    readonly schema: SchemaNotation | null;
    readonly value: ValueNotation;
  };
  return { schema: canonicalSchema(schema), value: canonicalValue(value) };
}

describe('the basic converters convert as recorded', () => {
  it.each(cases.filter(({ error }) => error === undefined))('$id $note', (recorded) => {
    expect(convert(recorded)).toEqual(expected(recorded));
  });

  it.each(cases.filter(({ error }) => error !== undefined))('$id fails $note', (recorded) => {
    const expectedError = expectedFailure(recorded.error as ErrorNotation);
    expect(failureOf(() => convert(recorded))).toMatchObject(expectedError);
  });
});
