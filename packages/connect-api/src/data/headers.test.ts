import { describe, expect, it } from 'vitest';
import { ConnectHeaders } from './headers.ts';
import { schemas } from './schemas/ready-schemas.ts';
import { SchemaBuilder } from './schemas/schema-builder.ts';
import { Struct } from './struct/struct.ts';

describe('ConnectHeaders', () => {
  it('duplicates into a list that changes by itself', () => {
    const headers = new ConnectHeaders().addString('a', 'x');
    const copy = headers.duplicate().addString('b', 'y');
    expect(headers.size).toBe(1);
    expect(copy.size).toBe(2);
    expect(copy.remove('b').equals(headers)).toBe(true);
  });

  it('compares key, schema and value in order', () => {
    const headers = new ConnectHeaders().addInt64('a', 1n).addString('b', 'x');
    expect(headers.equals(new ConnectHeaders().addInt64('a', 1n).addString('b', 'x'))).toBe(true);
    expect(headers.equals(new ConnectHeaders().addString('b', 'x').addInt64('a', 1n))).toBe(false);
    expect(headers.equals(new ConnectHeaders().addInt64('a', 1n))).toBe(false);
    expect(headers.equals(new ConnectHeaders().add('a', 1n).addString('b', 'x'))).toBe(false);
  });

  it('keeps values as their schema holds them', () => {
    expect(new ConnectHeaders().add('a', 1, schemas.int64).lastWithName('a')?.value).toBe(1n);
  });

  it('finds the schema of a struct by itself', () => {
    const schema = SchemaBuilder.struct().field('a', schemas.int32).build();
    const header = new ConnectHeaders().add('s', new Struct(schema).put('a', 1)).lastWithName('s');
    expect(header?.schema).toBe(schema);
  });

  it('refuses a header without key', () => {
    expect(() => new ConnectHeaders().add(null as never, 1)).toThrow('Null header keys are not permitted');
  });

  it('keeps the latest of every key, or of one', () => {
    const all = (): ConnectHeaders =>
      new ConnectHeaders().addString('a', '1').addString('b', '2').addString('a', '3').addString('b', '4');
    expect([...all().retainLatest()].map((header) => header.value)).toEqual(['3', '4']);
    expect([...all().retainLatest('a')].map((header) => header.value)).toEqual(['2', '3', '4']);
  });
});
