import {
  isStruct,
  refusal,
  SchemaBuilder,
  valueAtPath,
  type Schema,
  type Struct,
  type Validator,
} from '@sluice/connect-api';

/** A field of a change event that is to be added to a row or to headers. */
export interface FieldReference {
  readonly path: readonly string[];
  readonly newName: string;
}

/** A reference in the schema of a change event. */
export interface ResolvedReference {
  readonly newName: string;
  /** Like that of the field, but optional and without a default. */
  readonly schema: Schema;
  /** Null when it, or a struct on the way, is null. Defaults do not apply. */
  read(envelope: Struct): unknown;
}

const ofTheEvent: ReadonlySet<string> = new Set(['op', 'ts_ms', 'ts_us', 'ts_ns']);
const ofTheTransaction: ReadonlySet<string> = new Set(['id', 'total_order', 'data_collection_order']);

/** Lists of `field`, `struct.field` or `struct.field:newName`. */
export const referenceList: Validator<readonly string[]> = {
  describe: () => 'list of fields, each with or without a new name, e.g. `op,source.ts_ms:at`',
  check(checked) {
    const wrong = (checked.value as readonly string[] | null)?.find((text) => splitReference(text) === null);
    return wrong === undefined ? null : refusal(checked, `Unexpected field name: ${wrong}`);
  },
};

/** A reference as it is configured; @param prefix - put before its new name. */
export function parseReference(text: string, prefix: string): FieldReference {
  const [steps, newName] = splitReference(text) ?? [[text], text];
  return { path: fullPath(steps), newName: prefix + (newName ?? steps.join('_')) };
}

function splitReference(text: string): readonly [readonly string[], string | undefined] | null {
  const [path = '', newName, ...more] = text.replace(/:+$/, '').split(':');
  const steps = path.split('.');
  return more.length > 0 || steps.includes('') ? null : [steps, newName];
}

/** A name by itself is one of the event or of its transaction where those have such a field, else of its source. */
function fullPath(steps: readonly string[]): readonly string[] {
  const [first = ''] = steps;
  if (steps.length > 1 || ofTheEvent.has(first)) return steps;
  return [ofTheTransaction.has(first) ? 'transaction' : 'source', first];
}

/**
 * Where the field is in events of a schema: at its path, else, put there by another transformation, by its name
 * alone. `null` when there is no such field.
 */
export function resolveReference(
  { path, newName }: FieldReference,
  envelope: Schema,
): ResolvedReference | null {
  const indexes = indexesOf(envelope, path) ?? indexesOf(envelope, path.slice(-1));
  if (indexes === null) return null;
  const schema = indexes.reduce((outer, index) => outer.fields[index]?.schema ?? outer, envelope);
  const read = (event: Struct): unknown => {
    let value: unknown = event;
    for (const index of indexes) {
      if (!isStruct(value)) return null;
      value = value.getAt(index);
    }
    return value;
  };
  return { newName, schema: optionalLike(schema), read };
}

function indexesOf(schema: Schema, path: readonly string[]): readonly number[] | null {
  const indexes: number[] = [];
  let current: Schema | undefined = schema;
  for (const name of path) {
    const field: ReturnType<Schema['field']> = current?.type === 'STRUCT' ? current.field(name) : undefined;
    if (field === undefined) return null;
    indexes.push(field.index);
    current = field.schema;
  }
  return indexes;
}

function optionalLike(schema: Schema): Schema {
  const { type, keySchema, valueSchema } = schema;
  const elements = {
    ...(keySchema === null ? {} : { keySchema }),
    ...(valueSchema === null ? {} : { valueSchema }),
  };
  // A struct keeps its very schema, as values of an equal one would not fit.
  if (type === 'STRUCT') return schema;
  const builder = new SchemaBuilder(type, elements).name(schema.name).version(schema.version).doc(schema.doc);
  return builder
    .parameters(schema.parameters ?? {})
    .optional()
    .build();
}

/** The field in an event without schema; `undefined` when it is not there, null when something on the way is. */
export function readReference({ path }: FieldReference, envelope: ReadonlyMap<unknown, unknown>): unknown {
  const parent = path.length === 1 ? envelope : valueAtPath(envelope, path.slice(0, -1), false);
  const name = path.at(-1);
  if (parent instanceof Map && parent.has(name)) return parent.get(name);
  if (path.length > 1 && envelope.has(name)) return envelope.get(name);
  return parent === null && envelope.has(path[0]) ? null : undefined;
}
