import { describe, expect, it } from 'vitest';
import { nextSeqno } from './next-seqno.ts';
import { Pace } from './pace.ts';

const { signal } = new AbortController();

describe('the pace of records', () => {
  it('has no limit when it is negative', async () => {
    const pace = new Pace(-1);
    expect([await pace.take(500, signal), await pace.take(500, signal)]).toEqual([500, 500]);
  });

  it('is kept on average since the start: what was missed is made up', async () => {
    let nowMs = 5000;
    const pace = new Pace(10, () => nowMs);
    expect(await pace.take(500, signal)).toBe(1);
    nowMs += 100;
    expect(await pace.take(500, signal)).toBe(1);
    nowMs += 1000;
    expect([await pace.take(4, signal), await pace.take(500, signal)]).toEqual([4, 6]);
  });

  it('waits for what is due next', async () => {
    const pace = new Pace(20);
    const startMs = performance.now();
    for (let count = 0; count < 4;) count += await pace.take(500, signal);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(149);
  });

  it('of 0 is one record, and then none after about a second', async () => {
    const pace = new Pace(0);
    expect(await pace.take(500, signal)).toBe(1);
    const startMs = performance.now();
    expect(await pace.take(500, signal)).toBe(0);
    expect(performance.now() - startMs).toBeGreaterThan(990);
  });

  it('ends at once with the task', async () => {
    const pace = new Pace(0);
    await pace.take(1, signal);
    const stopping = new AbortController();
    const taken = pace.take(1, stopping.signal);
    const startMs = performance.now();
    stopping.abort();
    expect(await taken).toBe(0);
    expect(performance.now() - startMs).toBeLessThan(500);
  });
});

describe('the next number', () => {
  it.each([
    ['nothing', null, 0n],
    ['0', { seqno: 0 }, 1n],
    ['2^53', { seqno: 2n ** 53n }, 2n ** 53n + 1n],
  ])('after %s', (_title, offset, expected) => {
    expect(nextSeqno(offset)).toBe(expected);
  });

  it.each([{ seqno: '7' }, { seqno: 1.5 }, {}])('after %j is unknown', (offset) => {
    expect(() => nextSeqno(offset)).toThrow("no whole number as 'seqno'");
  });
});
