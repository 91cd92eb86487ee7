import { DataError, type Schema } from '@sluice/connect-api';
import { ChunkPool } from '../chunk-pool.ts';
import type { FileEncoder, Format } from '../format.ts';
import { loadAvroCodec } from './avro-codecs.ts';
import { AvroFile, type AvroCodec } from './avro-file.ts';
import { avroSchemaOf, type AvroSchemaOptions } from './avro-schema.ts';
import { compileAvro, type AvroEncoder } from './compile-avro.ts';

/** Object container files of Avro. */
export class AvroFormat implements Format {
  readonly extension = '.avro';
  readonly #codecName: string;
  readonly #options: AvroSchemaOptions;
  readonly #pool = new ChunkPool();
  #codec: AvroCodec | null = null;
  #last: { readonly schema: Schema; readonly text: string; readonly encode: AvroEncoder } | null = null;

  constructor(codecName: string, options: AvroSchemaOptions) {
    this.#codecName = codecName;
    this.#options = options;
  }

  async prepare(): Promise<void> {
    this.#codec = await loadAvroCodec(this.#codecName);
  }

  begin(schema: Schema | null): FileEncoder {
    if (this.#codec === null) throw new Error('The format was not prepared');
    const { text, encode } = this.#compiled(schema);
    return new AvroFile(text, encode, { codec: this.#codec, pool: this.#pool });
  }

  #compiled(schema: Schema | null) {
    if (schema === null) {
      throw new DataError(
        'AvroFormat needs values with a schema, and this one has none: use a converter with schemas, or JsonFormat',
      );
    }
    if (this.#last?.schema !== schema) {
      const text = JSON.stringify(avroSchemaOf(schema, this.#options));
      this.#last = { schema, text, encode: compileAvro(schema, '', this.#options) };
    }
    return this.#last;
  }
}
