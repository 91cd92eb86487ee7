const size = 1024;

/**
 * Member names seen before, so that a repeated name costs neither a new string nor its hash. Bounded: names that
 * fall on the same place replace each other.
 */
export class NameCache {
  readonly #names: string[] = Array.from({ length: size }, () => '');

  /** The part of the text, given a hash of its characters. */
  name(text: string, { start, end, hash }: NameRange): string {
    const place = hash & (size - 1);
    const known = this.#names[place];
    if (known !== undefined && known.length === end - start && text.startsWith(known, start)) return known;
    const name = detached(text.slice(start, end));
    this.#names[place] = name;
    return name;
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
