import {
  DataError,
  defineConfig,
  defineConverter,
  optionalSchemas,
  parseConfig,
  string,
  type ConfigOf,
  type Converter,
  type Encoded,
  type Schema,
  type SchemaAndValue,
} from '@sluice/connect-api';

export const exampleConverterConfig = defineConfig({
  prefix: string({
    doc: 'Stands before every text in Kafka.',
    importance: 'medium',
    default: 'example:',
  }),
});

/** Texts with something before them. */
class ExampleConverter implements Converter {
  readonly #prefix: string;

  constructor({ prefix }: ConfigOf<typeof exampleConverterConfig>) {
    this.#prefix = prefix;
  }

  /** From Connect to Kafka. Nothing is a tombstone, and stays one. */
  encode(_schema: Schema | null, value: unknown): Encoded {
    if (value === null || value === undefined) return null;
    if (typeof value !== 'string') throw new DataError(`Only texts can be written, not ${typeof value}`);
    return this.#prefix + value;
  }

  /** From Kafka to Connect. */
  decode(bytes: Buffer | null): SchemaAndValue {
    if (bytes === null) return { schema: optionalSchemas.string, value: null };
    const text = bytes.toString('utf8');
    if (!text.startsWith(this.#prefix)) throw new DataError(`The text does not begin with ${this.#prefix}`);
    return { schema: optionalSchemas.string, value: text.slice(this.#prefix.length) };
  }
}

export const exampleConverter = defineConverter({
  className: 'org.example.ExampleConverter',
  version: '0.1.0',
  summary: 'Texts with something before them.',
  config: exampleConverterConfig,
  createConverter: (options) => new ExampleConverter(parseConfig(exampleConverterConfig, options)),
});
