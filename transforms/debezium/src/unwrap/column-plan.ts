import { nameField, SchemaBuilder, Struct, type Schema } from '@sluice/connect-api';

/** One field of a struct that is made from other structs. */
export interface Column {
  readonly name: string;
  readonly schema: Schema;
  /** @param event - the change event that the row is part of; for a key, the key itself. */
  read(row: Struct, event: Struct): unknown;
}

/** The fields of a struct as they are; @param appliesDefaults - whether those not set are read as their default. */
export function columnsOf({ fields }: Schema, appliesDefaults: boolean): Column[] {
  return fields.map(({ name, index, schema }) => {
    const defaultValue = appliesDefaults ? (schema.defaultValue ?? null) : null;
    return { name, schema, read: (row) => row.getAt(index) ?? defaultValue };
  });
}

/** How rows of one schema become structs of another: compiled once, applied to each record. */
export class ColumnPlan {
  readonly schema: Schema;
  readonly #columns: readonly Column[];

  /**
   * @param like - gives name, version, doc and parameters.
   * @throws SchemaBuilderError when a name is there twice.
   */
  constructor(like: Schema, columns: readonly Column[]) {
    const builder = SchemaBuilder.struct().name(like.name).version(like.version).doc(like.doc);
    builder.parameters(like.parameters ?? {});
    for (const { name, schema } of columns) {
      try {
        builder.field(name, schema);
      } catch (error) {
        throw nameField(error, name);
      }
    }
    this.schema = builder.build();
    this.#columns = columns;
  }

  /** @throws DataError naming the field that does not fit. */
  apply(row: Struct, event: Struct): Struct {
    const columns = this.#columns;
    const result = new Struct(this.schema);
    for (let index = 0; index < columns.length; index += 1) {
      const column = columns[index] as Column;
      try {
        result.putAt(index, column.read(row, event));
      } catch (error) {
        throw nameField(error, column.name);
      }
    }
    return result;
  }
}
