import {
  defineConfig,
  defineKeyAndValue,
  fieldsOf,
  isNumberType,
  list,
  SchemaBuilder,
  SchemaCache,
  type ConnectRecord,
  type RecordPart,
  type Schema,
  type Transformation,
} from '@sluice/connect-api';
import { kafkaVersion, transformsPackage } from '../names.ts';
import { fieldSyntaxVersion, replaceNullWithDefault, syntaxOf } from '../options.ts';
import { editTree, type FieldEdit } from '../structure/field-tree.ts';
import { PartRewriter, type PartRewriterOptions } from '../structure/part-rewriter.ts';
import { defaultOf, withAttributes } from '../structure/schema-attributes.ts';
import { schemalessNumber } from '../structure/typed-value.ts';
import { castSpecValidator, castTypes, parseCastSpec, type CastType } from './cast-spec.ts';
import { castValue } from './cast-value.ts';

const castConfig = defineConfig({
  spec: list({
    doc:
      'The types of fields, as `field:type`, or one `type` for the whole key or value. Types are ' +
      `${castTypes.map((type) => `\`${type.toLowerCase()}\``).join(', ')}.`,
    importance: 'high',
    validator: castSpecValidator,
  }),
  'replace.null.with.default': replaceNullWithDefault,
  'field.syntax.version': fieldSyntaxVersion,
});

export const cast = defineKeyAndValue({
  className: `${transformsPackage}.Cast`,
  version: kafkaVersion,
  summary: 'Gives fields, or the whole key or value, another primitive type.',
  config: castConfig,
  createFor(part, config) {
    const spec = parseCastSpec(config.spec, syntaxOf(config['field.syntax.version']));
    if ('whole' in spec) return new WholeCast(part, spec.whole);
    return new FieldCast({
      part,
      purpose: 'cast types',
      tree: editTree(spec.fields.map(({ path, type }) => [path, castEdit(type)])),
      appliesDefaults: config['replace.null.with.default'],
      keeps: 'optional',
    });
  },
});

class WholeCast implements Transformation {
  readonly #part: RecordPart;
  readonly #type: CastType;
  readonly #schemas = new SchemaCache((schema) => this.#compile(schema));

  constructor(part: RecordPart, type: CastType) {
    this.#part = part;
    this.#type = type;
  }

  apply(record: ConnectRecord): ConnectRecord {
    const value = this.#part.valueOf(record);
    if (value === null) return record;
    const schema = this.#part.schemaOf(record);
    if (schema === null) return this.#part.replaced(record, null, castSchemaless(value, this.#type));
    const target = this.#schemas.get(schema);
    return this.#part.replaced(record, target, castValue(schema, value, this.#type));
  }

  /** Everything but the type is kept, also the name of a logical type. */
  #compile(schema: Schema): Schema {
    return castSchema(withAttributes(new SchemaBuilder(this.#type), schema), schema, this.#type);
  }
}

class FieldCast implements Transformation {
  readonly #part: RecordPart;
  readonly #rewriter: PartRewriter;

  constructor(options: PartRewriterOptions) {
    this.#part = options.part;
    this.#rewriter = new PartRewriter(options);
  }

  apply(record: ConnectRecord): ConnectRecord {
    const schema = this.#part.schemaOf(record);
    if (schema !== null && this.#part.valueOf(record) !== null) refuseSchema(schema);
    return this.#rewriter.apply(record);
  }
}

/** @throws DataError when it has no fields, or a default, which nothing could cast. */
function refuseSchema(schema: Schema): void {
  fieldsOf(schema);
  const defaultValue = defaultOf(schema);
  if (defaultValue !== null) castValue(schema, defaultValue, 'STRING');
}

function castEdit(type: CastType): FieldEdit {
  return {
    compile: (schema) => ({
      schema: castSchema(new SchemaBuilder(type), schema, type),
      convert: (value) => castValue(schema, value, type),
    }),
    convert: (value) => castSchemaless(value, type),
  };
}

function castSchema(builder: SchemaBuilder, schema: Schema, type: CastType): Schema {
  if (schema.optional) builder.optional();
  const defaultValue = defaultOf(schema);
  if (defaultValue !== null) builder.default(castValue(schema, defaultValue, type));
  return builder.build();
}

function castSchemaless(value: unknown, type: CastType): unknown {
  const result = castValue(null, value, type);
  const isNumber = typeof result === 'number' || typeof result === 'bigint';
  return isNumber && isNumberType(type) ? schemalessNumber(type, result) : result;
}
