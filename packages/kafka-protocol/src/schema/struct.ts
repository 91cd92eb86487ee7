import {
  defaultOf,
  defineField,
  type AnyField,
  type Codec,
  type Field,
  type FieldOf,
  type FieldOptions,
  type Presence,
  type ValueType,
} from './field.ts';
import { compileStruct } from './struct-codec.ts';

export type Fields = Readonly<Record<string, AnyField>>;

/** A message as reading gives it: complete, whatever the version had of it. */
export type MessageOf<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer Out, infer _In, Presence> ? Out : never;
};

type InputOf<F> = F extends Field<infer _Out, infer In, Presence> ? In : never;

type OptionalKeys<F extends Fields> = {
  [K in keyof F]: F[K]['presence'] extends 'optional' ? K : never;
}[keyof F];

/** A message as writing accepts it: what has a default may be left out. */
export type MessageInputOf<F extends Fields> = {
  readonly [K in Exclude<keyof F, OptionalKeys<F>>]: InputOf<F[K]>;
} & {
  readonly [K in OptionalKeys<F>]?: InputOf<F[K]> | undefined;
};

/** The fields of a message or of a part of one, in the order of the bytes. */
export interface StructType<F extends Fields> extends ValueType<MessageOf<F>, MessageInputOf<F>> {
  readonly fields: F;
}

export function struct<F extends Fields>(fields: F): StructType<F> {
  const emptyValue = defaultsOf(fields);
  return {
    fields,
    emptyValue,
    compile(context) {
      const codec = compileStruct<MessageOf<F>, MessageInputOf<F>>(fields, context);
      // Whether null may come out is part of the field's type, decided where the field is declared.
      return context.nullable ? (nullableCodec(codec) as typeof codec) : codec;
    },
    equals: (value, expected) =>
      value === null || expected === null ? Object.is(value, expected) : isDefault(fields, value),
  };
}

/** One byte says whether there is a struct: -1 for null, else 1. */
function nullableCodec<Out, In>(codec: Codec<Out, In>): Codec<Out | null, In | null> {
  return {
    read: (reader) => (reader.int8() < 0 ? null : codec.read(reader)),
    write(writer, value) {
      writer.int8(value === null ? -1 : 1);
      if (value !== null) codec.write(writer, value);
    },
  };
}

type StructField<F extends Fields, O> = FieldOf<MessageOf<F>, MessageInputOf<F>, O>;

/** A struct in the place of a field, or as the element of an array. */
export function nested<F extends Fields, const O extends FieldOptions<never> = FieldOptions<never>>(
  fields: F,
  options?: O,
): StructField<F, O> {
  return defineField(struct(fields), options ?? ({} as O));
}

function defaultsOf<F extends Fields>(fields: F): MessageOf<F> {
  const entries = Object.entries(fields).map(([name, field]) => [name, defaultOf(field)] as const);
  return Object.freeze(Object.fromEntries(entries)) as MessageOf<F>;
}

function isDefault(fields: Fields, value: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(fields).every(([name, field]) => {
    const member = value[name];
    return member === undefined || field.type.equals(member as never, defaultOf(field));
  });
}
