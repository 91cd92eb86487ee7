import { expect, it } from 'vitest';
import { laneNumber } from './lane-number.ts';

it('spreads documents over all lanes, each always over the same', () => {
  const counts = [0, 0, 0, 0];
  for (let n = 0; n < 4000; n += 1) {
    const lane = laneNumber(`orders/${n}`, 4);
    expect(laneNumber(`orders/${n}`, 4)).toBe(lane);
    counts[lane] = (counts[lane] ?? 0) + 1;
  }
  for (const count of counts) expect(count).toBeGreaterThan(800);
});
