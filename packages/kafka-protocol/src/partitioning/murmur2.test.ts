import { describe, expect, it } from 'vitest';
import { murmur2, partitionOfKey } from './murmur2.ts';

describe('murmur2', () => {
  it.each([
    ['', 275646681],
    ['21', -973932308],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %j as the Java client does', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  it.each([
    ['["o1",{"p":"v0"}]', 0],
    ['["p2",{"p":"v0"}]', 2],
    ['["p6",{"p":"v0"}]', 1],
  ])('sends key %s of three partitions to %i', (key, partition) => {
    expect(partitionOfKey(Buffer.from(key), 3)).toBe(partition);
  });
});
