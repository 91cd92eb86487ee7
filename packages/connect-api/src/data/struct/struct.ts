import { DataError } from '../../errors/data-errors.ts';
import { javaClassNameOf } from '../java/class-name.ts';
import { formatJavaText } from '../java/java-text.ts';
import { isDecimal, type Decimal } from '../numbers/decimal.ts';
import type { Schema, SchemaType } from '../schema.ts';
import { schemaEquals } from '../schemas/schema-equality.ts';
import { formatSchema } from '../schemas/schema-text.ts';
import { missingValueError } from '../validation/accept-value.ts';
import { valueEquals } from '../value-equality.ts';
import { brandStruct, isStruct as hasStructBrand } from './struct-brand.ts';
import { structLayoutOf, type Slot, type StructLayout } from './struct-layout.ts';

/**
 * A record of named values, one for each field of its STRUCT schema. A value is checked when it is put and kept as
 * the schema holds it (see `acceptValue`): INT64 always comes back as `bigint`, also where a `number` was put. An
 * array or map that was put is kept, not copied, unless something in it had to be changed.
 */
export class Struct {
  static {
    brandStruct(this);
  }

  readonly schema: Schema;
  readonly #layout: StructLayout;
  readonly #values: unknown[];

  /**
   * Makes a struct with no field set.
   * @throws DataError when the schema is not a struct schema.
   */
  constructor(schema: Schema) {
    if (schema.type !== 'STRUCT') throw new DataError(`Not a struct schema: ${formatSchema(schema)}`);
    this.schema = schema;
    this.#layout = structLayoutOf(schema);
    this.#values = this.#layout.unset.slice();
  }

  /**
   * Sets a field. Null does not fit a required field, even one with a default.
   * @throws DataError when there is no such field or the value does not fit it.
   */
  put(field: string, value: unknown): this {
    return this.putAt(this.#indexOf(field), value);
  }

  /**
   * Sets the field at a position, from 0: spares looking its name up.
   * @throws DataError when there is no such field or the value does not fit it.
   */
  putAt(index: number, value: unknown): this {
    const slot = this.#slotAt(index);
    this.#values[index] = slot.accept(value, slot.location);
    return this;
  }

  /**
   * The value of a field; its default when it is not set and has one, else null.
   * @throws DataError when there is no such field.
   */
  get(field: string): unknown {
    const index = this.#indexOf(field);
    return this.#values[index] ?? this.#slotAt(index).schema.defaultValue ?? null;
  }

  /**
   * The value of a field as it was put, null when it is not set.
   * @throws DataError when there is no such field.
   */
  getWithoutDefault(field: string): unknown {
    return this.#values[this.#indexOf(field)];
  }

  /** The value at a position, from 0, as it was put; null when it is not set or there is no such field. */
  getAt(index: number): unknown {
    return this.#values[index] ?? null;
  }

  /** Like the other getters by type: without default. @throws DataError when the field is not of type INT8. */
  getInt8(field: string): number | null {
    return this.#getPlain(field, 'INT8') as number | null;
  }

  /** Without default. @throws DataError when the field is not of type INT16. */
  getInt16(field: string): number | null {
    return this.#getPlain(field, 'INT16') as number | null;
  }

  /** Without default. @throws DataError when the field is not of type INT32, or is a Date or Time. */
  getInt32(field: string): number | null {
    return this.#getPlain(field, 'INT32') as number | null;
  }

  /** Without default. @throws DataError when the field is not of type INT64, or is a Timestamp. */
  getInt64(field: string): bigint | null {
    return this.#getPlain(field, 'INT64') as bigint | null;
  }

  /** Without default. @throws DataError when the field is not of type FLOAT32. */
  getFloat32(field: string): number | null {
    return this.#getPlain(field, 'FLOAT32') as number | null;
  }

  /** Without default. @throws DataError when the field is not of type FLOAT64. */
  getFloat64(field: string): number | null {
    return this.#getPlain(field, 'FLOAT64') as number | null;
  }

  /** Without default. @throws DataError when the field is not of type BOOLEAN. */
  getBoolean(field: string): boolean | null {
    return this.#getPlain(field, 'BOOLEAN') as boolean | null;
  }

  /** Without default. @throws DataError when the field is not of type STRING. */
  getString(field: string): string | null {
    return this.#getPlain(field, 'STRING') as string | null;
  }

  /** Without default. @throws DataError when the field is not of type BYTES, or is a Decimal. */
  getBytes(field: string): Buffer | null {
    return this.#getPlain(field, 'BYTES') as Buffer | null;
  }

  /** Without default. @throws DataError when the field is not of type ARRAY. */
  getArray(field: string): unknown[] | null {
    return this.#getPlain(field, 'ARRAY') as unknown[] | null;
  }

  /** Without default. @throws DataError when the field is not of type MAP. */
  getMap(field: string): Map<unknown, unknown> | null {
    return this.#getPlain(field, 'MAP') as Map<unknown, unknown> | null;
  }

  /** Without default. @throws DataError when the field is not of type STRUCT. */
  getStruct(field: string): Struct | null {
    return this.#getPlain(field, 'STRUCT') as Struct | null;
  }

  /** Without default. @throws DataError when the field is no Decimal. */
  getDecimal(field: string): Decimal | null {
    return this.#getLogical(field, 'java.math.BigDecimal') as Decimal | null;
  }

  /** The instant of a Date, Time or Timestamp field, without default. @throws DataError when it is none of them. */
  getInstant(field: string): Date | null {
    return this.#getLogical(field, 'java.util.Date') as Date | null;
  }

  /**
   * Checks every field; null passes where the field is optional or has a default.
   * @throws DataError for the first field that is missing, or in whose array, map or struct something is.
   */
  validate(): void {
    const { slots } = this.#layout;
    for (let index = 0; index < slots.length; index += 1) {
      const slot = slots[index] as Slot;
      const value = this.#values[index];
      if (value === null) {
        if (!slot.mayBeUnset) throw missingValueError(slot.schema, slot.location);
      } else if (slot.isMutable) {
        slot.accept(value, slot.location);
      }
    }
  }

  /** Whether schemas are equal and fields deeply equal; a default that was put differs from a field not set. */
  equals(other: unknown): boolean {
    if (this === other) return true;
    if (!isStruct(other) || !schemaEquals(this.schema, other.schema)) return false;
    return this.#values.every((value, index) => valueEquals(value, other.getAt(index)));
  }

  /** The fields that are set: `Struct{a=1,c=Struct{d=x}}`. */
  toString(): string {
    const { slots } = this.#layout;
    let text = '';
    for (let index = 0; index < slots.length; index += 1) {
      const value = this.#values[index] ?? null;
      if (value === null) continue;
      const { textHead, schema } = slots[index] as Slot;
      text += text === '' ? `Struct{${textHead.slice(1)}` : textHead;
      text += formatJavaText(value, schema);
    }
    return text === '' ? 'Struct{}' : `${text}}`;
  }

  #indexOf(field: string): number {
    const index = this.#layout.indexes.get(field);
    if (index === undefined) throw new DataError(`${field} is not a valid field name`);
    return index;
  }

  #slotAt(index: number): Slot {
    const slot = this.#layout.slots[index];
    if (slot === undefined) throw new DataError(`${index} is not a valid field index`);
    return slot;
  }

  #getPlain(field: string, type: SchemaType): unknown {
    const index = this.#indexOf(field);
    const { schema } = this.#slotAt(index);
    if (schema.type !== type) throw new DataError(`Field '${field}' is not of type ${type}`);
    const value = this.getAt(index);
    if (value instanceof Date || isDecimal(value)) {
      throw new DataError(`Field '${field}' holds a ${javaClassNameOf(value)}, not a plain ${type}`);
    }
    return value;
  }

  #getLogical(field: string, className: string): unknown {
    const value = this.getWithoutDefault(field);
    if (value !== null && javaClassNameOf(value) !== className) {
      throw new DataError(`Field '${field}' holds a ${javaClassNameOf(value)}, not a ${className}`);
    }
    return value;
  }
}

/** Whether the value is a {@link Struct}, whichever copy of this package made it. */
export function isStruct(value: unknown): value is Struct {
  return hasStructBrand(value);
}
