import {
  ConfigError,
  DataError,
  defineConfig,
  defineKeyAndValue,
  fieldsOf,
  int,
  isStruct,
  SchemaBuilder,
  SchemaCache,
  string,
  Struct,
  type ConfigOf,
  type ConnectRecord,
  type RecordPart,
  type Schema,
  type Transformation,
} from '@sluice/connect-api';
import { kafkaVersion, transformsPackage } from '../names.ts';
import { replaceNullWithDefault } from '../options.ts';
import { defaultOf } from '../structure/schema-attributes.ts';

const setSchemaMetadataConfig = defineConfig({
  'schema.name': string({ doc: 'The new name of the schema.', importance: 'high', default: null }),
  'schema.version': int({ doc: 'The new version of the schema.', importance: 'high', default: null }),
  'replace.null.with.default': replaceNullWithDefault,
});

const nothingToSet = 'Neither schema name nor version configured';

export const setSchemaMetadata = defineKeyAndValue({
  className: `${transformsPackage}.SetSchemaMetadata`,
  version: kafkaVersion,
  summary: 'Gives the struct schema of the key or value another name or version.',
  config: setSchemaMetadataConfig,
  validate: (config) => (setsNothing(config) ? [{ key: 'schema.name', message: nothingToSet }] : []),
  createFor: (part, config) => new SetSchemaMetadata(part, config),
});

type SetSchemaMetadataConfig = ConfigOf<typeof setSchemaMetadataConfig>;

function setsNothing(config: SetSchemaMetadataConfig): boolean {
  return config['schema.name'] === null && config['schema.version'] === null;
}

class SetSchemaMetadata implements Transformation {
  readonly #part: RecordPart;
  readonly #appliesDefaults: boolean;
  readonly #schemas: SchemaCache<Schema>;

  constructor(part: RecordPart, config: SetSchemaMetadataConfig) {
    if (setsNothing(config)) throw new ConfigError(nothingToSet);
    this.#part = part;
    this.#appliesDefaults = config['replace.null.with.default'];
    this.#schemas = new SchemaCache((schema) => renamed(schema, config));
  }

  apply(record: ConnectRecord): ConnectRecord {
    const schema = this.#part.schemaOf(record);
    const value = this.#part.valueOf(record);
    if (schema === null) {
      if (value === null) return record;
      throw new DataError('Schema required for [updating schema metadata]');
    }
    const updated = this.#schemas.get(schema);
    return this.#part.replaced(record, updated, isStruct(value) ? this.#copy(value, updated) : value);
  }

  #copy(struct: Struct, schema: Schema): Struct {
    const copy = new Struct(schema);
    for (const { index, schema: own } of schema.fields) {
      copy.putAt(index, struct.getAt(index) ?? (this.#appliesDefaults ? defaultOf(own) : null));
    }
    return copy;
  }
}

function renamed(schema: Schema, config: SetSchemaMetadataConfig): Schema {
  const builder = SchemaBuilder.struct();
  for (const { name, schema: own } of fieldsOf(schema)) builder.field(name, own);
  builder
    .name(config['schema.name'] ?? schema.name)
    .version(config['schema.version'] ?? schema.version)
    .doc(schema.doc)
    .parameters(schema.parameters ?? {});
  if (schema.optional) builder.optional();
  const defaultValue = defaultOf(schema);
  if (isStruct(defaultValue)) {
    const copy = builder.newStruct();
    for (const { index } of schema.fields) {
      const value = defaultValue.getAt(index);
      if (value !== null) copy.putAt(index, value);
    }
    builder.default(copy);
  }
  return builder.build();
}
