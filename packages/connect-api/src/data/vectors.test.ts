import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  canonicalSchema,
  canonicalValue,
  expectedOutcome,
  outcomeOf,
  readSchema,
  readValue,
  writeSchema,
  writeValue,
} from '../../testing/vector-notation.ts';
import type { ErrorNotation, SchemaNotation, ValueNotation } from '../../testing/vector-notation.ts';
import { parseFieldPath, type FieldSyntax } from './field-path.ts';
import { project } from './projection.ts';
import type { Schema } from './schema.ts';
import { convertToBoolean } from './values/convert/convert-boolean.ts';
import { convertToDate, convertToTime, convertToTimestamp } from './values/convert/convert-instant.ts';
import {
  convertToDecimal,
  convertToFloat32,
  convertToFloat64,
  convertToInt16,
  convertToInt32,
  convertToInt64,
  convertToInt8,
} from './values/convert/convert-number.ts';
import { convertToArray, convertToMap, convertToStruct } from './values/convert/convert-structured.ts';
import { inferSchema } from './values/infer-schema.ts';
import { parseString } from './values/parse/parse-string.ts';
import { convertToString } from './values/value-text.ts';
import { schemas } from './schemas/ready-schemas.ts';

process.env['TZ'] = 'UTC';

interface Case {
  readonly id: string;
  readonly note?: string;
  readonly error?: ErrorNotation;
}

function casesOf<C extends Case>(file: string): C[] {
  const text = readFileSync(new URL(`fixtures/${file}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { cases: C[] }).cases;
}

function titled<C extends Case>(cases: readonly C[]): [string, C][] {
  return cases.map((one) => [one.note === undefined ? one.id : `${one.id}: ${one.note}`, one]);
}

interface FieldPathCase extends Case {
  readonly version: FieldSyntax;
  readonly path: string;
  readonly output?: readonly string[];
}

describe('parseFieldPath agrees with Kafka Connect', () => {
  it.each(titled(casesOf<FieldPathCase>('field-path')))('%s', (_, { path, version, output, error }) => {
    expect(outcomeOf(() => parseFieldPath(path, version), error)).toEqual(expectedOutcome(output, error));
  });
});

interface ParseCase extends Case {
  readonly text: string | null;
  readonly output: { readonly schema: SchemaNotation | null; readonly value: ValueNotation } | null;
}

describe('parseString agrees with Kafka Connect', () => {
  it.each(titled(casesOf<ParseCase>('values-parse')))('%s', (_, { text, output }) => {
    const { schema, value } = parseString(text);
    expect({ schema: writeSchema(schema), value: writeValue(value, schema) }).toEqual({
      schema: canonicalSchema(output?.schema ?? null),
      value: canonicalValue(output?.value ?? null),
    });
  });
});

interface ConvertCase extends Case {
  readonly to: string;
  readonly schema: SchemaNotation | null;
  readonly value: ValueNotation;
  readonly scale?: number;
  readonly output?: ValueNotation | SchemaNotation;
}

type Convert = (schema: Schema | null, value: unknown) => unknown;

const conversions: Readonly<Record<string, readonly [Convert, Schema | null]>> = {
  boolean: [convertToBoolean, schemas.boolean],
  int8: [convertToInt8, schemas.int8],
  int16: [convertToInt16, schemas.int16],
  int32: [convertToInt32, schemas.int32],
  int64: [convertToInt64, schemas.int64],
  float32: [convertToFloat32, schemas.float32],
  float64: [convertToFloat64, schemas.float64],
  string: [convertToString, schemas.string],
  list: [convertToArray, null],
  map: [convertToMap, null],
  struct: [convertToStruct, null],
  date: [convertToDate, null],
  time: [convertToTime, null],
  timestamp: [convertToTimestamp, null],
};

function runConversion({ to, schema: notation, value: valueNotation, scale }: ConvertCase): unknown {
  const schema = readSchema(notation);
  const value = readValue(valueNotation, schema);
  if (to === 'inferSchema') return writeSchema(inferSchema(value));
  if (to === 'decimal') return writeValue(convertToDecimal(schema, value, scale ?? 0), null);
  const conversion = conversions[to];
  if (conversion === undefined) throw new RangeError(`no conversion ${to}`);
  return writeValue(conversion[0](schema, value), conversion[1]);
}

describe('conversions agree with Kafka Connect', () => {
  it.each(titled(casesOf<ConvertCase>('values-convert')))('%s', (_, one) => {
    const isSchema = one.to === 'inferSchema';
    const output = isSchema ? one.output : canonicalValue((one.output ?? null) as ValueNotation);
    expect(outcomeOf(() => runConversion(one), one.error)).toEqual(expectedOutcome(output, one.error));
  });
});

interface ProjectCase extends Case {
  readonly source: SchemaNotation;
  readonly value: ValueNotation;
  readonly target: SchemaNotation;
  readonly output?: ValueNotation;
}

describe('project agrees with Kafka Connect', () => {
  it.each(titled(casesOf<ProjectCase>('schema-projector')))('%s', (_, { output, error, ...given }) => {
    const source = readSchema(given.source);
    const target = readSchema(given.target);
    const value = readValue(given.value, source);
    expect(outcomeOf(() => writeValue(project(source, value, target), target), error)).toEqual(
      expectedOutcome(canonicalValue(output ?? null), error),
    );
  });
});
