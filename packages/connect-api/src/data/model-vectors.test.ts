import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  canonicalHeader,
  canonicalValue,
  expectedOutcome,
  failureOf,
  outcomeOf,
  readSchema,
  readValue,
  writeHeader,
  writeHeaders,
  writeSchema,
  writeValue,
  type Outcome,
} from '../../testing/vector-notation.ts';
import type {
  ErrorNotation,
  HeaderNotation,
  SchemaNotation,
  ValueNotation,
} from '../../testing/vector-notation.ts';
import { ConnectHeaders } from './headers.ts';
import { formatJavaText } from './java/java-text.ts';
import { DateSchema } from './logical/date-schema.ts';
import { DecimalSchema } from './logical/decimal-schema.ts';
import { TimeSchema } from './logical/time-schema.ts';
import { TimestampSchema } from './logical/timestamp-schema.ts';
import type { Decimal } from './numbers/decimal.ts';
import type { Schema, SchemaType } from './schema.ts';
import { SchemaBuilder } from './schemas/schema-builder.ts';
import { schemaEquals } from './schemas/schema-equality.ts';
import { fieldOf, fieldsOf, keySchemaOf, valueSchemaOf } from './schemas/schema-lookup.ts';
import { formatSchema } from './schemas/schema-text.ts';
import { isStruct, Struct } from './struct/struct.ts';
import { validateValue } from './validation/accept-value.ts';
import { valueEquals } from './value-equality.ts';

process.env['TZ'] = 'UTC';

type Call = readonly [name: string, ...args: readonly unknown[]];

interface Step {
  readonly output?: unknown;
  readonly headers?: readonly HeaderNotation[];
  readonly error?: ErrorNotation;
}

interface Case extends Step {
  readonly id: string;
  readonly op: string;
  readonly note?: string;
  readonly schema: SchemaNotation;
  readonly value: ValueNotation;
  readonly field?: string;
  readonly function: string;
  readonly a: SchemaNotation;
  readonly b: SchemaNotation;
  readonly aValue?: ValueNotation;
  readonly bValue?: ValueNotation;
  readonly of?: 'schema';
  readonly calls: readonly Call[];
  readonly steps: readonly Step[];
  readonly error?: ErrorNotation & { readonly causeMessage?: string };
}

const file = new URL('fixtures/data-model.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };

/** A Date one day beyond INT32: Java runs over to the first day there is, here no value changes silently. */
const runsOver = 'logical-034';

function casesOf(op: string): [string, Case][] {
  return cases
    .filter((one) => one.op === op && one.id !== runsOver)
    .map((one) => [one.note === undefined ? one.id : `${one.id}: ${one.note}`, one]);
}

describe('validateValue agrees with Kafka Connect', () => {
  it.each(casesOf('validate'))('%s', (_, { schema: notation, value, field, error }) => {
    const schema = readSchema(notation);
    const run = (): void => validateValue(schema, readValue(value, schema), field);
    expect(outcomeOf(run, error)).toEqual(expectedOutcome(undefined, error));
  });
});

const lookups: Readonly<Record<string, (schema: Schema, name: string) => unknown>> = {
  fields: fieldsOf,
  getField: fieldOf,
  builtFields: fieldsOf,
  builtField: fieldOf,
  builtKeySchema: keySchemaOf,
  builtValueSchema: valueSchemaOf,
};

function start([name, ...args]: Call): SchemaBuilder {
  const schemas = args.map((arg) => (isSchemaNotation(arg) ? readSchema(arg) : null) as Schema);
  switch (name) {
    case 'array':
      return SchemaBuilder.array(schemas[0] as Schema);
    case 'map':
      return SchemaBuilder.map(schemas[0] as Schema, schemas[1] as Schema);
    case 'decimal':
      return DecimalSchema.builder(args[0] as number);
    case 'date':
      return DateSchema.builder();
    case 'time':
      return TimeSchema.builder();
    case 'timestamp':
      return TimestampSchema.builder();
    default:
      return new SchemaBuilder(args[0] === null ? null : ((args[0] as string).toUpperCase() as SchemaType));
  }
}

function isSchemaNotation(arg: unknown): arg is SchemaNotation {
  return typeof arg === 'object' && arg !== null && 'type' in arg;
}

function structOf(struct: Struct, notation: ValueNotation): Struct {
  const { struct: values } = notation as { struct: Record<string, ValueNotation> };
  for (const [name, value] of Object.entries(values)) {
    if (value !== null) struct.put(name, readValue(value, struct.schema.field(name)?.schema ?? null));
  }
  return struct;
}

type BuilderCall = (builder: SchemaBuilder, ...args: never[]) => unknown;

const builderCalls: Readonly<Record<string, BuilderCall>> = {
  optional: (builder) => builder.optional(),
  required: (builder) => builder.required(),
  name: (builder, name: string | null) => builder.name(name),
  doc: (builder, doc: string) => builder.doc(doc),
  version: (builder, version: number) => builder.version(version),
  parameter: (builder, key: string, value: string) => builder.parameter(key, value),
  parameters: (builder, parameters: Record<string, string>) => builder.parameters(parameters),
  field: (builder, name: string, schema: SchemaNotation | null) =>
    builder.field(name, readSchema(schema) as Schema),
  default: (builder, value: ValueNotation) =>
    builder.default(
      builder.type === 'STRUCT' ? structOf(builder.newStruct(), value) : readValue(value, builder.build()),
    ),
  defaultFromBuilt: (builder, value: ValueNotation) =>
    builder.default(structOf(new Struct(builder.build()), value)),
};

function call(builder: SchemaBuilder, [name, ...args]: Call): void {
  const builderCall = builderCalls[name] as ((...all: unknown[]) => unknown) | undefined;
  if (builderCall === undefined) lookups[name]?.(builder.build(), args[0] as string);
  else builderCall(builder, ...args);
}

function causeOf(run: () => unknown): Error | undefined {
  try {
    run();
  } catch (error) {
    return (error as Error).cause as Error | undefined;
  }
  return undefined;
}

describe('SchemaBuilder agrees with Kafka Connect', () => {
  it.each(casesOf('builder'))('%s', (_, { calls: [first, ...rest], output, error }) => {
    const run = (): Schema => {
      const builder = start(first as Call);
      for (const one of rest) call(builder, one);
      return builder.build();
    };
    expect(outcomeOf(() => writeSchema(run()), error)).toEqual(expectedOutcome(output, error));
    expect(causeOf(run)?.message).toBe(error?.causeMessage);
  });
});

const logicalFunctions: Readonly<Record<string, (schema: Schema, value: unknown) => unknown>> = {
  'Decimal.fromLogical': (schema, value) => DecimalSchema.encode(schema, value as Decimal),
  'Decimal.toLogical': (schema, value) => DecimalSchema.decode(schema, value as Buffer),
  'Date.fromLogical': (schema, value) => DateSchema.encode(schema, value as Date),
  'Date.toLogical': (schema, value) => DateSchema.decode(schema, value as number),
  'Time.fromLogical': (schema, value) => TimeSchema.encode(schema, value as Date),
  'Time.toLogical': (schema, value) => TimeSchema.decode(schema, value as number),
  'Timestamp.fromLogical': (schema, value) => TimestampSchema.encode(schema, value as Date),
  'Timestamp.toLogical': (schema, value) => TimestampSchema.decode(schema, value as bigint),
};

/** The schema of the encoded values: without the name that makes it logical. */
function plainSchema(notation: SchemaNotation): Schema {
  return readSchema({ type: notation.type });
}

function runLogical({ function: name, schema, value }: Case): unknown {
  return logicalFunctions[name]?.(readSchema(schema), readValue(value, plainSchema(schema)));
}

describe('logical types agree with Kafka Connect', () => {
  it.each(casesOf('logical'))('%s', (_, one) => {
    const run = (): ValueNotation => writeValue(runLogical(one), plainSchema(one.schema));
    expect(outcomeOf(run, one.error)).toEqual(expectedOutcome(one.output, one.error));
  });

  it('except that a Date whose days do not fit INT32 is refused', () => {
    const one = cases.find(({ id }) => id === runsOver) as Case;
    expect(one.output).toEqual({ int32: -(2 ** 31) });
    expect(failureOf(() => runLogical(one))).toMatchObject({
      class: 'DataException',
      message: 'Kafka Connect Date type counts days in 32 bits, which cannot hold 2147483648.',
    });
    expect(() => DateSchema.decode(DateSchema.schema, 2 ** 31)).toThrow(
      /32 bits, which cannot hold 2147483648/,
    );
  });
});

describe('equality agrees with Kafka Connect', () => {
  it.each(casesOf('equals'))('%s', (_, { a, b, aValue, bValue, output }) => {
    const [first, second] = [readSchema(a), readSchema(b)];
    const run = (): boolean =>
      aValue === undefined || bValue === undefined
        ? schemaEquals(first, second)
        : valueEquals(readValue(aValue, first), readValue(bValue, second));
    expect(run()).toBe(output);
    // What the first comparison remembered must not change the second.
    expect(run()).toBe(output);
  });
});

describe('text forms agree with Kafka Connect', () => {
  it.each(casesOf('toString'))('%s', (_, { of, schema: notation, value, output }) => {
    const schema = readSchema(notation);
    const text = of === 'schema' ? formatSchema(schema) : formatJavaText(readValue(value, schema), schema);
    expect(text).toBe(output);
  });
});

function runStructCall(struct: Struct, [name, ...args]: Call): ValueNotation {
  const field = args[0] as string;
  const schema = struct.schema.field(field)?.schema ?? null;
  if (name === 'toString') return struct.toString();
  if (name === 'validate') struct.validate();
  else if (name === 'put') struct.put(field, readValue(args[1] as ValueNotation, schema));
  else
    return writeValue((struct as unknown as Record<string, (f: string) => unknown>)[name]?.(field), schema);
  return null;
}

function runStruct(schema: Schema, { calls, steps }: Case): Outcome[] {
  const failure = failureOf(() => new Struct(schema));
  if (failure !== null) return [{ error: failure }];
  const struct = new Struct(schema);
  return steps.map(({ error }, index) => outcomeOf(() => runStructCall(struct, calls[index] as Call), error));
}

describe('Struct agrees with Kafka Connect', () => {
  it.each(casesOf('struct'))('%s', (_, one) => {
    expect(runStruct(readSchema(one.schema), one)).toEqual(
      one.steps.map(({ output, error }) => expectedOutcome(canonicalValue(output as ValueNotation), error)),
    );
  });
});

const adders: Readonly<Record<string, keyof ConnectHeaders>> = {
  addByte: 'addInt8',
  addShort: 'addInt16',
  addInt: 'addInt32',
  addLong: 'addInt64',
  addFloat: 'addFloat32',
  addDouble: 'addFloat64',
  addList: 'addArray',
};

function runHeadersCall(headers: ConnectHeaders, [name, ...args]: Call): unknown {
  const key = args[0] as string;
  if (name === 'applyRename' || name === 'applyAllRename') return rename(headers, name, args as string[]);
  if (name === 'size') return headers.size;
  if (!name.startsWith('add')) {
    return (headers as unknown as Record<string, (k?: string) => unknown>)[name]?.(key);
  }
  const schema = readSchema(args[2] as SchemaNotation | null);
  const value = readValue(args[1] as ValueNotation, schema);
  const add = headers[adders[name] ?? (name as keyof ConnectHeaders)] as (...all: unknown[]) => unknown;
  return name === 'addStruct' && isStruct(value)
    ? headers.addStruct(key, value)
    : add.call(headers, key, value, schema);
}

/** `applyRename a c` renames the headers of key a to c, `null` removes them; `applyAllRename b !` appends to all but b. */
function rename(headers: ConnectHeaders, name: string, [key, to]: string[]): ConnectHeaders {
  if (name === 'applyRename')
    return headers.apply((one) => (to === null ? null : { ...one, key: to as string }), key);
  return headers.apply((one) => (one.key === key ? null : { ...one, key: one.key + to }));
}

function written(result: unknown): unknown {
  if (Array.isArray(result)) return result.map(writeHeader);
  return typeof result === 'object' && result !== null ? writeHeader(result as never) : result;
}

describe('ConnectHeaders agree with Kafka Connect', () => {
  it.each(casesOf('headers'))('%s', (_, { calls, steps }) => {
    const headers = new ConnectHeaders();
    const outcomes = steps.map((step, index) =>
      outcomeOf(() => {
        const result = runHeadersCall(headers, calls[index] as Call);
        return step.headers === undefined ? written(result) : writeHeaders(headers);
      }, step.error),
    );
    expect(outcomes).toEqual(
      steps.map(({ output, headers: all, error }) =>
        expectedOutcome(all === undefined ? output : all.map(canonicalHeader), error),
      ),
    );
  });
});
