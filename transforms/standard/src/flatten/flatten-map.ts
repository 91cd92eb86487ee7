import {
  DataError,
  isStruct,
  isTypedNumber,
  javaClassNameOf,
  LinkedMap,
  nameField,
} from '@sluice/connect-api';
import { JoinedNames } from './joined-names.ts';

/** Makes flat maps of maps. */
export class MapFlattener {
  readonly #names: JoinedNames;
  #flat = new LinkedMap<string, unknown>();

  constructor(delimiter: string) {
    this.#names = new JoinedNames(delimiter);
  }

  /**
   * The entries of a map and of all maps in it, their names joined.
   * @throws DataError when something in it is of no kind that Connect knows without a schema.
   */
  flatten(map: ReadonlyMap<unknown, unknown>): Map<string, unknown> {
    this.#flat = new LinkedMap();
    for (const [key, value] of map) this.#add(String(key), value);
    return this.#flat;
  }

  #add(name: string, value: unknown): void {
    if (typeof value !== 'object' || value === null) {
      this.#flat.set(name, value ?? null);
    } else if (value instanceof Map) {
      for (const [key, inner] of value) this.#add(this.#names.join(name, String(key)), inner);
    } else {
      this.#flat.set(name, checked(value, name));
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
