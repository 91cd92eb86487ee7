import type { Field, Schema, Struct } from '@sluice/connect-api';
import type { Value } from '../../language/values/value.ts';
import type { Read } from './read.ts';

interface Slot {
  readonly index: number;
  readonly defaultValue: unknown;
  readonly read: Read;
}

export interface StructReaderOptions {
  /** Whether a field that is null is read as its default. */
  readonly appliesDefaults: boolean;
  readonly readOf: (schema: Schema) => Read;
}

/** Reads the fields of the structs of a schema. Compiles each field when it is first asked for. */
export class StructReader {
  readonly #schema: Schema;
  readonly #options: StructReaderOptions;
  readonly #slots = new Map<string, Slot>();

  constructor(schema: Schema, options: StructReaderOptions) {
    this.#schema = schema;
    this.#options = options;
  }

  /** The value of a field; `undefined` when there is no such field. */
  read(struct: Struct, name: string): Value | undefined {
    const slot = this.#slots.get(name) ?? this.#slotOf(name);
    return slot === null ? undefined : slot.read(struct.getAt(slot.index) ?? slot.defaultValue);
  }

  hasValue(struct: Struct, name: string): boolean {
    const slot = this.#slots.get(name) ?? this.#slotOf(name);
    return slot !== null && (struct.getAt(slot.index) ?? slot.defaultValue) !== null;
  }

  #slotOf(name: string): Slot | null {
    const field = this.#schema.field(name);
    if (field === undefined) return null;
    const slot = this.#newSlot(field);
    this.#slots.set(name, slot);
    return slot;
  }

  #newSlot({ index, schema }: Field): Slot {
    const { appliesDefaults, readOf } = this.#options;
    const defaultValue = appliesDefaults ? (schema.defaultValue ?? null) : null;
    return { index, defaultValue, read: readOf(schema) };
  }
}
