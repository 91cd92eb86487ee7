import {
  ConfigError,
  formatInvalidConfigValue,
  isConfigError,
  parseFieldPath,
  trimBlanks,
  type FieldSyntax,
  type Validator,
} from '@sluice/connect-api';
import { colonParts } from '../structure/colon-pair.ts';

/** The types to which values can be cast. */
export const castTypes = [
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'FLOAT32',
  'FLOAT64',
  'BOOLEAN',
  'STRING',
] as const;
export type CastType = (typeof castTypes)[number];

/** What is to be cast to which type. */
export type CastSpec =
  | { readonly whole: CastType }
  | { readonly fields: readonly { readonly path: readonly string[]; readonly type: CastType }[] };

const known: ReadonlySet<string> = new Set(castTypes);
const notCastable: ReadonlySet<string> = new Set(['BYTES', 'ARRAY', 'MAP', 'STRUCT']);

/** Specifications that {@link parseCastSpec} can read. */
export const castSpecValidator: Validator<readonly string[]> = {
  describe: () => 'list of colon-delimited pairs, e.g. `foo:int32,bar:string`, or one type',
  check({ value }) {
    try {
      parseCastSpec((value as readonly string[] | null) ?? [], 'V1');
      return null;
    } catch (error) {
      if (isConfigError(error)) return error.message;
      throw error;
    }
  },
};

/**
 * Reads `field:type` items, or a single `type` for the whole value.
 * @throws ConfigError when an item is no such thing.
 */
export function parseCastSpec(items: readonly string[], syntax: FieldSyntax): CastSpec {
  if (items.length === 0) throw new ConfigError('Must specify at least one field to cast.');
  const casts = items.map((item) => parseItem(item, items));
  const whole = casts.find(({ field }) => field === null);
  if (whole === undefined) {
    const fields = casts.map(({ field, type }) => ({ path: parseFieldPath(field ?? '', syntax), type }));
    return { fields };
  }
  if (casts.length === 1) return { whole: whole.type };
  throw new ConfigError(
    'Cast transformations that specify a type to cast the entire value to may only specify a single cast in their spec',
  );
}

interface Cast {
  readonly field: string | null;
  readonly type: CastType;
}

function parseItem(item: string, items: readonly string[]): Cast {
  const [first = '', second, ...more] = colonParts(item);
  if (more.length > 0) {
    const reason = `Invalid rename mapping: ${item}`;
    throw new ConfigError(formatInvalidConfigValue({ key: 'renames', value: items, reason }));
  }
  if (second === undefined) return { field: null, type: parseType(first) };
  return { field: trimBlanks(first), type: parseType(second) };
}

function parseType(text: string): CastType {
  const name = trimBlanks(text);
  const type = name.toUpperCase();
  if (known.has(type)) return type as CastType;
  if (notCastable.has(type)) {
    throw new ConfigError(
      `Cast transformation does not support casting to ${type}; supported types are [${castTypes.join(', ')}]`,
    );
  }
  // The odd arrangement of value and key is Kafka's.
  const value = `java.lang.IllegalArgumentException: No enum constant org.apache.kafka.connect.data.Schema.Type.${type}`;
  const key = `Invalid type found in casting spec: ${name}`;
  throw new ConfigError(formatInvalidConfigValue({ key, value }));
}
