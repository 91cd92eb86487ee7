import { located } from '../wire/protocol-error.ts';
import type { WireReader } from '../wire/wire-reader.ts';
import type { WireWriter } from '../wire/wire-writer.ts';
import {
  defineField,
  type AnyField,
  type Codec,
  type CodecContext,
  type Field,
  type FieldOf,
  type FieldOptions,
  type Presence,
  type ValueType,
} from './field.ts';
import { withoutNull } from './primitives.ts';

type OutOf<F> = F extends Field<infer Out, infer _In, Presence> ? Out : never;
type InOf<F> = F extends Field<infer _Out, infer In, Presence> ? In : never;

function arrayCodec<Out, In>(
  element: Codec<Out, In>,
  flexible: boolean,
): Codec<readonly Out[] | null, readonly In[] | null> {
  const writeLength = (writer: WireWriter, count: number): void =>
    flexible ? writer.compactArrayLength(count) : writer.arrayLength(count);
  return {
    read: (reader) =>
      readElements(reader, flexible ? reader.compactArrayLength() : reader.arrayLength(), element),
    write(writer, values) {
      writeLength(writer, values === null ? -1 : values.length);
      if (values !== null) writeElements(writer, values, element);
    },
  };
}

function readElements<Out>(
  reader: WireReader,
  count: number,
  element: Codec<Out, never>,
): readonly Out[] | null {
  if (count < 0) return null;
  const values: Out[] = [];
  try {
    while (values.length < count) values.push(element.read(reader));
  } catch (error) {
    throw located(error, `[${values.length}]`);
  }
  return values;
}

function writeElements<In>(writer: WireWriter, values: readonly In[], element: Codec<unknown, In>): void {
  let index = 0;
  try {
    for (const value of values) {
      element.write(writer, value);
      index += 1;
    }
  } catch (error) {
    throw located(error, `[${index}]`);
  }
}

function arrayType<Out, In>(element: ValueType<Out, In>): ValueType<readonly Out[], readonly In[]> {
  return {
    emptyValue: Object.freeze<Out[]>([]),
    compile({ nullable, ...version }: CodecContext) {
      const codec = arrayCodec(element.compile({ ...version, nullable: false }), version.flexible);
      return nullable ? (codec as Codec<readonly Out[], readonly In[]>) : withoutNull(codec);
    },
    equals: (values, expected) =>
      values === null || expected === null
        ? Object.is(values, expected)
        : values.length === 0 && expected.length === 0,
  };
}

type ArrayField<F, O> = FieldOf<readonly OutOf<F>[], readonly InOf<F>[], O>;

/** Any number of what `element` declares; defaults other than empty and null do not occur in the protocol. */
export function array<F extends AnyField, const O extends FieldOptions<never[]> = FieldOptions<never>>(
  element: F,
  options?: O,
): ArrayField<F, O> {
  const type = arrayType(element.type as ValueType<OutOf<F>, InOf<F>>);
  return defineField(type, options ?? ({} as O));
}
