import { describe, expect, it } from 'vitest';
import { ChangedKeys } from './changed-keys.ts';

describe('the keys that changed', () => {
  it('are each there once, and taken in their order', () => {
    const keys = new ChangedKeys(1000);
    for (const key of ['a', 'b', 'a', 'c']) expect(keys.add(Buffer.from(key))).toBe(true);
    expect(keys.take(2).map(String)).toEqual(['a', 'b']);
    expect(keys.size).toBe(1);
  });

  it('have no more room than they are given, and have it again', () => {
    const keys = new ChangedKeys(250);
    expect(['a', 'b', 'c'].map((key) => keys.add(Buffer.from(key)))).toEqual([true, true, false]);
    keys.take(1);
    expect(keys.add(Buffer.from('c'))).toBe(true);
  });
});
