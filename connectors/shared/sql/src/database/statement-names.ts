/** So many statements are kept prepared in a connection. */
const maxNames = 200;

/** Gives statements that are worth it a name to be prepared under. */
export class StatementNames {
  readonly #names = new Map<string, string>();

  /** `null` when there are too many of them already. */
  nameOf(sql: string): string | null {
    const known = this.#names.get(sql);
    if (known !== undefined) return known;
    if (this.#names.size >= maxNames) return null;
    const name = `sluice_${this.#names.size}`;
    this.#names.set(sql, name);
    return name;
  }
}
