import { describe, expect, it } from 'vitest';
import { ToleratedErrors } from './tolerated-errors.ts';

describe('tolerated errors of a minute', () => {
  it.each([
    { max: -1, atSeconds: [0, 0, 0, 1], tooMany: [false, false, false, false] },
    { max: 0, atSeconds: [0], tooMany: [true] },
    { max: 2, atSeconds: [0, 1, 2], tooMany: [false, false, true] },
    { max: 2, atSeconds: [0, 1, 60], tooMany: [false, false, false] },
    { max: 2, atSeconds: [0, 30, 59, 60, 89], tooMany: [false, false, true, true, true] },
    { max: 1, atSeconds: [0, 59, 119, 120], tooMany: [false, true, false, true] },
    { max: 1, atSeconds: [0, 10_000, 10_000], tooMany: [false, false, true] },
  ])('at most $max, at $atSeconds: $tooMany', ({ max, atSeconds, tooMany }) => {
    let nowMs = 123_456;
    const tolerated = new ToleratedErrors(max, () => nowMs);
    const seen = atSeconds.map((second) => {
      nowMs = 123_456 + second * 1000;
      return tolerated.isTooMany();
    });
    expect(seen).toEqual(tooMany);
  });
});
