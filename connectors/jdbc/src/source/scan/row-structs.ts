import { ConnectError, SchemaBuilder, Struct, type Schema } from '@sluice/connect-api';
import {
  mapColumn,
  type DatabaseKind,
  type FieldMapping,
  type MappingOptions,
  type ResultColumn,
  type SqlRow,
} from '@sluice/connector-shared-sql';

export interface StructsOfRows {
  readonly columns: readonly ResultColumn[];
  readonly database: DatabaseKind;
  readonly mapping: MappingOptions;
  /** The name of the table; `null` for a query. */
  readonly name: string | null;
}

/** Makes a struct of each row, all of one schema. */
export class RowStructs {
  readonly schema: Schema;
  readonly #fields: readonly FieldMapping[];

  /** @throws ConnectError when two columns have the same name. */
  constructor({ columns, database, mapping, name }: StructsOfRows) {
    refuseRepeated(columns);
    this.#fields = columns.map((column) => mapColumn(column, database, mapping));
    const builder = SchemaBuilder.struct();
    if (name !== null) builder.name(name);
    for (const field of this.#fields) builder.field(field.name, field.schema);
    this.schema = builder.build();
  }

  /** @throws DataError, with the field, when a value does not fit. */
  make(row: SqlRow): Struct {
    const struct = new Struct(this.schema);
    const fields = this.#fields;
    for (let index = 0; index < fields.length; index += 1) {
      struct.putAt(index, (fields[index] as FieldMapping).decode(row[index] ?? null));
    }
    return struct;
  }
}

function refuseRepeated(columns: readonly ResultColumn[]): void {
  const names = columns.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated === undefined) return;
  throw new ConnectError(
    `Two columns of the query have the name "${repeated}": give one of them another name with AS`,
    { code: 'DATABASE_STATEMENT_FAILED' },
  );
}

/** Whether two descriptions come to the same schema. */
export function sameColumns(a: readonly ResultColumn[], b: readonly ResultColumn[]): boolean {
  return a.length === b.length && a.every((column, index) => sameColumn(column, b[index]));
}

function sameColumn(a: ResultColumn, b: ResultColumn | undefined): boolean {
  return (
    a.name === b?.name &&
    a.typeName === b.typeName &&
    a.precision === b.precision &&
    a.scale === b.scale &&
    a.nullable === b.nullable
  );
}
