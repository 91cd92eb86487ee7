import { DataError, type Schema, type SchemaAndValue } from '@sluice/connect-api';
import type { JsonConverterConfig } from '../config.ts';
import { JsonCursor } from '../text/json-cursor.ts';
import { decodeJsonText } from '../text/json-text.ts';
import { syntaxErrorCause } from '../text/json-syntax-error.ts';
import { EnvelopeReader } from './envelope-reader.ts';
import { PreparedSchema } from './prepared-schema.ts';
import { SchemaReader } from './schema-reader.ts';
import { readSchemaless } from './schemaless-value.ts';

/** Reads messages; throws DataError, or JsonSyntaxError when one is not JSON. */
export type MessageReader = (bytes: Buffer) => SchemaAndValue;

/**
 * Reads messages in the way that the configuration asks for.
 * @throws DataError when the configured schema is none.
 */
export function messageReader(config: JsonConverterConfig): MessageReader {
  const cursor = new JsonCursor();
  if (!config['schemas.enable']) return (bytes) => readPlain(cursor, bytes);
  const schema = configuredSchema(cursor, config);
  if (schema === null) {
    const envelopes = new EnvelopeReader(cursor, config);
    return (bytes) => envelopes.read(bytes);
  }
  const prepared = new PreparedSchema(schema, config['replace.null.with.default']);
  return (bytes) => readPayload(cursor, prepared, decodeJsonText(bytes));
}

function readPlain(cursor: JsonCursor, bytes: Buffer): SchemaAndValue {
  cursor.open(decodeJsonText(bytes));
  const value = readSchemaless(cursor);
  cursor.endText();
  return { schema: null, value };
}

function readPayload(cursor: JsonCursor, prepared: PreparedSchema, text: string): SchemaAndValue {
  const { schema } = prepared;
  try {
    cursor.open(text);
    const value = prepared.fast.read(cursor);
    cursor.endText();
    return { schema, value };
  } catch {
    // That the text is not JSON is said first, wherever in it that is.
    cursor.open(text);
    cursor.skipValue();
    cursor.endText();
    cursor.open(text);
    return { schema, value: prepared.careful.read(cursor) };
  }
}

function configuredSchema(cursor: JsonCursor, config: JsonConverterConfig): Schema | null {
  const text = config['schema.content'] ?? '';
  if (text === '') return null;
  const options = { replaceNullWithDefault: config['replace.null.with.default'], careful: true };
  try {
    cursor.open(text);
    return new SchemaReader(cursor, options).read();
  } catch (error) {
    const cause = syntaxErrorCause(error);
    throw new DataError('Failed to parse schema in converter config due to serialization error: ', { cause });
  }
}
