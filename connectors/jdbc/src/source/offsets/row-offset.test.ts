import { describe, expect, it } from 'vitest';
import { formatOffset, noOffset, parseOffset } from './row-offset.ts';
import { knownPartitions, tablePartition } from './source-partitions.ts';

describe('a stored offset', () => {
  it.each([
    ['a number', { incrementing: 7 }, { incrementing: 7n, timestamp: null }],
    [
      'a number of 64 bits',
      { incrementing: 9_223_372_036_854_775_807n },
      { incrementing: 9_223_372_036_854_775_807n, timestamp: null },
    ],
    [
      'a time',
      { timestamp: 1_709_210_096_789, timestamp_nanos: 789_123_000 },
      { incrementing: null, timestamp: { epochMs: 1_709_210_096_789, nanosOfMs: 123_000 } },
    ],
    [
      'both, before 1970',
      { incrementing: 3, timestamp: -1, timestamp_nanos: 999_999_000 },
      { incrementing: 3n, timestamp: { epochMs: -1, nanosOfMs: 999_000 } },
    ],
  ])('of %s is read and written in the form of Java', (_what, stored, offset) => {
    expect(parseOffset(stored)).toEqual(offset);
    expect(formatOffset(offset)).toEqual(stored);
  });

  it('of older connectors has milliseconds only', () => {
    expect(parseOffset({ timestamp: 1500 }).timestamp).toEqual({ epochMs: 1500, nanosOfMs: 0 });
  });

  it('that is not there is the beginning', () => {
    expect(parseOffset(null)).toEqual(noOffset);
    expect(parseOffset({})).toEqual(noOffset);
  });

  it('belongs to a partition whose keys are in the order of Java', () => {
    const table = { catalog: null, schema: 'public', table: 'orders' };
    expect(JSON.stringify(tablePartition(table))).toBe('{"protocol":"1","table":"public.orders"}');
    expect(knownPartitions(table)[1]).toEqual({ table: 'orders' });
  });
});
