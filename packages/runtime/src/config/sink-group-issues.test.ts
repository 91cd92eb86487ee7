import { describe, expect, it } from 'vitest';
import { sinkGroupIssues } from './sink-group-issues.ts';

const sink = { kind: 'sink' } as const;

describe('the consumer group of a sink', () => {
  it('must not be that of the workers by its name', () => {
    expect(sinkGroupIssues(sink, { name: 'x' }, 'connect-x')).toEqual([
      {
        key: 'name',
        message: 'Consumer group for sink connector named x conflicts with Connect worker group connect-x',
      },
    ]);
  });

  it('must not be that of the workers by an override', () => {
    const config = { name: 'x', 'consumer.override.group.id': 'c1' };
    expect(sinkGroupIssues(sink, config, 'c1')).toEqual([
      {
        key: 'consumer.override.group.id',
        message: 'Consumer group c1 conflicts with Connect worker group c1',
      },
    ]);
    expect(sinkGroupIssues(sink, config, 'connect-x')).toEqual([]);
  });

  it('may be anything where there are no other workers, and for a source', () => {
    expect(sinkGroupIssues(sink, { name: 'x' }, null)).toEqual([]);
    expect(sinkGroupIssues({ kind: 'source' }, { name: 'x' }, 'connect-x')).toEqual([]);
  });
});
