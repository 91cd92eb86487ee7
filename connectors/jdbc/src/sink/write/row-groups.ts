import type { EncodedRow, Statement } from '../dialect/statements.ts';
import type { BoundShape } from '../table/bound-shape.ts';
import { keyOf, type Change, type RowChange } from './row-change.ts';

/** The last values of rows with the same columns, by key. */
interface RowGroup {
  readonly bound: BoundShape;
  readonly rows: Map<string, EncodedRow>;
}

/** Tells how the changes of a batch may be brought together. */
export interface GroupingRules {
  /** Whether the last of several changes of a row stands for all: not so where each adds a row of its own. */
  readonly keepsLast: boolean;
  readonly truncate: (quotedTable: string) => string;
}

/**
 * The statements for a batch of changes. Their effect on each row is that of all its changes one after the other.
 */
export function statementsOf(changes: readonly Change[], rules: GroupingRules): Statement[] {
  const statements: Statement[] = [];
  const tables = new Map<string, TableChanges>();
  for (const change of changes) {
    if (change.event === 'truncate') {
      flush(tables.get(change.quoted), statements);
      tables.delete(change.quoted);
      statements.push({ sql: rules.truncate(change.quoted), parameters: [] });
      continue;
    }
    const name = change.bound.table.quoted;
    const table = tables.get(name) ?? newTable(rules);
    tables.set(name, table);
    if (!table.add(change)) {
      flush(table, statements);
      const next = newTable(rules);
      next.add(change);
      tables.set(name, next);
    }
  }
  for (const table of tables.values()) flush(table, statements);
  return statements;
}

function flush(table: TableChanges | undefined, statements: Statement[]): void {
  if (table !== undefined) for (const statement of table.statements()) statements.push(statement);
}

function newTable({ keepsLast }: GroupingRules): TableChanges {
  return keepsLast ? new LatestChanges() : new EveryChange();
}

interface TableChanges {
  /** `false` when the change has to wait until those before it are made. */
  add(change: RowChange): boolean;
  statements(): Iterable<Statement>;
}

/** Each change counts: those of one kind and shape, as long as no others come between. */
class EveryChange implements TableChanges {
  #bound: BoundShape | null = null;
  #event: RowChange['event'] = 'write';
  readonly #rows: EncodedRow[] = [];

  add({ bound, event, row }: RowChange): boolean {
    if (this.#bound !== null && (this.#event !== event || this.#bound.signature !== bound.signature))
      return false;
    this.#bound ??= bound;
    this.#event = event;
    this.#rows.push(row);
    return true;
  }

  *statements(): Iterable<Statement> {
    if (this.#bound === null) return;
    const { write, remove } = this.#bound;
    yield* this.#event === 'write' ? write(this.#rows) : remove(this.#rows);
  }
}

/**
 * The last change of each row. Deletes come first: a row that is deleted and then written loses what it had before, and a
 * row that is written and then deleted is only deleted.
 */
class LatestChanges implements TableChanges {
  readonly #deleted = new Map<string, RowChange>();
  readonly #written = new Map<string, RowGroup>();
  /** In which group a key is written. */
  readonly #groupOf = new Map<string, string>();

  add(change: RowChange): boolean {
    const key = keyOf(change);
    const { signature } = change.bound;
    const before = this.#groupOf.get(key);
    if (change.event === 'delete') {
      if (before !== undefined) this.#written.get(before)?.rows.delete(key);
      this.#groupOf.delete(key);
      this.#deleted.set(key, change);
      return true;
    }
    // The other columns of the row were written by a change that must not be lost.
    if (before !== undefined && before !== signature) return false;
    const group = this.#written.get(signature) ?? {
      bound: change.bound,
      rows: new Map<string, EncodedRow>(),
    };
    if (before === undefined) {
      this.#written.set(signature, group);
      this.#groupOf.set(key, signature);
    } else {
      // Keys that differ here may be one to the database, in letter case for example: the last one comes last.
      group.rows.delete(key);
    }
    group.rows.set(key, change.row);
    return true;
  }

  *statements(): Iterable<Statement> {
    const deleted = [...this.#deleted.values()];
    for (const same of Map.groupBy(deleted, ({ bound }) => bound.signature).values()) {
      const [first] = same;
      if (first !== undefined) yield* first.bound.remove(same.map(({ row }) => row));
    }
    for (const { bound, rows } of this.#written.values()) {
      if (rows.size > 0) yield* bound.write([...rows.values()]);
    }
  }
}
