import { ProtocolError } from '../wire/protocol-error.ts';
import type { WireReader } from '../wire/wire-reader.ts';
import type { ByteParts, WireWriter } from '../wire/wire-writer.ts';
import { defineField, type Codec, type FieldOf, type FieldOptions, type ValueType } from './field.ts';

type NoOptions = FieldOptions<never>;

/** The topic id, or any other UUID, that stands for none. */
export const zeroUuid = 'A'.repeat(22);

function scalarType<T>(emptyValue: T, codec: Codec<T, T>): ValueType<T, T> {
  return { emptyValue, compile: () => codec, equals: (value, expected) => value === expected };
}

const int8Type = scalarType(0, { read: (r) => r.int8(), write: (w, value) => w.int8(value) });
const int16Type = scalarType(0, { read: (r) => r.int16(), write: (w, value) => w.int16(value) });
const int32Type = scalarType(0, { read: (r) => r.int32(), write: (w, value) => w.int32(value) });
const int64Type = scalarType(0n, { read: (r) => r.int64(), write: (w, value) => w.int64(value) });
const float64Type = scalarType(0, { read: (r) => r.float64(), write: (w, value) => w.float64(value) });
const boolType = scalarType(false, { read: (r) => r.bool(), write: (w, value) => w.bool(value) });
const uuidType = scalarType(zeroUuid, { read: (r) => r.uuid(), write: (w, value) => w.uuid(value) });

interface NullableCodecs<Out, In> {
  readonly classic: Codec<Out | null, In | null>;
  readonly compact: Codec<Out | null, In | null>;
}

const stringCodecs: NullableCodecs<string, string> = {
  classic: { read: (r) => r.nullableString(), write: (w, value) => w.string(value) },
  compact: { read: (r) => r.compactNullableString(), write: (w, value) => w.compactString(value) },
};

const bytesCodecs: NullableCodecs<Buffer, ByteParts> = {
  classic: { read: (r) => r.nullableBytes(), write: (w, value) => w.bytes(value) },
  compact: { read: (r) => r.compactNullableBytes(), write: (w, value) => w.compactBytes(value) },
};

/** The codec for a version in which null is an error, in either direction. */
export function withoutNull<Out, In>(codec: Codec<Out | null, In | null>): Codec<Out, In> {
  return {
    read(reader: WireReader): Out {
      const start = reader.position;
      const value = codec.read(reader);
      if (value === null) throw new ProtocolError('null where a value is required', { position: start });
      return value;
    },
    write(writer: WireWriter, value: In): void {
      if (value === null) throw new ProtocolError('null is not allowed here in this version');
      codec.write(writer, value);
    },
  };
}

function nullableType<Out, In>(
  codecs: NullableCodecs<Out, In>,
  shape: Pick<ValueType<Out, In>, 'emptyValue' | 'equals'>,
): ValueType<Out, In> {
  return {
    ...shape,
    compile({ flexible, nullable }) {
      const codec = flexible ? codecs.compact : codecs.classic;
      // Whether null may come out is part of the field's type, decided where the field is declared.
      return nullable ? (codec as Codec<Out, In>) : withoutNull(codec);
    },
  };
}

const stringType = nullableType(stringCodecs, {
  emptyValue: '',
  equals: (value, expected) => value === expected,
});

const bytesType = nullableType(bytesCodecs, {
  emptyValue: Buffer.alloc(0),
  equals: (value, expected) => value === expected || (value instanceof Uint8Array && expected.equals(value)),
});

type NumberField<O> = FieldOf<number, number, O>;

export function int8<const O extends FieldOptions<number> = NoOptions>(options?: O): NumberField<O> {
  return defineField(int8Type, options ?? ({} as O));
}

export function int16<const O extends FieldOptions<number> = NoOptions>(options?: O): NumberField<O> {
  return defineField(int16Type, options ?? ({} as O));
}

export function int32<const O extends FieldOptions<number> = NoOptions>(options?: O): NumberField<O> {
  return defineField(int32Type, options ?? ({} as O));
}

export function int64<const O extends FieldOptions<bigint> = NoOptions>(
  options?: O,
): FieldOf<bigint, bigint, O> {
  return defineField(int64Type, options ?? ({} as O));
}

export function float64<const O extends FieldOptions<number> = NoOptions>(options?: O): NumberField<O> {
  return defineField(float64Type, options ?? ({} as O));
}

export function bool<const O extends FieldOptions<boolean> = NoOptions>(
  options?: O,
): FieldOf<boolean, boolean, O> {
  return defineField(boolType, options ?? ({} as O));
}

export function uuid<const O extends FieldOptions<string> = NoOptions>(
  options?: O,
): FieldOf<string, string, O> {
  return defineField(uuidType, options ?? ({} as O));
}

export function string<const O extends FieldOptions<string> = NoOptions>(
  options?: O,
): FieldOf<string, string, O> {
  return defineField(stringType, options ?? ({} as O));
}

export function bytes<const O extends FieldOptions<Buffer> = NoOptions>(
  options?: O,
): FieldOf<Buffer, ByteParts, O> {
  return defineField(bytesType, options ?? ({} as O));
}

/** A run of record batches: read as a view of the received bytes, written without a copy. */
export function records<const O extends FieldOptions<Buffer> = NoOptions>(
  options?: O,
): FieldOf<Buffer, ByteParts, O> {
  return defineField(bytesType, options ?? ({} as O));
}
