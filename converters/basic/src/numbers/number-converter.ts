import {
  DataError,
  defineConverter,
  isNumberType,
  isTypedNumber,
  javaClassNameOf,
  numberTypeOf,
  parseConfig,
  SerializationError,
  TypedNumber,
  type ConfigProperties,
  type Converter,
  type ConverterPlugin,
  type Encoded,
  type HeaderConverter,
  type NumberType,
  type Schema,
  type SchemaAndValue,
} from '@sluice/connect-api';
import { converterConfig } from '../config.ts';

/** How the numbers of one type become bytes. */
interface NumberFormat {
  readonly type: NumberType;
  /** The schema of what is read. */
  readonly schema: Schema;
  readonly byteCount: number;
  /** What errors call the number, and what reads it. */
  readonly word: string;
  readonly deserializer: string;
  write(target: Buffer, value: number | bigint): void;
  read(bytes: Buffer): number | bigint;
}

class NumberConverter implements Converter, HeaderConverter {
  readonly #format: NumberFormat;
  readonly #nothing: SchemaAndValue;

  constructor(format: NumberFormat, properties: ConfigProperties) {
    parseConfig(converterConfig, properties);
    this.#format = format;
    this.#nothing = Object.freeze({ schema: format.schema, value: null });
  }

  encode(schema: Schema | null, value: unknown): Encoded {
    if (value === null || value === undefined) return null;
    const { type, word, byteCount, write } = this.#format;
    if (typeOf(value, schema) !== type) {
      const className = javaClassNameOf(value, schema);
      throw new DataError(`Failed to serialize to ${word} (was class ${className}): `);
    }
    const bytes = Buffer.allocUnsafe(byteCount);
    write(bytes, plainValue(type, value as number | bigint | TypedNumber));
    return bytes;
  }

  decode(bytes: Buffer | null): SchemaAndValue {
    if (bytes === null) return this.#nothing;
    const { schema, byteCount, word, deserializer, read } = this.#format;
    if (bytes.length === byteCount) return { schema, value: read(bytes) };
    const cause = new SerializationError(`Size of data received by ${deserializer} is not ${byteCount}`);
    throw new DataError(`Failed to deserialize ${word}: `, { cause });
  }

  encodeHeader(schema: Schema | null, value: unknown): Encoded {
    return this.encode(schema, value);
  }

  decodeHeader(bytes: Buffer | null): SchemaAndValue {
    return this.decode(bytes);
  }
}

/** A plain number is of the type that its schema says. */
function typeOf(value: unknown, schema: Schema | null): NumberType | null {
  const isPlain = typeof value === 'number' || typeof value === 'bigint';
  return isPlain && schema !== null && isNumberType(schema.type) ? schema.type : numberTypeOf(value);
}

/** @throws DataError when a plain number is beyond the range of the type. */
function plainValue(type: NumberType, value: number | bigint | TypedNumber): number | bigint {
  return isTypedNumber(value) ? value.value : new TypedNumber(type, value).value;
}

/** What is said of a number converter beside its format. */
interface NumberConverterDescription {
  readonly className: string;
  readonly summary: string;
  readonly format: NumberFormat;
}

/** Declares a converter of numbers of one type. */
export function defineNumberConverter({
  className,
  summary,
  format,
}: NumberConverterDescription): ConverterPlugin {
  return defineConverter({
    className,
    version: '4.3.0',
    summary,
    config: converterConfig,
    createConverter: (config, use) => new NumberConverter(format, { ...config, 'converter.type': use }),
    createHeaderConverter: (config) => new NumberConverter(format, config),
  });
}
