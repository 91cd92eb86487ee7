import {
  DataError,
  defineConverter,
  javaClassNameOf,
  optionalSchemas,
  type Converter,
  type Encoded,
  type HeaderConverter,
  type Schema,
  type SchemaAndValue,
} from '@sluice/connect-api';
import { converterConfig } from './config.ts';

const nothing: SchemaAndValue = Object.freeze({ schema: optionalSchemas.bytes, value: null });

/** Passes bytes on as they are. */
class ByteArrayConverter implements Converter, HeaderConverter {
  encode(schema: Schema | null, value: unknown): Encoded {
    if (schema !== null && schema.type !== 'BYTES') {
      throw new DataError(`Invalid schema type for ByteArrayConverter: ${schema.type}`);
    }
    if (value === null || value === undefined) return null;
    if (value instanceof Uint8Array) return value;
    const className = javaClassNameOf(value, schema);
    throw new DataError(`ByteArrayConverter is not compatible with objects of type class ${className}`);
  }

  decode(bytes: Buffer | null): SchemaAndValue {
    if (bytes === null) return nothing;
    return { schema: optionalSchemas.bytes, value: Buffer.from(bytes) };
  }

  encodeHeader(schema: Schema | null, value: unknown): Encoded {
    return this.encode(schema, value);
  }

  decodeHeader(bytes: Buffer | null): SchemaAndValue {
    return this.decode(bytes);
  }
}

export const byteArrayConverter = defineConverter({
  className: 'org.apache.kafka.connect.converters.ByteArrayConverter',
  version: '4.3.0',
  summary: 'Bytes as they are.',
  config: converterConfig,
  createConverter: () => new ByteArrayConverter(),
  createHeaderConverter: () => new ByteArrayConverter(),
});
