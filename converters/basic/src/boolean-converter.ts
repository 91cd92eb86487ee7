import {
  DataError,
  defineConverter,
  javaClassNameOf,
  optionalSchemas,
  parseConfig,
  SerializationError,
  type ConfigProperties,
  type Converter,
  type Encoded,
  type HeaderConverter,
  type Schema,
  type SchemaAndValue,
} from '@sluice/connect-api';
import { converterConfig } from './config.ts';

const nothing: SchemaAndValue = Object.freeze({ schema: optionalSchemas.boolean, value: null });
const trueByte = Buffer.of(1);
const falseByte = Buffer.of(0);

/** A boolean as one byte, 1 or 0. */
class BooleanConverter implements Converter, HeaderConverter {
  constructor(properties: ConfigProperties) {
    parseConfig(converterConfig, properties);
  }

  encode(schema: Schema | null, value: unknown): Encoded {
    if (schema !== null && schema.type !== 'BOOLEAN') {
      throw new DataError(`Invalid schema type for BooleanConverter: ${schema.type}`);
    }
    if (value === null || value === undefined) return null;
    if (typeof value === 'boolean') return value ? trueByte : falseByte;
    const className = javaClassNameOf(value, schema);
    throw new DataError(`BooleanConverter is not compatible with objects of type class ${className}`);
  }

  decode(bytes: Buffer | null): SchemaAndValue {
    if (bytes === null) return nothing;
    const problem = problemOf(bytes);
    if (problem === null) return { schema: optionalSchemas.boolean, value: bytes[0] === 1 };
    throw new DataError('Failed to deserialize boolean: ', { cause: new SerializationError(problem) });
  }

  encodeHeader(schema: Schema | null, value: unknown): Encoded {
    return this.encode(schema, value);
  }

  decodeHeader(bytes: Buffer | null): SchemaAndValue {
    return this.decode(bytes);
  }
}

function problemOf(bytes: Buffer): string | null {
  if (bytes.length !== 1) return 'Size of data received by BooleanDeserializer is not 1';
  const byte = bytes.readInt8(0);
  return byte === 0 || byte === 1 ? null : `Unexpected byte received by BooleanDeserializer: ${byte}`;
}

export const booleanConverter = defineConverter({
  className: 'org.apache.kafka.connect.converters.BooleanConverter',
  version: '4.3.0',
  summary: 'Booleans as one byte.',
  config: converterConfig,
  createConverter: (config, use) => new BooleanConverter({ ...config, 'converter.type': use }),
  createHeaderConverter: (config) => new BooleanConverter(config),
});
