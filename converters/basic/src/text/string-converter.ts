import {
  defineConverter,
  formatJavaText,
  optionalSchemas,
  parseConfig,
  type ConfigProperties,
  type Converter,
  type Encoded,
  type HeaderConverter,
  type Schema,
  type SchemaAndValue,
} from '@sluice/connect-api';
import { stringConverterConfig } from '../config.ts';
import type { Charset } from './charset.ts';
import { charsetNamed } from './charsets.ts';

const nothing: SchemaAndValue = Object.freeze({ schema: optionalSchemas.string, value: null });

/** Writes the text of any value, reads text. */
class StringConverter implements Converter, HeaderConverter {
  readonly #encodeCharset: Charset;
  readonly #decodeCharset: Charset;

  constructor(properties: ConfigProperties) {
    const config = parseConfig(stringConverterConfig, properties);
    const encoding = config['converter.encoding'];
    // The options of the serializers beneath, as Java lets them through.
    const side = config['converter.type'] === 'key' ? 'key' : 'value';
    this.#encodeCharset = charsetNamed(properties[`${side}.serializer.encoding`] ?? encoding);
    this.#decodeCharset = charsetNamed(properties[`${side}.deserializer.encoding`] ?? encoding);
  }

  encode(schema: Schema | null, value: unknown): Encoded {
    if (value === null || value === undefined) return null;
    return this.#encodeCharset.encode(typeof value === 'string' ? value : formatJavaText(value, schema));
  }

  decode(bytes: Buffer | null): SchemaAndValue {
    if (bytes === null) return nothing;
    return { schema: optionalSchemas.string, value: this.#decodeCharset.decode(bytes) };
  }

  encodeHeader(schema: Schema | null, value: unknown): Encoded {
    return this.encode(schema, value);
  }

  decodeHeader(bytes: Buffer | null): SchemaAndValue {
    return this.decode(bytes);
  }
}

export const stringConverter = defineConverter({
  className: 'org.apache.kafka.connect.storage.StringConverter',
  version: '4.3.0',
  summary: 'Text; writes other values as the text that Java gives them.',
  config: stringConverterConfig,
  createConverter: (config, use) => new StringConverter({ ...config, 'converter.type': use }),
  createHeaderConverter: (config) => new StringConverter(config),
});
