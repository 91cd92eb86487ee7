const size = 1024;

/** A member name, and how it stands in front of a value where nothing is between: `"id":`. */
export interface KnownName {
  readonly name: string;
  readonly head: string;
}

/**
 * Member names seen before, so that a repeated name costs neither a new string nor its hash. Bounded: names that
 * fall on the same place replace each other.
 */
export class NameCache {
  readonly #names: KnownName[] = Array.from({ length: size }, () => ({ name: '', head: '"":' }));

  /** The part of the text, given a hash of its characters. */
  find(text: string, { start, end, hash }: NameRange): KnownName {
    const place = hash & (size - 1);
    const known = this.#names[place];
    if (known !== undefined && known.name.length === end - start && text.startsWith(known.name, start)) {
      return known;
    }
    const name = detached(text.slice(start, end));
    return (this.#names[place] = { name, head: `"${name}":` });
  }
}

interface NameRange {
  readonly start: number;
  readonly end: number;
  readonly hash: number;
}

/** A copy that does not keep the text alive it was cut from: property names are stored by themselves. */
function detached(name: string): string {
  return Object.keys({ [name]: null })[0] ?? name;
}
