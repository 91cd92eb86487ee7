import { describe, expect, it } from 'vitest';
import { commonProtocols, electProtocol, sameProtocols, type GroupProtocol } from './group-protocol.ts';

const protocols = (names: string, metadata = 'm'): GroupProtocol[] =>
  names.split(' ').map((name) => ({ name, metadata: Buffer.from(metadata) }));

describe('the protocol of a group', () => {
  it.each([
    [['range'], 'range'],
    [['range sticky', 'sticky range'], 'range'],
    [['range sticky', 'sticky range', 'sticky'], 'sticky'],
    [['a range', 'b range'], 'range'],
    [['sticky range', 'sticky range', 'range sticky'], 'sticky'],
    [['a', 'b'], null],
    [[], null],
  ])('of members that know %j is %s', (members, elected) => {
    expect(electProtocol(members.map((names) => protocols(names)))).toBe(elected);
  });

  it('is one that all members know', () => {
    expect([...commonProtocols([protocols('a b c'), protocols('c b'), protocols('b c d')])]).toEqual([
      'b',
      'c',
    ]);
  });

  it('is the same for a member only with the same metadata in the same order', () => {
    expect(sameProtocols(protocols('a b'), protocols('a b'))).toBe(true);
    expect(sameProtocols(protocols('a b'), protocols('b a'))).toBe(false);
    expect(sameProtocols(protocols('a b'), protocols('a'))).toBe(false);
    expect(sameProtocols(protocols('a'), protocols('a', 'other'))).toBe(false);
  });
});
