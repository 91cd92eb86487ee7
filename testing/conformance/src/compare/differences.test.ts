import { describe, expect, it } from 'vitest';
import { findDifferences } from './differences.ts';

describe('findDifferences', () => {
  it('finds none between equal answers', () => {
    const answer = { status: 200, body: [{ a: [1, null, 'x'] }] };
    expect(findDifferences(answer, structuredClone(answer))).toEqual([]);
  });

  it('names the deepest place that differs', () => {
    expect(
      findDifferences({ status: 500, body: { message: 'a' } }, { status: 400, body: { message: 'b' } }),
    ).toEqual([
      { path: 'status', java: 500, sluice: 400 },
      { path: 'body.message', java: 'a', sluice: 'b' },
    ]);
  });

  it('finds a field that only one of them has, also when it is null', () => {
    expect(findDifferences({ a: null }, { b: 1 })).toEqual([
      { path: 'a', java: null, sluice: undefined },
      { path: 'b', java: undefined, sluice: 1 },
    ]);
  });

  it('tells kinds of values apart', () => {
    expect(
      findDifferences({ a: '1', b: [], c: null }, { a: 1, b: {}, c: 0 }).map(({ path }) => path),
    ).toEqual(['a', 'b', 'c']);
  });

  it('finds fields in another order', () => {
    expect(findDifferences({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([
      { path: ' (order)', java: ['a', 'b'], sluice: ['b', 'a'] },
    ]);
  });

  it('aligns the entries of a validation by their names', () => {
    const entry = (name: string, errors: string[]) => ({ definition: { name }, value: { name, errors } });
    const java = { configs: [entry('a', []), entry('b', ['wrong']), entry('c', [])] };
    const sluice = { configs: [entry('c', []), entry('a', [])] };
    expect(findDifferences(java, sluice)).toEqual([
      { path: 'configs[b]', java: entry('b', ['wrong']), sluice: undefined },
      { path: 'configs (order)', java: ['[a]', '[c]'], sluice: ['[c]', '[a]'] },
    ]);
  });

  it('aligns texts, plugins, and values without a definition', () => {
    const plugin = (type: string) => ({ class: 'C', type });
    expect(findDifferences(['x', 'y'], ['y'])).toEqual([{ path: '[x]', java: 'x', sluice: undefined }]);
    expect(findDifferences([plugin('source'), plugin('sink')], [plugin('sink')])).toEqual([
      { path: '[C source]', java: plugin('source'), sluice: undefined },
    ]);
    expect(findDifferences([{ definition: null, value: { name: 'n' } }], [])).toEqual([
      { path: '[n]', java: { definition: null, value: { name: 'n' } }, sluice: undefined },
    ]);
  });

  it('compares by position what has no names, and each of those with the same name', () => {
    expect(findDifferences([1, 2], [1, 3])).toEqual([{ path: '[1]', java: 2, sluice: 3 }]);
    expect(findDifferences(['a', 'a'], ['a'])).toEqual([{ path: '[a #2]', java: 'a', sluice: undefined }]);
  });
});
