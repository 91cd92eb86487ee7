import { describe, expect, it } from 'vitest';
import { defaultWindows } from '../statistics/window-options.ts';
import { RegisteredMetrics } from './registered-metrics.ts';

function registry() {
  const clock = { nowMs: 0 };
  const metrics = new RegisteredMetrics(
    { connector: 'c', task: '0' },
    { windows: defaultWindows, nowMs: () => clock.nowMs },
  );
  const values = () => Object.fromEntries(metrics.samples().map(({ name, value }) => [name, value]));
  return { clock, metrics, values };
}
const rows = { name: 'rows-total', doc: 'Rows.' };

describe('the metrics of a plugin', () => {
  it('are read when somebody looks, with the tags of the plugin and their own', () => {
    const { metrics } = registry();
    let count = 1;
    metrics.addMetric({ ...rows, tags: { table: 't' } }, 'total', () => count);
    count = 5;
    expect(metrics.samples()).toEqual([
      {
        name: 'rows-total',
        doc: 'Rows.',
        kind: 'total',
        tags: { connector: 'c', task: '0', table: 't' },
        value: 5,
      },
    ]);
  });

  it('may be told apart by tags alone', () => {
    const { metrics } = registry();
    metrics.addMetric({ ...rows, tags: { table: 'a' } }, 'total', () => 1);
    metrics.addMetric({ ...rows, tags: { table: 'b' } }, 'total', () => 2);
    metrics.removeMetric({ name: 'rows-total', tags: { table: 'a' } });
    expect(metrics.samples().map(({ value }) => value)).toEqual([2]);
  });

  it('of sensors are total, rate, mean and greatest value', () => {
    const { clock, metrics, values } = registry();
    const sensor = metrics.addSensor({ name: 'wait-ms', doc: 'Waits.' });
    for (const value of [10, 30]) sensor.record(value);
    clock.nowMs = 10_000;
    expect(values()).toEqual({
      'wait-ms-total': 40,
      'wait-ms-rate': 1,
      'wait-ms-avg': 20,
      'wait-ms-max': 30,
    });
    metrics.removeSensor('wait-ms');
    expect(values()).toEqual({});
  });

  it('have no value where reading fails, and do no harm', () => {
    const { metrics, values } = registry();
    metrics.addMetric({ name: 'a', doc: 'A.' }, 'gauge', () => {
      throw new Error('broken');
    });
    metrics.addMetric({ name: 'b', doc: 'B.' }, 'gauge', () => 'text' as unknown as number);
    metrics.addMetric({ name: 'c', doc: 'C.' }, 'gauge', () => 3);
    expect(values()).toEqual({ a: Number.NaN, b: Number.NaN, c: 3 });
  });

  // The messages of KIP-877.
  it('are refused when they are there, unknown, or use a tag of the plugin', () => {
    const { metrics } = registry();
    metrics.addMetric(rows, 'total', () => 1);
    metrics.addSensor({ name: 's', doc: 'S.' });
    expect(() => metrics.addMetric(rows, 'total', () => 1)).toThrow(
      'Metric rows-total(connector=c, task=0) already exists',
    );
    expect(() => metrics.removeMetric({ name: 'x' })).toThrow('Unknown metric x(connector=c, task=0)');
    expect(() => metrics.addSensor({ name: 's', doc: 'S.' })).toThrow('Sensor s already exists');
    expect(() => metrics.removeSensor('x')).toThrow('Unknown sensor x');
    expect(() => metrics.addMetric({ ...rows, tags: { task: '1' } }, 'total', () => 1)).toThrow(
      'Cannot use task as a tag name',
    );
  });

  it('are gone once the plugin is closed, and none come then', () => {
    const { metrics, values } = registry();
    const sensor = metrics.addSensor({ name: 's', doc: 'S.' });
    metrics.addMetric(rows, 'total', () => 1);
    metrics.close();
    sensor.record(1);
    expect(values()).toEqual({});
    const closed = 'This PluginMetrics instance is closed';
    expect(() => metrics.addMetric(rows, 'total', () => 1)).toThrow(closed);
    expect(() => metrics.removeMetric(rows)).toThrow(closed);
    expect(() => metrics.addSensor({ name: 's', doc: 'S.' })).toThrow(closed);
    expect(() => metrics.removeSensor('s')).toThrow(closed);
  });
});
