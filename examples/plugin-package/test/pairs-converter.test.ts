import { deepEqual, equal, throws } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pairsConverter } from '../src/pairs-converter.ts';

const target = { topic: 't', headers: [] };
const converter = pairsConverter.createConverter({ separator: '&' }, 'value');

describe('the converter of pairs', () => {
  it('gives back what it wrote', () => {
    const map = new Map([
      ['a', '1'],
      ['b', 'x=y'],
    ]);
    equal(converter.encode(null, map, target), 'a=1&b=x=y');
    deepEqual(converter.decode(Buffer.from('a=1&b=x=y'), target), { schema: null, value: map });
  });

  it('keeps tombstones, and says what it cannot convert', () => {
    equal(converter.encode(null, null, target), null);
    equal(converter.decode(null, target).value, null);
    throws(() => converter.encode(null, 'text', target), /writes maps only/);
    throws(() => converter.decode(Buffer.from('a'), target), /"a" has no =/);
  });
});
