import { describe, expect, it } from 'vitest';
import { counter, gauge } from './metric.ts';
import { MetricGroup } from './metric-group.ts';

const definitions = {
  'record-send-total': counter('Records sent.'),
  'buffer-available-bytes': gauge('Memory not used.'),
};

describe('a group of metrics', () => {
  it('tells every figure that is declared, zero before anything happened', () => {
    const group = new MetricGroup({ group: 'producer-metrics', definitions });
    expect(group.metrics()).toEqual([
      {
        group: 'producer-metrics',
        name: 'record-send-total',
        kind: 'counter',
        doc: 'Records sent.',
        tags: {},
        value: 0,
      },
      {
        group: 'producer-metrics',
        name: 'buffer-available-bytes',
        kind: 'gauge',
        doc: 'Memory not used.',
        tags: {},
        value: 0,
      },
    ]);
  });

  it('adds up counters, and reads gauges when it is asked', () => {
    const group = new MetricGroup({ group: 'producer-metrics', definitions, tags: { topic: 't' } });
    let free = 10;
    group.read('buffer-available-bytes', () => free);
    group.add('record-send-total');
    group.add('record-send-total', 4);
    free = 7;
    expect(group.metrics().map(({ name, value, tags }) => [name, value, tags])).toEqual([
      ['record-send-total', 5, { topic: 't' }],
      ['buffer-available-bytes', 7, { topic: 't' }],
    ]);
  });
});
