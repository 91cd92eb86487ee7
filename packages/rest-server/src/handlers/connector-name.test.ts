import { describe, expect, it } from 'vitest';
import { refuseRenaming, trimName, withConnectorName } from './connector-name.ts';

describe('the name of a connector', () => {
  it('is trimmed of blanks and control characters, and of nothing else', () => {
    expect(trimName('\t\u0000 a b\r\n ')).toBe('a b');
    expect(trimName('\u00a0a\u2003')).toBe('\u00a0a\u2003');
    expect(trimName(' \n')).toBe('');
  });

  it('is added to a configuration without one', () => {
    expect(withConnectorName('c', { a: 'b' })).toEqual({ a: 'b', name: 'c' });
    expect(withConnectorName('c', { name: null })).toEqual({ name: 'c' });
    expect(withConnectorName('c', { name: 'c', a: null })).toEqual({ name: 'c', a: null });
  });

  it('must be the one in the configuration, to the letter', () => {
    expect(() => withConnectorName('c', { name: ' c' })).toThrow(
      "Connector name configuration ( c) doesn't match connector name in the URL (c)",
    );
    expect(() => withConnectorName('c', { name: '' })).toThrow(
      "Connector name configuration () doesn't match connector name in the URL (c)",
    );
  });

  it('is neither changed nor removed by a patch', () => {
    for (const patch of [{}, { name: 'c' }]) expect(() => refuseRenaming('c', patch)).not.toThrow();
    for (const name of ['d', '', null]) expect(() => refuseRenaming('c', { name })).toThrow(`(${name})`);
  });
});
