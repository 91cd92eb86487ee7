import type { Evaluation } from '../evaluate/evaluation.ts';
import type { Value } from '../values/value.ts';
import type { Type } from './type.ts';

/** A name that expressions may use, and where its value comes from. */
export interface Variable<Input> {
  readonly type: Type;
  readonly read: (at: Evaluation<Input>) => Value;
}

/** The names that expressions may use. */
export type Environment<Input> = ReadonlyMap<string, Variable<Input>>;

/** The names of types, which stand for themselves: `type(x) == int`. */
export const typeNames: ReadonlySet<string> = new Set([
  'bool',
  'int',
  'uint',
  'double',
  'decimal',
  'string',
  'bytes',
  'list',
  'map',
  'type',
  'null_type',
]);

/** Names with a dot in them that are those of types. */
export const qualifiedTypeNames: ReadonlySet<string> = new Set([
  'google.protobuf.Timestamp',
  'google.protobuf.Duration',
]);

/** The names in front of the dot of functions that have one: `base64.encode(x)`. */
export const namespaces: ReadonlySet<string> = new Set(['base64']);
