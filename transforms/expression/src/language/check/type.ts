import type { Schema } from '@sluice/connect-api';
import type { Kind } from '../values/kind-of.ts';

/** What is known of the values of an expression before it is evaluated. Any of them may be null too. */
export interface Type {
  /** `dyn` when it may be anything. */
  readonly kind: Kind | 'dyn';
  /** Of the items of a list, or the values of a map. */
  readonly item?: Type;
  readonly key?: Type;
  /** Of a map whose keys are known: a struct, or a map that is written out. */
  readonly fields?: ReadonlyMap<string, Type>;
  /** The schema that the values have, where they come from a record as they are. */
  readonly schema?: Schema;
  /** Whether the values may be null though their schema is required. */
  readonly mayBeNull?: boolean;
}

export const dyn: Type = { kind: 'dyn' };

const plain = new Map<string, Type>();

/** A type of which only the kind is known. */
export function typeOf(kind: Type['kind']): Type {
  let type = plain.get(kind);
  if (type === undefined) plain.set(kind, (type = { kind }));
  return type;
}

/** What is known of a value that is of one type or the other. */
export function joinTypes(left: Type, right: Type): Type {
  if (left === right) return left;
  if (right.kind === 'null') return { ...left, mayBeNull: true };
  if (left.kind === 'null') return { ...right, mayBeNull: true };
  if (left.kind !== right.kind) return dyn;
  const { schema } = left;
  if (schema !== undefined && schema === right.schema) return left.mayBeNull === true ? left : right;
  const fields = joinFields(left.fields, right.fields);
  return {
    kind: left.kind,
    ...joinInside('item', left, right),
    ...joinInside('key', left, right),
    ...(fields === null ? {} : { fields }),
  };
}

function joinInside(part: 'item' | 'key', { [part]: left }: Type, { [part]: right }: Type): Partial<Type> {
  return left === undefined || right === undefined ? {} : { [part]: joinTypes(left, right) };
}

function joinFields(left: Type['fields'], right: Type['fields']): ReadonlyMap<string, Type> | null {
  if (left === undefined || right === undefined) return null;
  if (left.size !== right.size || ![...left.keys()].every((name) => right.has(name))) return null;
  return new Map(Array.from(left, ([name, type]) => [name, joinTypes(type, right.get(name) as Type)]));
}

/** A type as messages name it. */
export function formatType({ kind }: Type): string {
  return kind === 'dyn' ? 'anything' : kind;
}
