import type { Encoded, Schema } from '@sluice/connect-api';
import type { JsonConverterConfig } from '../config.ts';
import type { EncodeScope, ValueEncoder } from './encoder.ts';
import { schemaText } from './schema-text.ts';
import { schemalessText } from './schemaless-encoder.ts';
import { compileEncoder } from './value-encoder.ts';

/** Makes messages of values; throws DataError when a value does not fit its schema. */
export type MessageWriter = (schema: Schema | null, value: unknown) => Encoded;

/** Writes messages in the way that the configuration asks for. */
export function messageWriter(config: JsonConverterConfig): MessageWriter {
  const hasEnvelope = config['schemas.enable'];
  const decimalFormat = config['decimal.format'].toUpperCase() === 'NUMERIC' ? 'NUMERIC' : 'BASE64';
  const options = { decimalFormat, replaceNullWithDefault: config['replace.null.with.default'] } as const;
  const scope: EncodeScope = { options, depth: hasEnvelope ? 1 : 0 };
  const encoders = new WeakMap<Schema, ValueEncoder>();
  return (schema, value) => {
    if (schema === null) return schemalessMessage(value ?? null, hasEnvelope);
    let encode = encoders.get(schema);
    if (encode === undefined) {
      encode = hasEnvelope ? envelopeEncoder(schema, scope) : compileEncoder(schema, scope);
      encoders.set(schema, encode);
    }
    return encode(value);
  };
}

function schemalessMessage(value: unknown, hasEnvelope: boolean): Encoded {
  if (value === null) return null;
  return hasEnvelope ? `{"schema":null,"payload":${schemalessText(value, 1)}}` : schemalessText(value, 0);
}

function envelopeEncoder(schema: Schema, scope: EncodeScope): ValueEncoder {
  const head = `{"schema":${schemaText(schema, scope)},"payload":`;
  const encode = compileEncoder(schema, scope);
  return (value) => `${head}${encode(value)}}`;
}
