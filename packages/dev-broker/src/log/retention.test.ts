import { describe, expect, it } from 'vitest';
import { testLogSettings } from './fixtures/log-settings.ts';
import { countExpiredSegments } from './retention.ts';

const keepAll = testLogSettings;
const segments = [100, 200, 300, 400].map((maxTimestamp) => ({ size: 1000, maxTimestamp }));

describe('retention', () => {
  it.each([
    ['keeps all without limits', {}, 0],
    ['lets go what is older than the age allowed', { retentionMs: 600 }, 3],
    ['stops at the first segment that is young enough', { retentionMs: 750 }, 2],
    ['lets go even the segment that is written to, once all of it is old', { retentionMs: 100 }, 4],
    ['lets go while what is left is large enough', { retentionBytes: 2500 }, 1],
    ['never lets go the segment that is written to for its size', { retentionBytes: 0 }, 3],
    ['takes whichever limit removes more', { retentionMs: 850, retentionBytes: 2000 }, 2],
    ['keeps all of a topic that is only compacted', { retentionMs: 100, deletesOldSegments: false }, 0],
  ])('%s', (_name, limits, expected) => {
    expect(countExpiredSegments(segments, { ...keepAll, ...limits }, 1000)).toBe(expected);
  });

  it('leaves an empty segment alone', () => {
    expect(countExpiredSegments([{ size: 0, maxTimestamp: -1 }], { ...keepAll, retentionMs: 1 }, 1000)).toBe(
      0,
    );
  });
});
