import {
  caseInsensitiveOneOf,
  DataError,
  defineConfig,
  defineKeyAndValue,
  nameField,
  parseFieldPath,
  SchemaCache,
  string,
  valueAtPath,
  type ConfigOf,
  type ConnectRecord,
  type RecordPart,
  type Schema,
  type Transformation,
} from '@sluice/connect-api';
import { kafkaVersion, transformsPackage } from '../names.ts';
import { fieldSyntaxVersion, replaceNullWithDefault, syntaxOf } from '../options.ts';
import { compileFieldReader } from '../structure/field-reader.ts';
import { requiredMap, requiredStruct } from '../structure/required-structure.ts';

const extractFieldConfig = defineConfig({
  field: string({ doc: 'The field to be extracted.', importance: 'medium' }),
  'replace.null.with.default': replaceNullWithDefault,
  'field.syntax.version': string({
    doc: fieldSyntaxVersion.doc,
    importance: 'high',
    default: 'V1',
    validator: caseInsensitiveOneOf('V1', 'V2'),
  }),
});

export const extractField = defineKeyAndValue({
  className: `${transformsPackage}.ExtractField`,
  version: kafkaVersion,
  summary: 'Puts one field of the key or value in the place of the whole; null stays null.',
  config: extractFieldConfig,
  validate: ({ field, 'field.syntax.version': version }) =>
    field === '' && syntaxOf(version) === 'V2' ? [{ key: 'field', message: emptyPath }] : [],
  createFor: (part, config) => new ExtractField(part, config),
});

const purpose = 'field extraction';
const emptyPath = 'The path of the field to be extracted is empty: give at least one name in field';

class ExtractField implements Transformation {
  readonly #part: RecordPart;
  readonly #field: string;
  readonly #path: readonly string[];
  readonly #appliesDefaults: boolean;
  readonly #readers = new SchemaCache((schema) => this.#compile(schema));

  constructor(part: RecordPart, config: ConfigOf<typeof extractFieldConfig>) {
    this.#part = part;
    this.#field = config.field;
    this.#path = parseFieldPath(config.field, syntaxOf(config['field.syntax.version']));
    this.#appliesDefaults = config['replace.null.with.default'];
  }

  apply(record: ConnectRecord): ConnectRecord {
    if (this.#path.length === 0) throw new DataError(emptyPath, { javaClassName: illegalArgument });
    const schema = this.#part.schemaOf(record);
    const value = this.#part.valueOf(record);
    return schema === null ? this.#fromMap(record, value) : this.#fromStruct(record, schema, value);
  }

  #fromMap(record: ConnectRecord, value: unknown): ConnectRecord {
    const extracted = value === null ? null : valueAtPath(requiredMap(value, purpose), this.#path, false);
    return this.#part.replaced(record, null, extracted);
  }

  #fromStruct(record: ConnectRecord, schema: Schema, value: unknown): ConnectRecord {
    const struct = value === null ? null : requiredStruct(value, schema, purpose);
    const reader = this.#readers.get(schema);
    return this.#part.replaced(record, reader.schema, struct === null ? null : reader.read(struct));
  }

  #compile(schema: Schema) {
    const reader = compileFieldReader(schema, this.#path, this.#appliesDefaults);
    if (reader !== null) return reader;
    const error = new DataError(`Unknown field: ${this.#field}`, { javaClassName: illegalArgument });
    throw nameField(error, this.#field);
  }
}

const illegalArgument = 'java.lang.IllegalArgumentException';
