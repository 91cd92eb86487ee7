import { formatNumber } from '../src/index.ts';
import { isList } from './notation.ts';
import type { HeaderNotation, RecordNotation, SchemaNotation, ValueNotation } from './notation.ts';
import { readSchema } from './read-notation.ts';
import { sorted, writeSchema } from './write-notation.ts';

/** The notation of a schema as {@link writeSchema} would write it. */
export function canonicalSchema(notation: SchemaNotation | null): SchemaNotation | null {
  return writeSchema(readSchema(notation));
}

/** The notation of a value as {@link writeValue} would write it. */
export function canonicalValue(notation: ValueNotation): ValueNotation {
  if (notation === null || typeof notation !== 'object') return notation;
  if (isList(notation)) return notation.map(canonicalValue);
  const [kind, content] = Object.entries(notation)[0] ?? ['', null];
  switch (kind) {
    case 'float32':
    case 'float64':
      return { [kind]: formatNumber(kind === 'float32' ? 'FLOAT32' : 'FLOAT64', Number(content)) };
    case 'bytebuffer':
      return { bytes: content };
    case 'map':
    case 'hashmap': {
      const entries = content as readonly [ValueNotation, ValueNotation][];
      return { map: sorted(entries.map(([key, value]) => [canonicalValue(key), canonicalValue(value)])) };
    }
    case 'struct':
      return canonicalStruct(notation);
    default:
      return notation;
  }
}

function canonicalStruct(notation: { readonly [kind: string]: unknown }): ValueNotation {
  const values = Object.entries(notation['struct'] as Readonly<Record<string, ValueNotation>>);
  const schema = notation['schema'] as SchemaNotation | undefined;
  return {
    struct: Object.fromEntries(values.map(([name, value]) => [name, canonicalValue(value)])),
    ...(schema === undefined ? {} : { schema: canonicalSchema(schema) }),
  };
}

/** The notation of a header as {@link writeHeader} would write it. */
export function canonicalHeader({ key, schema, value }: HeaderNotation): HeaderNotation {
  return { key, schema: canonicalSchema(schema), value: canonicalValue(value) };
}

/** The notation of a record as {@link writeRecord} would write it. */
export function canonicalRecord(notation: RecordNotation): RecordNotation {
  return {
    ...notation,
    keySchema: canonicalSchema(notation.keySchema),
    key: canonicalValue(notation.key),
    valueSchema: canonicalSchema(notation.valueSchema),
    value: canonicalValue(notation.value),
    headers: notation.headers.map(canonicalHeader),
  };
}
