import { describe, expect, it } from 'vitest';
import type { ConnectorOffset, ExactJson } from './offset-json.ts';
import { planSourceOffsets } from './source-offset-plan.ts';

const plan = (...request: ConnectorOffset[]) => planSourceOffsets('c', request);

describe('offsets that are asked for of a source', () => {
  it('are stored as a Java worker stores them, each number as it was written', () => {
    const partition = { topic: 'mmt', cluster: 'A', partition: 0n };
    const offset = { a: 1n, b: 1, c: 1.5, d: 1e30, e: 9223372036854775807n, f: true, g: null, h: 'x"' };
    const [planned] = plan({ partition, offset });
    expect(planned?.entry).toEqual({
      key: '["c",{"cluster":"A","partition":0,"topic":"mmt"}]',
      value: '{"a":1,"b":1.0,"c":1.5,"d":1.0E30,"e":9223372036854775807,"f":true,"g":null,"h":"x\\""}',
    });
    expect(planned?.change).toEqual({
      partition: { ...partition, partition: 0 },
      offset: { ...offset, a: 1, e: 9223372036854775807n },
    });
  });

  it('may have no partition, and no offset', () => {
    expect(plan({ partition: null, offset: null })).toMatchObject([
      { change: { partition: null, offset: null }, entry: { key: '["c",null]', value: null } },
    ]);
  });

  it('count once for each partition, whatever the order of its fields: the last one', () => {
    const planned = plan(
      { partition: { a: 1n, b: 2n }, offset: { at: 1n } },
      { partition: { a: 1n }, offset: { at: 2n } },
      { partition: { b: 2n, a: 1n }, offset: { at: 3n } },
    );
    expect(planned.map(({ entry }) => entry.value)).toEqual(['{"at":3}', '{"at":2}']);
  });

  it.each<[ExactJson, string]>([
    [[1n], 'ARRAY'],
    [{}, 'MAP'],
    [9223372036854775808n, 'class java.math.BigInteger'],
    [Infinity, 'a number beyond 64 bits'],
  ])('cannot be %o', (value, what) => {
    const message = `Offsets may only contain primitive types as values, but field at contains ${what}`;
    for (const request of [
      { partition: {}, offset: { at: value } },
      { partition: { at: value }, offset: null },
    ]) {
      expect(() => plan(request)).toThrow(expect.objectContaining({ name: 'BadRequestError', message }));
    }
  });
});
