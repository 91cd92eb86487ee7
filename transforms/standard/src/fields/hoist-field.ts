import {
  defineConfig,
  defineKeyAndValue,
  parseFieldPath,
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
import { fieldSyntaxVersion, syntaxOf } from '../options.ts';
import { editTree, type FieldEdit } from '../structure/field-tree.ts';
import { PartRewriter } from '../structure/part-rewriter.ts';

const hoistFieldConfig = defineConfig({
  field: string({ doc: 'Name of the field that is made.', importance: 'medium' }),
  hoisted: string({
    doc: 'The field that is wrapped, where it stands; empty for the whole key or value.',
    importance: 'low',
    default: '',
    orderInGroup: 0,
  }),
  'field.syntax.version': fieldSyntaxVersion,
});

export const hoistField = defineKeyAndValue({
  className: `${transformsPackage}.HoistField`,
  version: kafkaVersion,
  summary: 'Wraps the whole key or value, or one field of it, in a struct or map with a single field.',
  config: hoistFieldConfig,
  createFor(part, config) {
    const { field, hoisted } = config;
    if (hoisted === '') return new HoistField(part, config);
    const path = parseFieldPath(hoisted, syntaxOf(config['field.syntax.version']));
    return new PartRewriter({
      part,
      purpose: 'field hoisting',
      tree: { ...editTree([[path, hoistEdit(field)]]), editsMissing: false },
      appliesDefaults: false,
      keeps: 'optional-and-default',
    });
  },
});

class HoistField implements Transformation {
  readonly #part: RecordPart;
  readonly #edit: FieldEdit;
  readonly #compiled: SchemaCache<ReturnType<FieldEdit['compile']>>;

  constructor(part: RecordPart, { field }: ConfigOf<typeof hoistFieldConfig>) {
    const edit = hoistEdit(field);
    this.#part = part;
    this.#edit = edit;
    this.#compiled = new SchemaCache((schema) => edit.compile(schema));
  }

  apply(record: ConnectRecord): ConnectRecord {
    const inner = this.#part.schemaOf(record);
    const value = this.#part.valueOf(record);
    if (inner === null) return this.#part.replaced(record, null, this.#edit.convert(value));
    const { schema, convert } = this.#compiled.get(inner);
    return this.#part.replaced(record, schema, convert(value));
  }
}

function hoistEdit(field: string): FieldEdit {
  return {
    compile(inner: Schema) {
      const schema = SchemaBuilder.struct().field(field, inner).build();
      return { schema, convert: (value) => new Struct(schema).putAt(0, value) };
    },
    convert: (value) => new Map([[field, value]]),
  };
}
