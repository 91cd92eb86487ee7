import { describe, expect, it } from 'vitest';
import { clusterSize } from './cluster-size.ts';

describe('the size of a measured cluster', () => {
  it('is what the environment says', () => {
    expect(clusterSize('2,10,3')).toEqual({ workers: 2, connectors: 10, tasks: 3 });
  });

  it.each(['', '3,100', '3,0,10', '3,a,10'])('is not %j', (text) => {
    expect(() => clusterSize(text)).toThrow('SLUICE_BENCH_CLUSTER');
  });
});
