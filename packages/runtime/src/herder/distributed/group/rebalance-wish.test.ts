import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RebalanceWish } from './rebalance-wish.ts';

let fulfilled: string[];
let wish: RebalanceWish;

beforeEach(() => {
  vi.useFakeTimers();
  fulfilled = [];
  wish = new RebalanceWish({
    fulfil: (reasons) => fulfilled.push(reasons.join()),
    quietMs: 50,
    longestMs: 200,
  });
});

afterEach(() => vi.useRealTimers());

describe('the wish to divide work anew', () => {
  it('is fulfilled once for a burst, when it is over', () => {
    for (const reason of ['a', 'b', 'a']) {
      wish.want(reason);
      vi.advanceTimersByTime(40);
    }
    expect([fulfilled, wish.isPending]).toEqual([[], true]);
    vi.advanceTimersByTime(10);
    expect([fulfilled, wish.isPending]).toEqual([['a,b'], false]);
  });

  it('is fulfilled after a while, though a burst does not end', () => {
    for (let count = 0; count < 10; count++) {
      wish.want(`${count}`);
      vi.advanceTimersByTime(40);
    }
    expect(fulfilled).toEqual(['0,1,2,3,4', '5,6,7,8,9']);
  });

  it('is none any more once a rebalance has taken account of it', () => {
    wish.want('a');
    wish.forget();
    vi.advanceTimersByTime(1000);
    expect([fulfilled, wish.isPending]).toEqual([[], false]);
  });
});
