/** Beyond so many, names are joined anew each time: they may be data. */
const maxNames = 1000;

/** The names below one outer name. */
export interface NamesBelow {
  /** Gives the same text object for the same name: it then is hashed once and not for every record. */
  join(inner: string): string;
}

/** Joins the names of maps in maps. */
export class JoinedNames {
  readonly #delimiter: string;
  readonly #below = new Map<string, NamesBelow>();
  #count = 0;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** @param outer - the joined name of what is around. */
  below(outer: string): NamesBelow {
    const known = this.#below.get(outer);
    if (known !== undefined) return known;
    const names = this.#namesBelow(outer + this.#delimiter);
    if (this.#keepsOneMore()) this.#below.set(outer, names);
    return names;
  }

  #namesBelow(prefix: string): NamesBelow {
    const joined = new Map<string, string>();
    return {
      join: (inner) => {
        const known = joined.get(inner);
        if (known !== undefined) return known;
        const name = prefix + inner;
        if (this.#keepsOneMore()) joined.set(inner, name);
        return name;
      },
    };
  }

  #keepsOneMore(): boolean {
    if (this.#count === maxNames) return false;
    this.#count += 1;
    return true;
  }
}
