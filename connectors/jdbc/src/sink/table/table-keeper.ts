import { formatTableId, primaryKeyOf, type Database, type TableId } from '@sluice/connector-shared-sql';
import type { RowColumn, RowShape } from '../record/row-shape.ts';
import { BoundShape, type Binding } from './bound-shape.ts';
import { readTable, type KnownTable } from './known-table.ts';
import type { TableEvolution } from './table-evolution.ts';
import { tableError } from './table-error.ts';

export interface TableKeeperParts extends Binding {
  readonly evolution: TableEvolution;
  /** The name as the database has it, from the one that was configured. */
  readonly tableId: (database: Database, name: string) => TableId;
  readonly identifier: (name: string) => string;
}

/** Knows the tables that are written to, and has them follow the records. */
export class TableKeeper {
  readonly #parts: TableKeeperParts;
  #tables = new Map<string, KnownTable>();
  #bound = new Map<string, Map<RowShape, BoundShape>>();

  constructor(parts: TableKeeperParts) {
    this.#parts = parts;
  }

  /** What was bound before; `null` when it has to be bound now. */
  known(name: string, shape: RowShape): BoundShape | null {
    return this.#bound.get(name)?.get(shape) ?? null;
  }

  /**
   * Binds a shape to its table, which is created or changed if need be. Must not be called in a transaction.
   * @returns `null` where nothing is to be deleted because there is no such table.
   * @throws ConnectError when the table does not suit; FieldMisfit when no value of a column fits; DatabaseError
   */
  async bind(database: Database, name: string, request: ShapeRequest): Promise<BoundShape | null> {
    const { shape, event } = request;
    const table = await this.#tableFor(database, name, request);
    if (table === null) return null;
    if (event === 'write') await this.#checkKey(database, table, shape);
    const bound = await this.#boundShape(database, { name, table, shape });
    const shapes = this.#bound.get(name) ?? new Map<RowShape, BoundShape>();
    if (shapes.size >= maxShapes) shapes.clear();
    this.#bound.set(name, shapes.set(shape, bound));
    return bound;
  }

  /** Widens a column; `false` when it must not or cannot. What was bound to its table is bound anew. */
  async widen(database: Database, name: string, column: RowColumn): Promise<boolean> {
    const table = this.#tables.get(name);
    if (table === undefined) return false;
    const isWider = await this.#parts.evolution.widen(database, table, column);
    if (isWider) this.#forget(name);
    return isWider;
  }

  /** Looks at all tables again before the next rows: they may have changed. */
  forgetAll(): void {
    this.#tables = new Map();
    this.#bound = new Map();
  }

  #forget(name: string): void {
    this.#tables.delete(name);
    this.#bound.delete(name);
  }

  async #boundShape(database: Database, { name, table, shape }: Bindable): Promise<BoundShape> {
    try {
      return new BoundShape(table, shape, this.#parts);
    } catch (error) {
      const column = (error as { readonly column?: RowColumn }).column;
      if (column === undefined || !(await this.widen(database, name, column))) throw error;
      const widened = await this.#read(database, name);
      return new BoundShape(widened ?? table, shape, this.#parts);
    }
  }

  async #tableFor(
    database: Database,
    name: string,
    { shape, event }: ShapeRequest,
  ): Promise<KnownTable | null> {
    let table = this.#tables.get(name) ?? (await this.#read(database, name));
    if (table === null) {
      if (event === 'delete') return null;
      table = await this.#change(database, name, () =>
        this.#parts.evolution.create(database, this.#parts.tableId(database, name), this.#named(shape)),
      );
    }
    const missing = this.#missing(table, shape);
    if (missing.length === 0) return table;
    const old = table;
    table = await this.#change(database, name, () =>
      this.#parts.evolution.addColumns(database, old, missing),
    );
    return table;
  }

  /** Another task may have made the same change at the same time: what counts is how the table is then. */
  async #change(database: Database, name: string, change: () => Promise<void>): Promise<KnownTable> {
    const before = this.#tables.get(name);
    let failure: { readonly error: unknown } | null = null;
    try {
      await change();
    } catch (error) {
      failure = { error };
    }
    const table = database.broken ? null : await this.#read(database, name);
    const isChanged = table !== null && table.columns.length > (before?.columns.length ?? 0);
    if (isChanged) return table;
    if (failure !== null) throw failure.error;
    throw tableError(`The table ${name} was created or changed, but is not to be seen`, 'Look at its schema');
  }

  async #read(database: Database, name: string): Promise<KnownTable | null> {
    const { tableId, dialect } = this.#parts;
    const table = await readTable(database, dialect, tableId(database, name));
    if (table === null) this.#tables.delete(name);
    else this.#tables.set(name, table);
    return table;
  }

  #missing(table: KnownTable, shape: RowShape): readonly RowColumn[] {
    return this.#named(shape).columns.filter(({ name }) => table.column(name) === undefined);
  }

  /** With the names that new columns get. */
  #named(shape: RowShape): RowShape {
    const { identifier } = this.#parts;
    return {
      ...shape,
      columns: shape.columns.map((column) => ({ ...column, name: identifier(column.name) })),
    };
  }

  /** Upserts go by a key that the database knows: without it they would add rows, or be refused each time. */
  async #checkKey(database: Database, table: KnownTable, { columns, keyCount }: RowShape): Promise<void> {
    const { mode, dialect } = this.#parts;
    if (mode !== 'upsert') return;
    const key = columns.slice(0, keyCount).map(({ name }) => table.column(name)?.column.name ?? name);
    if (isSame(primaryKeyOf(table.columns.map(({ column }) => column)), key)) return;
    const others = await dialect.uniqueKeys(database, table.id);
    if (others.some((other) => isSame(other, key))) return;
    const quoted = key.map((name) => database.dialect.quote(name)).join(', ');
    throw tableError(
      `The table ${formatTableId(table.id)} has no primary key or unique index of exactly ${key.join(', ')}, by which rows are to be upserted`,
      `Add it: ALTER TABLE ${table.quoted} ADD UNIQUE (${quoted}); or name the columns of its key in the keys of the connector`,
    );
  }
}

const maxShapes = 256;

/** What is to be bound, and whether for writing or deleting. */
export interface ShapeRequest {
  readonly shape: RowShape;
  readonly event: 'write' | 'delete';
}

interface Bindable {
  readonly name: string;
  readonly table: KnownTable;
  readonly shape: RowShape;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}
