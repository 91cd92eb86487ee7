import { DataError, isStruct, javaClassNameOf, SchemaCache, type SinkRecord } from '@sluice/connect-api';
import { compileStructText, type TextOptions } from './schema-text.ts';
import { schemalessMapText } from './schemaless-text.ts';
import type { ValueText } from './scalar-text.ts';

/** Writes the values of records as JSON objects. */
export class DocumentText {
  readonly #except: string | undefined;
  readonly #structs: SchemaCache<ValueText>;

  constructor(options: TextOptions) {
    this.#except = options.except;
    this.#structs = new SchemaCache((schema) => compileStructText(schema, options));
  }

  /** @throws DataError for what cannot be a document: it names the field. */
  of({ value, valueSchema }: SinkRecord): string {
    if (isStruct(value)) return this.#structs.get(valueSchema ?? value.schema)(value);
    if (value instanceof Map && hasTextKeys(value)) return schemalessMapText(value, 1, this.#except);
    throw new DataError(
      `A document is an object, but the value is a ${javaClassNameOf(value)}. ` +
        'It takes a struct or a map with text keys: check the value converter',
      { code: 'SEARCH_DOCUMENT_IMPOSSIBLE' },
    );
  }
}

function hasTextKeys(map: ReadonlyMap<unknown, unknown>): boolean {
  for (const key of map.keys()) if (typeof key !== 'string') return false;
  return true;
}
