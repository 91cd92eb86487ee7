import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryData } from '../../../testing/arbitrary-data.ts';
import { DateSchema } from '../logical/date-schema.ts';
import { DecimalSchema } from '../logical/decimal-schema.ts';
import { Decimal } from '../numbers/decimal.ts';
import { TypedNumber } from '../numbers/typed-number.ts';
import type { Schema } from '../schema.ts';
import { optionalSchemas, schemas } from '../schemas/ready-schemas.ts';
import { SchemaBuilder } from '../schemas/schema-builder.ts';
import { acceptValue } from '../validation/accept-value.ts';
import { valueEquals } from '../value-equality.ts';
import { isStruct, Struct } from './struct.ts';

function structOf(schema: Schema): Struct {
  return new Struct(SchemaBuilder.struct().field('f', schema).build());
}

describe('Struct.put', () => {
  it('keeps INT64 as bigint, also where a number was put', () => {
    expect(structOf(schemas.int64).put('f', 5).get('f')).toBe(5n);
    expect(
      structOf(schemas.int64)
        .put('f', 2n ** 63n - 1n)
        .getInt64('f'),
    ).toBe(2n ** 63n - 1n);
  });

  it('keeps plain numbers where typed ones were put', () => {
    expect(structOf(schemas.int8).put('f', new TypedNumber('INT8', 3)).get('f')).toBe(3);
  });

  it('keeps FLOAT32 in 32 bits', () => {
    expect(structOf(schemas.float32).put('f', 0.1).get('f')).toBe(Math.fround(0.1));
  });

  it('keeps any bytes as Buffer over the same memory', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const kept = structOf(schemas.bytes).put('f', bytes.subarray(1)).getBytes('f');
    bytes[1] = 9;
    expect(kept).toEqual(Buffer.from([9, 3]));
  });

  it('has no negative zero among integers', () => {
    expect(Object.is(structOf(schemas.int32).put('f', -0).get('f'), 0)).toBe(true);
  });

  it.each([
    [schemas.int8, 300, '300 is out of range for field: "f", schema type: INT8'],
    [schemas.int16, 40_000, '40000 is out of range for field: "f", schema type: INT16'],
    [schemas.int32, 2 ** 31, '2147483648 is out of range for field: "f", schema type: INT32'],
    [schemas.int32, 1.5, '1.5 is not a whole number for field: "f", schema type: INT32'],
    [schemas.int32, Number.NaN, 'NaN is not a whole number for field: "f", schema type: INT32'],
    [schemas.int64, 2n ** 63n, '9223372036854775808 is out of range for field: "f", schema type: INT64'],
    [
      schemas.int64,
      2 ** 53,
      '9007199254740992 is beyond the integers that a number holds exactly, a bigint is needed, for field: "f", schema type: INT64',
    ],
    [schemas.float32, 1e39, '1e+39 is out of range for field: "f", schema type: FLOAT32'],
    [DateSchema.schema, new Date(Number.NaN), 'a Date that is no instant for field: "f", schema type: INT32'],
  ])('refuses what it would have to change: %o %s', (schema, value, message) => {
    expect(() => structOf(schema).put('f', value)).toThrow(`Invalid value: ${message}`);
  });

  it('names the class of a number of another type', () => {
    expect(() => structOf(schemas.int32).put('f', 5n)).toThrow(
      'Invalid Java object for schema with type INT32: class java.lang.Long for field: "f"',
    );
    expect(() => structOf(schemas.string).put('f', 5)).toThrow(/class java\.lang\.Long for field: "f"/);
    expect(() => structOf(schemas.float64).put('f', new TypedNumber('FLOAT32', 1.5))).toThrow(
      /with type FLOAT64: class java\.lang\.Float/,
    );
  });

  it('keeps arrays and maps as they are, and copies them only to change something', () => {
    const array = [1n, 2n];
    const field = structOf(SchemaBuilder.array(schemas.int64).build());
    expect(field.put('f', array).getArray('f')).toBe(array);
    const numbers = [1n, 2, new TypedNumber('INT64', 3)];
    expect(field.put('f', numbers).getArray('f')).toEqual([1n, 2n, 3n]);
    expect(numbers[1]).toBe(2);
    const map = structOf(SchemaBuilder.map(schemas.string, schemas.int64).build());
    expect(map.put('f', new Map([['a', 1]])).getMap('f')).toEqual(new Map([['a', 1n]]));
  });

  it('finds a wrong element at any depth', () => {
    const schema = SchemaBuilder.array(SchemaBuilder.map(schemas.string, schemas.int8).build()).build();
    expect(() => structOf(schema).put('f', [new Map([['a', 200]])])).toThrow(
      'Invalid value: 200 is out of range for value of map element of array field: "f", schema type: INT8',
    );
  });

  it('takes positions as well as names, and refuses those it does not have', () => {
    const struct = structOf(schemas.int32).putAt(0, 7);
    expect(struct.getAt(0)).toBe(7);
    expect(struct.getAt(1)).toBeNull();
    expect(() => struct.putAt(1, 7)).toThrow('1 is not a valid field index');
    expect(() => struct.put('toString', 7)).toThrow('toString is not a valid field name');
  });
});

describe('Struct.validate', () => {
  it('sees what became wrong in an array after it was put', () => {
    const array: unknown[] = [1];
    const struct = structOf(SchemaBuilder.array(schemas.int32).build()).put('f', array);
    array.push('x');
    expect(() => struct.validate()).toThrow(/class java\.lang\.String for element of array field: "f"/);
  });

  it('sees a required field missing in a struct inside', () => {
    const inner = SchemaBuilder.struct().field('x', schemas.int32).build();
    const struct = structOf(inner);
    expect(() => struct.put('f', new Struct(inner))).toThrow(/null used for required field: "x"/);
  });
});

describe('getters', () => {
  const schema = SchemaBuilder.struct()
    .field('price', DecimalSchema.builder(2).build())
    .field('day', DateSchema.schema)
    .field('note', optionalSchemas.string)
    .build();
  const struct = new Struct(schema).put('price', new Decimal(150n, 2)).put('day', new Date(0));

  it('give logical values under their own names', () => {
    expect(struct.getDecimal('price')?.toString()).toBe('1.50');
    expect(struct.getInstant('day')).toEqual(new Date(0));
    expect(() => struct.getDecimal('day')).toThrow(/holds a java\.util\.Date/);
    expect(() => struct.getBytes('price')).toThrow(/holds a java\.math\.BigDecimal, not a plain BYTES/);
    expect(() => struct.getInt32('day')).toThrow(/not a plain INT32/);
  });

  it('give null for what is not set', () => {
    expect(struct.getString('note')).toBeNull();
    expect(struct.get('note')).toBeNull();
  });
});

describe('equality', () => {
  it('holds for a struct filled with the same values, and its text is the same', () => {
    fc.assert(
      fc.property(arbitraryData(), ({ schema, value }) => {
        const [a, b] = [structOf(schema).put('f', value), structOf(schema).put('f', value)];
        expect(a.equals(b)).toBe(true);
        expect(a.toString()).toBe(b.toString());
        expect(a.equals(value)).toBe(false);
      }),
    );
  });

  it('does not confuse different values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.array(fc.integer()), (a, b) => {
        const schema = SchemaBuilder.array(schemas.int32).build();
        const equal = structOf(schema).put('f', a).equals(structOf(schema).put('f', b));
        expect(equal).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });
});

describe('acceptValue', () => {
  it('returns what already has its final form unchanged', () => {
    fc.assert(
      fc.property(arbitraryData(), ({ schema, value }) => {
        expect(acceptValue(schema, value)).toBe(value);
      }),
    );
  });

  it('takes undefined for null', () => {
    expect(acceptValue(optionalSchemas.int32, undefined)).toBeNull();
    expect(() => acceptValue(schemas.int32, undefined)).toThrow(/null used for required value/);
  });
});

describe('a struct made by another copy of this package', () => {
  const schema = SchemaBuilder.struct().field('a', schemas.int32).build();
  // What such a copy shares is the registered symbol, not the class.
  const foreign = {
    [Symbol.for('sluice.connect-api.struct')]: true,
    schema,
    getAt: (): unknown => 1,
    validate: (): void => undefined,
    equals: (): boolean => false,
  };

  it('is recognised, accepted and compared', () => {
    expect(isStruct(foreign)).toBe(true);
    expect(() => acceptValue(schema, foreign)).not.toThrow();
    expect(valueEquals(new Struct(schema).put('a', 1), foreign)).toBe(true);
  });
});
