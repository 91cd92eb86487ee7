import {
  DataError,
  defineConfig,
  defineTransformation,
  list,
  listOfNames,
  nameField,
  parseFieldPath,
  SchemaBuilder,
  SchemaCache,
  Struct,
  valueAtPath,
  type ConfigOf,
  type ConnectRecord,
  type Schema,
  type Transformation,
} from '@sluice/connect-api';
import { kafkaVersion, transformsPackage } from '../names.ts';
import { fieldSyntaxVersion, replaceNullWithDefault, syntaxOf } from '../options.ts';
import { compileFieldReader, type FieldReader } from '../structure/field-reader.ts';
import { requiredMap, requiredStruct } from '../structure/required-structure.ts';

const valueToKeyConfig = defineConfig({
  fields: list({
    doc: 'Fields of the value that make the key, in this order. A nested field keeps its own name only.',
    importance: 'high',
    validator: listOfNames(),
  }),
  'replace.null.with.default': replaceNullWithDefault,
  'field.syntax.version': fieldSyntaxVersion,
});

export const valueToKey = defineTransformation({
  className: `${transformsPackage}.ValueToKey`,
  version: kafkaVersion,
  summary: 'Makes a new key of some fields of the value.',
  config: valueToKeyConfig,
  createTransformation: (config) => new ValueToKey(config),
});

const purpose = 'copying fields from value to key';

interface KeyField {
  readonly field: string;
  readonly path: readonly string[];
  /** What it is called in the key. */
  readonly name: string;
}

interface Plan {
  readonly schema: Schema;
  readonly readers: readonly FieldReader[];
}

class ValueToKey implements Transformation {
  readonly #fields: readonly KeyField[];
  readonly #appliesDefaults: boolean;
  readonly #plans = new SchemaCache((schema) => this.#compile(schema));

  constructor(config: ConfigOf<typeof valueToKeyConfig>) {
    const syntax = syntaxOf(config['field.syntax.version']);
    this.#fields = config.fields.map((field) => {
      const path = parseFieldPath(field, syntax);
      return { field, path, name: path.at(-1) ?? field };
    });
    this.#appliesDefaults = config['replace.null.with.default'];
  }

  apply(record: ConnectRecord): ConnectRecord {
    const { valueSchema, value } = record;
    if (valueSchema === null) {
      return record.with({ keySchema: null, key: this.#keyOfMap(requiredMap(value, purpose)) });
    }
    const struct = requiredStruct(value, valueSchema, purpose);
    const { schema, readers } = this.#plans.get(valueSchema);
    const key = new Struct(schema);
    for (let index = 0; index < readers.length; index += 1) {
      key.putAt(index, (readers[index] as FieldReader).read(struct));
    }
    return record.with({ keySchema: schema, key });
  }

  #keyOfMap(map: ReadonlyMap<unknown, unknown>): Map<string, unknown> {
    const key = new Map<string, unknown>();
    for (const { path, name } of this.#fields) key.set(name, valueAtPath(map, path, false));
    return key;
  }

  #compile(valueSchema: Schema): Plan {
    const builder = SchemaBuilder.struct();
    const readers = this.#fields.map(({ field, path, name }) => {
      const reader = compileFieldReader(valueSchema, path, this.#appliesDefaults);
      if (reader === null) throw nameField(new DataError(`Field does not exist: ${field}`), field);
      builder.field(name, reader.schema);
      return reader;
    });
    return { schema: builder.build(), readers };
  }
}
