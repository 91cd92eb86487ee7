import type { FieldDef } from 'pg';
import type { ResultColumn } from '../dialect/column.ts';
import type { Client } from 'pg';
import { builtInType, modifierOf, ownType, type PostgresType } from './postgres-types.ts';

interface TypeRow {
  readonly oid: string;
  readonly typname: string;
  readonly typtype: string;
}

/**
 * Finds out about the columns of results. What the description of a result leaves out - whether a column may be null,
 * the names of types that are not built in - is asked of the catalogue, once each.
 */
export class PostgresColumns {
  readonly #client: Client;
  readonly #types = new Map<number, PostgresType>();

  constructor(client: Client) {
    this.#client = client;
  }

  /** Must not be called while a cursor is open. */
  async describe(fields: readonly FieldDef[]): Promise<readonly ResultColumn[]> {
    await this.#learnTypes(fields);
    const required = await this.#requiredColumns(fields);
    return fields.map((field) => this.#column(field, !required.has(keyOf(field.tableID, field.columnID))));
  }

  /** Without asking: `null` when the catalogue has to be asked for a type. Columns count as nullable. */
  describeKnown(fields: readonly FieldDef[]): readonly ResultColumn[] | null {
    if (fields.some(({ dataTypeID }) => this.#typeOf(dataTypeID) === null)) return null;
    return fields.map((field) => this.#column(field, true));
  }

  #column(field: FieldDef, nullable: boolean): ResultColumn {
    const type = this.#typeOf(field.dataTypeID) ?? { typeName: 'unknown', jdbcType: 'OTHER' };
    const { typeName, jdbcType } = type;
    const { precision, scale } = modifierOf(typeName, field.dataTypeModifier);
    return { name: field.name, jdbcType, typeName, precision, scale, nullable, signed: true };
  }

  #typeOf(oid: number): PostgresType | null {
    return builtInType(oid) ?? this.#types.get(oid) ?? null;
  }

  async #learnTypes(fields: readonly FieldDef[]): Promise<void> {
    const unknown = fields.map(({ dataTypeID }) => dataTypeID).filter((oid) => this.#typeOf(oid) === null);
    if (unknown.length === 0) return;
    const { rows } = await this.#client.query<TypeRow>(
      'SELECT oid::text, typname, typtype FROM pg_catalog.pg_type WHERE oid = ANY($1::oid[])',
      [[...new Set(unknown)]],
    );
    for (const { oid, typname, typtype } of rows) this.#types.set(Number(oid), ownType(typname, typtype));
  }

  async #requiredColumns(fields: readonly FieldDef[]): Promise<ReadonlySet<string>> {
    const tables = [...new Set(fields.map(({ tableID }) => tableID).filter((oid) => oid !== 0))];
    if (tables.length === 0) return new Set();
    const { rows } = await this.#client.query<{ readonly attrelid: string; readonly attnum: number }>(
      'SELECT attrelid::text, attnum FROM pg_catalog.pg_attribute ' +
        'WHERE attrelid = ANY($1::oid[]) AND attnotnull AND attnum > 0',
      [tables],
    );
    return new Set(rows.map(({ attrelid, attnum }) => keyOf(Number(attrelid), attnum)));
  }
}

function keyOf(tableId: number, columnId: number): string {
  return `${tableId}.${columnId}`;
}
