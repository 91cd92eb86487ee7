import { Decimal, DataError, decodeBigEndian, isStruct, type Schema } from '@sluice/connect-api';
import { fitDate, fitTime, fitTimestamp, type MomentFit } from './fit-moment.ts';
import { fitDecimal, fitFloat, fitInteger } from './fit-number.ts';
import { fitBoolean, fitBytes, fitText } from './fit-text.ts';
import { momentOfCount, momentOfDate, momentOfZonedText, type Moment } from './instant-text.ts';
import { jsonText } from './json-text.ts';
import { misfit, shown } from './misfit.ts';
import type { TargetColumn, TargetLimits } from './target-type.ts';
import { valueTypeOf, type ValueType } from './value-type.ts';

/** A value as it goes to the database: text, or bytes. */
export type EncodedValue = string | Uint8Array;

/** @throws DataError for a value that does not fit. */
export type ValueEncoder = (value: unknown) => EncodedValue;

/** Where values come from, and where they are to go. */
export interface Encoding {
  readonly schema: Schema;
  readonly target: TargetColumn;
  readonly limits: TargetLimits;
  /** How the database reads an array from text. */
  readonly arrayText: (items: readonly (EncodedValue | null)[]) => string;
}

/**
 * Makes what a database is given of the values of a schema.
 * @throws DataError when no value of the schema fits the column.
 */
export function encoderOf(encoding: Encoding): ValueEncoder {
  const type = valueTypeOf(encoding.schema);
  const encoder = encoderOfType(type, encoding);
  if (encoder !== null) return encoder;
  const { name, type: schemaType } = encoding.schema;
  throw misfit(encoding.target, `it holds no ${name ?? schemaType}`);
}

function encoderOfType(type: ValueType, encoding: Encoding): ValueEncoder | null {
  return (encoders[type.kind] as (type: ValueType, encoding: Encoding) => ValueEncoder | null)(
    type,
    encoding,
  );
}

type Encoders = {
  readonly [K in ValueType['kind']]: (
    type: Extract<ValueType, { readonly kind: K }>,
    encoding: Encoding,
  ) => ValueEncoder | null;
};

// A value of a schema has the type that the schema says.
const encoders: Encoders = {
  integer: (_type, { target, limits }) => fitInteger(target, limits) as ValueEncoder | null,
  float: ({ bits }, { target, limits }) => fitFloat(target, limits, bits) as ValueEncoder | null,
  decimal: ({ form }, { target }) =>
    form === 'decimal' ? (fitDecimal(target) as ValueEncoder | null) : scaledDecimal(target),
  boolean: (_type, { target, limits }) => fitBoolean(target, limits) as ValueEncoder | null,
  text: textEncoder,
  uuid: textEncoder,
  json: textEncoder,
  bytes: (_type, { target }) => fitBytes(target) as ValueEncoder | null,
  bits: ({ length }, { target }) => bitsEncoder(target, length),
  date: momentEncoder,
  time: momentEncoder,
  timestamp: momentEncoder,
  array: (_type, encoding) => arrayEncoder(encoding),
  structured: (_type, encoding) => structuredEncoder(encoding),
};

function textEncoder(_type: ValueType, { target, limits }: Encoding): ValueEncoder | null {
  return fitText(target, limits) as ValueEncoder | null;
}

function scaledDecimal(target: TargetColumn): ValueEncoder | null {
  const fit = fitDecimal(target);
  if (fit === null) return null;
  return (value) => {
    if (!isStruct(value)) throw misfit(target, 'it is no struct of a scale and a value');
    const bytes = value.getBytes('value') ?? Buffer.alloc(1);
    return fit(new Decimal(decodeBigEndian(bytes), value.getInt32('scale') ?? 0));
  };
}

/** Bits are bytes of which the first has the lowest. */
function bitsEncoder(target: TargetColumn, length: number | null): ValueEncoder | null {
  const { kind } = target.type;
  if (kind === 'bytes') return fitBytes(target) as ValueEncoder | null;
  if (kind !== 'bits' && kind !== 'other') return null;
  return (value) => {
    const bytes = [...(value as Uint8Array)];
    const bits = bytes
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .toReversed()
      .join('');
    return length === null ? bits : bits.padStart(length, '0').slice(-length);
  };
}

type MomentType = Extract<ValueType, { kind: 'date' | 'time' | 'timestamp' }>;

function momentEncoder(type: MomentType, { target, limits }: Encoding): ValueEncoder | null {
  const fit = momentFit(type, target, limits);
  if (fit === null) return null;
  if (type.kind === 'date') {
    return type.form === 'instant'
      ? (value) => fit(momentOfDate(value as Date))
      : (value) => fit({ epochMs: (value as number) * 86_400_000, nanos: 0 });
  }
  if (type.form === 'instant') return (value) => fit(momentOfDate(value as Date));
  if (type.form === 'count') return (value) => fit(momentOfCount(value as number | bigint, type.unit));
  return type.kind === 'time' ? zonedTime(target) : (value) => fit(zonedMoment(target, value as string));
}

function momentFit(type: MomentType, target: TargetColumn, limits: TargetLimits): MomentFit | null {
  if (type.kind === 'date') return fitDate(target, limits);
  return type.kind === 'time' ? fitTime(target) : fitTimestamp(target, limits, 'local' in type && type.local);
}

function zonedMoment(target: TargetColumn, text: string): Moment {
  const moment = momentOfZonedText(text);
  if (moment !== null) return moment;
  throw misfit(target, `${shown(text)} is no point in time with an offset`);
}

/** A time of day with an offset is read by the database itself, which may know such a type. */
function zonedTime(target: TargetColumn): ValueEncoder | null {
  if (target.type.kind !== 'other' && target.type.kind !== 'text') return null;
  return (value) => value as string;
}

function arrayEncoder(encoding: Encoding): ValueEncoder | null {
  const { schema, target, arrayText } = encoding;
  if (target.type.kind !== 'array') return structuredEncoder(encoding);
  const elementSchema = schema.valueSchema;
  if (elementSchema === null) return null;
  // An array of arrays has the type of an array of its innermost elements.
  const element = { ...target, type: elementSchema.type === 'ARRAY' ? target.type : target.type.element };
  const encode = encoderOf({ ...encoding, schema: elementSchema, target: element });
  return (value) => {
    const items = value as readonly unknown[];
    return arrayText(items.map((item) => (item === null || item === undefined ? null : encode(item))));
  };
}

/** What has parts goes into one column as JSON. */
function structuredEncoder({ schema, target, limits }: Encoding): ValueEncoder | null {
  const { kind } = target.type;
  if (kind !== 'json' && kind !== 'text') return null;
  const fit = fitText(target, limits);
  return (value) => {
    const text = jsonText(value, schema);
    if (fit === null) throw new DataError(`Column ${target.name} holds no text`);
    return fit(text);
  };
}
