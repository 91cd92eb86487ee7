import type { Schema } from '../schema.ts';
import { acceptOf, fieldLocation, type Accept } from '../validation/accept-value.ts';

/** What a struct needs to know of one of its fields. */
export interface Slot {
  readonly schema: Schema;
  /** What the text of a struct has before the field's value when it is not the first one: `,a=`. */
  readonly textHead: string;
  readonly accept: Accept;
  /** How errors name the field. */
  readonly location: string;
  /** Whether null may stay in it: the field is optional or has a default. */
  readonly mayBeUnset: boolean;
  /** Whether the value may change after it was put: it is an array, a map or a struct. */
  readonly isMutable: boolean;
}

/** The slots of all structs of one schema. */
export interface StructLayout {
  readonly slots: readonly Slot[];
  /** The values of a struct in which no field is set. */
  readonly unset: readonly null[];
  readonly indexes: ReadonlyMap<string, number>;
}

const layouts = new WeakMap<Schema, StructLayout>();

/** The layout of a struct schema, made when first asked for. */
export function structLayoutOf(schema: Schema): StructLayout {
  let layout = layouts.get(schema);
  if (layout === undefined) {
    layout = makeLayout(schema);
    layouts.set(schema, layout);
  }
  return layout;
}

function makeLayout(schema: Schema): StructLayout {
  return {
    slots: schema.fields.map((field) => ({
      schema: field.schema,
      textHead: `,${field.name}=`,
      accept: acceptOf(field.schema),
      location: fieldLocation(field.name),
      mayBeUnset: field.schema.optional || (field.schema.defaultValue ?? null) !== null,
      isMutable: ['ARRAY', 'MAP', 'STRUCT'].includes(field.schema.type),
    })),
    unset: schema.fields.map(() => null),
    indexes: new Map(schema.fields.map((field) => [field.name, field.index])),
  };
}
