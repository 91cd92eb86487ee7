import {
  convertToString,
  defineConfig,
  defineHeaderConverter,
  parseString,
  type Encoded,
  type HeaderConverter,
  type Schema,
  type SchemaAndValue,
} from '@sluice/connect-api';
import { decodeUtf8, encodeUtf8 } from './utf8-text.ts';

/** Writes values as text and reads from text what it looks like: not always what was written. */
class SimpleHeaderConverter implements HeaderConverter {
  encodeHeader(schema: Schema | null, value: unknown): Encoded {
    const text = convertToString(schema, value);
    return text === null ? null : encodeUtf8(text);
  }

  decodeHeader(bytes: Buffer | null): SchemaAndValue {
    return parseString(bytes === null ? null : decodeUtf8(bytes));
  }
}

export const simpleHeaderConverter = defineHeaderConverter({
  className: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
  version: '4.3.0',
  summary: 'Headers as text, read back as the numbers, dates, arrays and maps they look like.',
  config: defineConfig({}),
  createHeaderConverter: () => new SimpleHeaderConverter(),
});
