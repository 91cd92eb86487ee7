/** Beyond so many, names are joined anew each time: they may be data. */
const maxNames = 1000;
/** Names further back in a map are not expected. */
const maxExpected = 256;

/** What a joined name becomes; null leaves the field out. */
export type RenamedAs = (joined: string) => string | null;

/** A name in a map, and what it is when joined with those around it. */
export class JoinedName {
  readonly outer: NamesBelow;
  readonly inner: string;
  readonly joined: string;
  /** The joined name after all renaming, null when the field is left out. */
  readonly renamed: string | null;
  #below: NamesBelow | null = null;

  constructor(outer: NamesBelow, inner: string, renamedAs: RenamedAs) {
    this.outer = outer;
    this.inner = inner;
    this.joined = outer.prefix + inner;
    this.renamed = renamedAs(this.joined);
  }

  below(delimiter: string): NamesBelow {
    return (this.#below ??= new NamesBelow(this.joined + delimiter));
  }
}

/** The names below one outer name. */
export class NamesBelow {
  readonly prefix: string;
  readonly known = new Map<string, JoinedName>();

  constructor(prefix: string) {
    this.prefix = prefix;
  }
}

/**
 * Joins the names of maps in maps. It gives the same text object for the same name, which then is hashed once and not
 * for every record. Maps of one origin have the same names in the same order: those of the last map are tried first.
 */
export class JoinedNames {
  /** Around all names. */
  readonly top = new NamesBelow('');
  readonly #delimiter: string;
  readonly #renamedAs: RenamedAs;
  readonly #expected: JoinedName[] = [];
  #next = 0;
  #count = 0;

  constructor(delimiter: string, renamedAs: RenamedAs) {
    this.#delimiter = delimiter;
    this.#renamedAs = renamedAs;
  }

  /** Begins with the first name of a map. */
  restart(): void {
    this.#next = 0;
  }

  join(outer: NamesBelow, inner: string): JoinedName {
    const expected = this.#expected[this.#next];
    if (expected !== undefined && expected.inner === inner && expected.outer === outer) {
      this.#next += 1;
      return expected;
    }
    const name = this.#lookUp(outer, inner);
    if (this.#next < maxExpected) {
      this.#expected[this.#next] = name;
      this.#next += 1;
    }
    return name;
  }

  below(name: JoinedName): NamesBelow {
    return name.below(this.#delimiter);
  }

  #lookUp(outer: NamesBelow, inner: string): JoinedName {
    const known = outer.known.get(inner);
    if (known !== undefined) return known;
    const name = new JoinedName(outer, inner, this.#renamedAs);
    if (this.#count < maxNames) {
      this.#count += 1;
      outer.known.set(inner, name);
    }
    return name;
  }
}
