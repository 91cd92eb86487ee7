import type { KnownName } from './name-cache.ts';

/** Names further back in a text are not expected. */
const maxNames = 256;

/** Texts of one origin have the same names in the same order: the names of the last text are tried first. */
export class ExpectedNames {
  readonly #names: KnownName[] = [];
  #next = 0;

  /** Begins with the first name of a text. */
  restart(): void {
    this.#next = 0;
  }

  /** The name if it is the expected one and nothing is between it, its colon and this position; else `undefined`. */
  match(text: string, position: number): KnownName | undefined {
    const expected = this.#names[this.#next];
    if (expected === undefined || !text.startsWith(expected.head, position)) return undefined;
    this.#next += 1;
    return expected;
  }

  /** What the name was that did not match. */
  correct(name: KnownName): void {
    if (this.#next === maxNames) return;
    this.#names[this.#next] = name;
    this.#next += 1;
  }
}
