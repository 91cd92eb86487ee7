import { describe, expect, it } from 'vitest';
import { parseBenchArguments } from './arguments.ts';

describe('the arguments of a benchmark', () => {
  it('default to three rounds of three million string records on both workers', () => {
    expect(parseBenchArguments(['file-source'])).toEqual({
      scenarios: ['file-source'],
      workers: ['sluice', 'java'],
      clients: ['sluice', 'java', 'platformatic', 'kafkajs'],
      rounds: 3,
      records: 3_000_000,
      payload: 'string',
      json: undefined,
    });
  });

  it('choose scenarios, workers and amounts', () => {
    const options = [
      '--records',
      '1000',
      '--rounds',
      '1',
      '--workers',
      'java',
      '--clients',
      'sluice,kafkajs',
      '--converter',
      'json',
      '--json',
      'out.json',
    ];
    expect(parseBenchArguments(['start', 'file-sink', ...options])).toEqual({
      scenarios: ['start', 'file-sink'],
      workers: ['java'],
      clients: ['sluice', 'kafkajs'],
      rounds: 1,
      records: 1000,
      payload: 'json',
      json: 'out.json',
    });
  });

  it('may name many scenarios by the beginning of their names', () => {
    expect(parseBenchArguments(['plane-consume', 'start']).scenarios).toEqual([
      'plane-consume-100',
      'plane-consume-1000',
      'start',
    ]);
  });

  it.each([
    [[], /Which scenario\?/],
    [['fly'], /fly is not one of cluster-settle, cluster-restart/],
    [['toString'], /toString is not one of/],
    [['start', '--rounds', '0'], /--rounds is 0/],
    [['start', '--records', '1.5'], /--records is 1\.5/],
    [['start', '--workers', 'go'], /go is not one of sluice, java, java-service-load/],
    [['plane', '--clients', 'go'], /go is not one of sluice, java, platformatic, kafkajs/],
    [['start', '--fast'], /--fast/],
  ])('%j are refused with what is wrong and the usage', (args, problem) => {
    expect(() => parseBenchArguments(args)).toThrow(problem);
    expect(() => parseBenchArguments(args)).toThrow(/Usage: npm run bench/);
  });
});
