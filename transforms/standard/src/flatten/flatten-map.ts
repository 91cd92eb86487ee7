import {
  DataError,
  isStruct,
  isTypedNumber,
  javaClassNameOf,
  LinkedMap,
  nameField,
} from '@sluice/connect-api';
import { JoinedNames, type NamesBelow } from './joined-names.ts';

type AnyMap = ReadonlyMap<unknown, unknown>;

/** Makes flat maps of maps. */
export class MapFlattener {
  readonly #names: JoinedNames;

  constructor(delimiter: string) {
    this.#names = new JoinedNames(delimiter);
  }

  /**
   * The entries of a map and of all maps in it, their names joined.
   * @throws DataError when something in it is of no kind that Connect knows without a schema.
   */
  flatten(map: AnyMap): Map<string, unknown> {
    const flat = new LinkedMap<string, unknown>();
    this.#add(flat, map, null);
    return flat;
  }

  /** @param names - null at the top. */
  #add(flat: Map<string, unknown>, map: AnyMap, names: NamesBelow | null): void {
    for (const [key, value] of map) {
      const inner = typeof key === 'string' ? key : String(key);
      const name = names === null ? inner : names.join(inner);
      if (typeof value !== 'object' || value === null) flat.set(name, value ?? null);
      else if (value instanceof Map) this.#add(flat, value, this.#names.below(name));
      else flat.set(name, checked(value, name));
    }
  }
}

function checked(value: object, name: string): object {
  if (Array.isArray(value) || value instanceof Uint8Array || isTypedNumber(value)) return value;
  const className = javaClassNameOf(value);
  const message = isStruct(value)
    ? `Flatten transformation does not support class ${className} for record without schemas (for field ${name}).`
    : `Flatten transformation was passed a value of type class ${className} which is not supported by Connect's data API`;
  throw nameField(new DataError(message), name);
}
