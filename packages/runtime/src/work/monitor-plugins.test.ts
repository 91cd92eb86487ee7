import { describe, expect, it } from 'vitest';
import type { Monitorable } from '@sluice/connect-api';
import { textConverters } from '../../testing/in-memory-converters.ts';
import { testMeter } from '../../testing/test-meter.ts';
import { TransformChain } from '../pipeline/transform-chain.ts';
import { monitorPlugins } from './monitor-plugins.ts';

/** Registers that it is there. */
const counted: Monitorable = {
  withPluginMetrics: (metrics) => metrics.addMetric({ name: 'here', doc: 'Here.' }, 'gauge', () => 1),
};

describe('the plugins of a task', () => {
  it('register metrics under the place where each is', () => {
    const { converter } = textConverters.value;
    const value = {
      className: 'o.V',
      version: '1',
      converter: Object.assign(Object.create(converter), counted),
    };
    const origin = (alias: string) => ({ alias, className: 'o.P', version: '1' });
    const transformation = { ...counted, apply: () => null };
    const predicate = { ...counted, test: () => true };
    const condition = { predicate, origin: origin('small'), negate: false };
    const chain = new TransformChain([
      { className: 'o.T', transformation, condition, origin: origin('mask') },
    ]);
    const meter = testMeter();
    monitorPlugins({ ...textConverters, value }, chain, (tags) => meter.pluginMetrics(tags));
    const task = { connector: 'c', task: '0' };
    expect(meter.sample().plugins.map(({ tags }) => tags)).toEqual([
      { ...task, converter: 'value' },
      { ...task, transformation: 'mask' },
      { ...task, predicate: 'small' },
    ]);
    meter.closePlugins();
    expect(meter.sample().plugins).toEqual([]);
  });
});
