import {
  DataError,
  parseConfig,
  type ByteRange,
  type ConfigProperties,
  type Converter,
  type Encoded,
  type HeaderConverter,
  type Schema,
  type SchemaAndValue,
} from '@sluice/connect-api';
import { jsonConverterConfig } from './config.ts';
import { KnownWays } from './read/known-ways/known-ways.ts';
import { messageReader, type MessageReader } from './read/message-reader.ts';
import { syntaxErrorCause } from './text/json-syntax-error.ts';
import { messageWriter, type MessageWriter } from './write/message-writer.ts';

const nothing: SchemaAndValue = Object.freeze({ schema: null, value: null });

/** Keys, values and headers as JSON, with or without their schema beside them. */
export class JsonConverter implements Converter, HeaderConverter {
  readonly #read: MessageReader;
  readonly #write: MessageWriter;
  /** `null` where messages have schemas: what is made of these is no map. */
  readonly #ways: KnownWays | null;

  /** @throws ConfigError when an option is wrong, DataError when the configured schema is none. */
  constructor(properties: ConfigProperties) {
    const config = parseConfig(jsonConverterConfig, properties);
    this.#read = messageReader(config);
    this.#write = messageWriter(config);
    this.#ways = config['schemas.enable'] ? null : new KnownWays();
  }

  encode(schema: Schema | null, value: unknown): Encoded {
    return this.#write(schema, value);
  }

  decode(bytes: Buffer | null): SchemaAndValue {
    if (bytes === null) return nothing;
    try {
      return this.#read(bytes);
    } catch (error) {
      const cause = syntaxErrorCause(error);
      throw new DataError('Converting byte[] to Kafka Connect data failed due to serialization error: ', {
        cause,
      });
    }
  }

  decodeDeferred(range: ByteRange): SchemaAndValue {
    const value = this.#ways?.read(range) ?? null;
    if (value !== null) return { schema: null, value };
    const bytes = range.bytes.subarray(range.start, range.end);
    const decoded = this.decode(bytes);
    this.#ways?.learn(bytes);
    return decoded;
  }

  encodeHeader(schema: Schema | null, value: unknown): Encoded {
    return this.encode(schema, value);
  }

  decodeHeader(bytes: Buffer | null): SchemaAndValue {
    return this.decode(bytes);
  }
}
