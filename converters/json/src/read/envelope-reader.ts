import { DataError, type SchemaAndValue } from '@sluice/connect-api';
import type { JsonConverterConfig } from '../config.ts';
import type { JsonCursor } from '../text/json-cursor.ts';
import { decodeJsonText, decodeUtf8 } from '../text/json-text.ts';
import { KnownPrefixes } from './known-prefixes.ts';
import { LruCache } from './lru-cache.ts';
import { readMemberPositions } from './member-positions.ts';
import { PreparedSchema } from './prepared-schema.ts';
import { SchemaReader } from './schema-reader.ts';

/** Reads `{"schema": …, "payload": …}`: these two members, in any order, and no others. */
export class EnvelopeReader {
  readonly #cursor: JsonCursor;
  readonly #replaceNullWithDefault: boolean;
  readonly #schemaReader: SchemaReader;
  readonly #schemasByText: LruCache<string, PreparedSchema>;
  readonly #prefixes = new KnownPrefixes();

  constructor(cursor: JsonCursor, config: JsonConverterConfig) {
    this.#cursor = cursor;
    this.#replaceNullWithDefault = config['replace.null.with.default'];
    this.#schemaReader = new SchemaReader(cursor, {
      replaceNullWithDefault: this.#replaceNullWithDefault,
      careful: true,
    });
    this.#schemasByText = new LruCache(config['schemas.cache.size']);
  }

  /** @throws JsonSyntaxError or DataError when it is not JSON, no envelope, or the payload does not fit the schema. */
  read(bytes: Buffer): SchemaAndValue {
    return this.#readKnown(bytes) ?? this.#readAny(bytes);
  }

  /** `null` when the message does not begin like an earlier one, or there is anything wrong with it. */
  #readKnown(bytes: Buffer): SchemaAndValue | null {
    const known = this.#prefixes.find(bytes);
    if (known === null) return null;
    const { schema, fast } = known.schema;
    try {
      this.#cursor.open(decodeUtf8(bytes, known.bytes.length), 1);
      const value = fast.read(this.#cursor);
      return this.#cursor.nextMember() ? null : { schema, value };
    } catch {
      return null;
    }
  }

  #readAny(bytes: Buffer): SchemaAndValue {
    const cursor = this.#cursor;
    const text = decodeJsonText(bytes);
    cursor.open(text);
    const { schema: schemaStart, payload: payloadStart } = this.#envelope();
    cursor.seek(schemaStart);
    const prepared = this.#schema();
    if (schemaStart < payloadStart) this.#remember(bytes, text.slice(0, payloadStart), prepared);
    cursor.seek(payloadStart);
    return { schema: prepared.schema, value: prepared.careful.read(cursor) };
  }

  /** Where the values of the two members start. */
  #envelope(): { readonly schema: number; readonly payload: number } {
    const cursor = this.#cursor;
    const isObject = cursor.kind() === 'OBJECT';
    const positions = isObject ? readMemberPositions(cursor) : new Map<string, number>();
    if (!isObject) cursor.skipValue();
    cursor.endText();
    const schema = positions.get('schema');
    const payload = positions.get('payload');
    if (positions.size === 2 && schema !== undefined && payload !== undefined) return { schema, payload };
    throw new DataError(
      'JsonConverter with schemas.enable requires "schema" and "payload" fields and may not contain additional fields. ' +
        'If you are trying to deserialize plain JSON data, set schemas.enable=false in your converter configuration.',
    );
  }

  #schema(): PreparedSchema {
    const cursor = this.#cursor;
    const start = cursor.position;
    cursor.skipValue();
    const text = cursor.textFrom(start);
    const known = this.#schemasByText.get(text);
    if (known !== undefined) return known;
    cursor.seek(start);
    const prepared = new PreparedSchema(this.#schemaReader.read(), this.#replaceNullWithDefault);
    this.#schemasByText.set(text, prepared);
    return prepared;
  }

  /** Only messages in UTF-8 without a byte order mark begin with the bytes of their text. */
  #remember(bytes: Buffer, prefixText: string, schema: PreparedSchema): void {
    const prefix = Buffer.from(prefixText, 'utf8');
    if (bytes.subarray(0, prefix.length).equals(prefix)) this.#prefixes.add(prefix, schema);
  }
}
