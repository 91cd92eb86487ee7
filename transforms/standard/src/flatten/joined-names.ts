/** Beyond so many, names are joined anew each time: they may be data. */
const maxNames = 1000;

/**
 * Joins names, and gives the same text object for the same names: it then is hashed once and not for every record.
 */
export class JoinedNames {
  readonly #delimiter: string;
  readonly #joined = new Map<string, Map<string, string>>();
  #count = 0;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** @param outer - the joined name of what is around. */
  join(outer: string, inner: string): string {
    let names = this.#joined.get(outer);
    const known = names?.get(inner);
    if (known !== undefined) return known;
    const joined = outer + this.#delimiter + inner;
    if (this.#count === maxNames) return joined;
    this.#count += 1;
    if (names === undefined) {
      names = new Map();
      this.#joined.set(outer, names);
    }
    names.set(inner, joined);
    return joined;
  }
}
