import type { Dialect, SqlParameter } from '@sluice/connector-shared-sql';

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly SqlParameter[];
}

/** Numbers the parameters of a statement in the order in which they are written. */
export class Parameters {
  readonly values: SqlParameter[] = [];
  readonly #dialect: Dialect;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  add(value: SqlParameter): string {
    this.values.push(value);
    return this.#dialect.placeholder(this.values.length);
  }
}
