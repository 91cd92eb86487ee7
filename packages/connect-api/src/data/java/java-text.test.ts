import { describe, expect, it } from 'vitest';
import { TypedNumber } from '../numbers/typed-number.ts';
import { schemas } from '../schemas/ready-schemas.ts';
import { SchemaBuilder } from '../schemas/schema-builder.ts';
import { javaClassNameOf } from './class-name.ts';
import { formatJavaText } from './java-text.ts';
import { LinkedMap } from './linked-map.ts';

describe('formatJavaText', () => {
  it.each([
    [null, 'null'],
    [undefined, 'null'],
    [5, '5'],
    [5n, '5'],
    [1.5, '1.5'],
    [new TypedNumber('FLOAT64', 5), '5.0'],
    [true, 'true'],
    ['text', 'text'],
    [[1, 'a', null], '[1, a, null]'],
    [
      new Map<unknown, unknown>([
        ['a', 1],
        [2, null],
      ]),
      '{a=1, 2=null}',
    ],
    [Buffer.from([1, 2]), '[B@3e2'],
    [Uint8Array.of(1, 2), 'java.nio.HeapByteBuffer[pos=0 lim=2 cap=2]'],
  ])('writes %o as %s', (value, text) => {
    expect(formatJavaText(value)).toBe(text);
  });

  it('learns the types of plain numbers from the schema', () => {
    expect(formatJavaText(5, schemas.float64)).toBe('5.0');
    expect(formatJavaText([5], SchemaBuilder.array(schemas.float32).build())).toBe('[5.0]');
    const map = SchemaBuilder.map(schemas.float64, schemas.float32).build();
    expect(formatJavaText(new Map([[1, 0.1]]), map)).toBe('{1.0=0.1}');
  });
});

describe('javaClassNameOf', () => {
  it.each([
    [null, 'null'],
    [5, 'java.lang.Long'],
    [5.5, 'java.lang.Double'],
    [new TypedNumber('INT16', 5), 'java.lang.Short'],
    [Buffer.alloc(0), '[B'],
    [new Uint8Array(), 'java.nio.HeapByteBuffer'],
    [new Map(), 'java.util.HashMap'],
    [new LinkedMap(), 'java.util.LinkedHashMap'],
    [new URL('http://localhost'), 'URL'],
    [Object.create(null), 'java.lang.Object'],
  ])('of %o is %s', (value, name) => {
    expect(javaClassNameOf(value)).toBe(name);
  });

  it('of a plain number is that of its schema', () => {
    expect(javaClassNameOf(5, schemas.int8)).toBe('java.lang.Byte');
    expect(javaClassNameOf(5, schemas.string)).toBe('java.lang.Long');
  });
});
