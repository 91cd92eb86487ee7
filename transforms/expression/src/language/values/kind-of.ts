import { isDecimal } from '@sluice/connect-api';
import { Duration } from './duration.ts';
import { Instant } from './instant.ts';
import { isList } from './list-value.ts';
import { TypeName } from './type-name.ts';
import { Uint } from './uint.ts';
import type { Value } from './value.ts';

/** The types of the language, by the names that expressions and messages use. */
export type Kind =
  | 'null'
  | 'bool'
  | 'int'
  | 'uint'
  | 'double'
  | 'decimal'
  | 'string'
  | 'bytes'
  | 'timestamp'
  | 'duration'
  | 'list'
  | 'map'
  | 'type';

/** A kind in a sentence: `an int`, `a string`. */
export function aKind(kind: string): string {
  return `${kind.startsWith('i') ? 'an' : 'a'} ${kind}`;
}

/** The type of a value. */
export function kindOf(value: Value): Kind {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'boolean':
      return 'bool';
    default:
      return value === null ? 'null' : kindOfObject(value);
  }
}

function kindOfObject(value: Exclude<Value, null>): Kind {
  if (value instanceof Uint) return 'uint';
  if (value instanceof Instant) return 'timestamp';
  if (value instanceof Duration) return 'duration';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof TypeName) return 'type';
  if (isDecimal(value)) return 'decimal';
  return isList(value) ? 'list' : 'map';
}
