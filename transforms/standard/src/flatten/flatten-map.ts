import { DataError, isStruct, isTypedNumber, javaClassNameOf, nameField } from '@sluice/connect-api';
import { JoinedNames, type NamesBelow, type RenamedAs } from './joined-names.ts';

type AnyMap = ReadonlyMap<unknown, unknown>;

/** Makes flat maps of maps. */
export class MapFlattener {
  readonly #names: JoinedNames;

  /** @param renamedAs - what becomes of the joined names; nothing by default. */
  constructor(delimiter: string, renamedAs: RenamedAs = (joined) => joined) {
    this.#names = new JoinedNames(delimiter, renamedAs);
  }

  /**
   * Adds the entries of a map and of all maps in it, their names joined.
   * @returns how many there were; where two get the same name, the later one counts.
   * @throws DataError when something in it is of no kind that Connect knows without a schema.
   */
  flattenInto(flat: Map<unknown, unknown>, map: AnyMap): number {
    this.#names.restart();
    return this.#add(flat, map, this.#names.top);
  }

  #add(flat: Map<unknown, unknown>, map: AnyMap, outer: NamesBelow): number {
    const names = this.#names;
    let count = 0;
    for (const [key, value] of map) {
      const name = names.join(outer, typeof key === 'string' ? key : String(key));
      if (typeof value === 'object' && value !== null) {
        if (value instanceof Map) {
          count += this.#add(flat, value, names.below(name));
          continue;
        }
        check(value, name.joined);
      }
      if (name.renamed === null) continue;
      flat.set(name.renamed, value ?? null);
      count += 1;
    }
    return count;
  }
}

/** @throws DataError when it is of no kind that can be a value. */
function check(value: object, name: string): void {
  if (Array.isArray(value) || value instanceof Uint8Array || isTypedNumber(value)) return;
  const className = javaClassNameOf(value);
  const message = isStruct(value)
    ? `Flatten transformation does not support class ${className} for record without schemas (for field ${name}).`
    : `Flatten transformation was passed a value of type class ${className} which is not supported by Connect's data API`;
  throw nameField(new DataError(message), name);
}
