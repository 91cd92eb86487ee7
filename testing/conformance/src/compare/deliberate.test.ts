import { describe, expect, it } from 'vitest';
import { anything, judge } from './deliberate.ts';
import type { Deliberate, FoundDifference } from './deliberate.ts';

const status: FoundDifference = { step: 's: one', path: 'status', java: 500, sluice: 400 };
const meant: Deliberate = {
  reason: 'why',
  steps: ['s: one'],
  changes: [{ path: 'status', java: 500, sluice: 400 }],
};

describe('judge', () => {
  it('accepts what is listed', () => {
    expect(judge([status], [meant])).toEqual({ unexpected: [], vanished: [] });
  });

  it('reports what is not listed', () => {
    expect(judge([status], []).unexpected).toEqual([status]);
  });

  it.each([
    ['step', { step: 's: two' }],
    ['path', { path: 'body' }],
    ['answer of Java', { java: 501 }],
    ['answer of Sluice', { sluice: 401 }],
  ])('reports what is listed with another %s', (_what, change) => {
    const other = { ...status, ...change };
    expect(judge([other], [meant])).toEqual({ unexpected: [other], vanished: ['why: s: one: status'] });
  });

  it('reports what is listed for two steps and occurs in one of them', () => {
    const twice = { ...meant, steps: ['s: one', 's: two'] };
    expect(judge([status], [twice]).vanished).toEqual(['why: s: two: status']);
  });

  it('accepts in every step what is listed for none, and reports it when it occurs nowhere', () => {
    const everywhere: Deliberate = { reason: 'why', changes: meant.changes };
    expect(judge([status, { ...status, step: 's: two' }], [everywhere])).toEqual({
      unexpected: [],
      vanished: [],
    });
    expect(judge([], [everywhere]).vanished).toEqual(['why: any step: status']);
  });

  it('takes anything for what is there, and nothing for what is not', () => {
    const missing: Deliberate = { reason: 'why', changes: [{ path: 'configs[x]', java: anything }] };
    const found = { step: 's: one', path: 'configs[x]', java: { name: 'x' }, sluice: undefined };
    expect(judge([found], [missing]).unexpected).toEqual([]);
    expect(judge([{ ...found, java: undefined, sluice: 1 }], [missing]).unexpected).toHaveLength(1);
    expect(judge([{ ...found, sluice: 1 }], [missing]).unexpected).toHaveLength(1);
  });
});
