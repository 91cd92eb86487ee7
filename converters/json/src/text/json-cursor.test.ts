import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSchemaless } from '../read/schemaless-value.ts';
import { JsonCursor } from './json-cursor.ts';
import { JsonSyntaxError } from './json-syntax-error.ts';

function read(cursor: JsonCursor, text: string): unknown {
  cursor.open(text);
  return readSchemaless(cursor);
}

describe('a cursor', () => {
  it('reads a decimal as the nearest number, however many digits it has', () => {
    const decimals = fc.stringMatching(/^-?\d{1,20}\.\d{1,20}(e3|E-12)?$/);
    fc.assert(
      fc.property(decimals, (text) => {
        const cursor = new JsonCursor();
        cursor.open(text);
        cursor.readNumber();
        expect(cursor.number).toBe(Number(text) === 0 ? 0 : Number(text));
        expect([cursor.integral, cursor.numberText(), cursor.position]).toEqual([false, text, text.length]);
      }),
    );
  });

  it.each(['1.', '1.e5', '-.5', '1.5.5', '1.5e', '1.5x'])(
    'reads no number beyond what %j has of it',
    (text) => {
      const cursor = new JsonCursor();
      expect(() => {
        read(cursor, text);
        cursor.endText();
      }).toThrow(JsonSyntaxError);
    },
  );

  it('reads names whatever names the text before had', () => {
    const names = fc.constantFrom('id', 'i', 'name', 'na"me', 'é', '');
    const texts = fc.array(
      fc.letrec((tie) => ({
        value: fc.oneof({ depthSize: 'small' }, fc.nat(), tie('object')),
        object: fc.dictionary(names, tie('value'), { noNullPrototype: true }),
      })).object,
      { minLength: 2 },
    );
    const layouts = fc.constantFrom(0, 1);
    fc.assert(
      fc.property(texts, layouts, (objects, indent) => {
        const used = new JsonCursor();
        for (const object of objects) {
          const text = JSON.stringify(object, undefined, indent);
          expect(read(used, text)).toEqual(read(new JsonCursor(), text));
        }
      }),
    );
  });
});
