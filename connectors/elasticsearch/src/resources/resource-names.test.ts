import { expect, it } from 'vitest';
import { dataStreamName, indexName } from './resource-names.ts';

it.each([
  ['Orders', 'orders'],
  ['-orders', 'orders'],
  ['_orders', 'orders'],
  ['.', 'dot'],
  ['..', 'dotdot'],
  ['x'.repeat(300), 'x'.repeat(255)],
])('calls the index of the topic %s by a name that servers take', (topic, name) => {
  expect(indexName(topic)).toBe(name);
});

it('puts the topic where a data stream asks for it', () => {
  expect(dataStreamName(['logs', 'shop', '${topic}'], 'Orders')).toBe('logs-shop-orders');
  expect(dataStreamName(['metrics', '${topic}', 'default'], 'cpu')).toBe('metrics-cpu-default');
});
