import type { Metric } from '@sluice/kafka-client';
import type { Budget } from './flow-times.ts';

/** How much of `buffer.memory` a producer uses; `null` when it does not say. */
export function producerBudget(metrics: readonly Metric[]): Budget | null {
  const limitBytes = figureOf(metrics, 'buffer-total-bytes');
  const freeBytes = figureOf(metrics, 'buffer-available-bytes');
  return limitBytes === null || freeBytes === null ? null : { limitBytes, usedBytes: limitBytes - freeBytes };
}

/** How much a consumer holds that was fetched ahead; `null` when it does not say. */
export function consumerBudget(metrics: readonly Metric[]): Budget | null {
  const limitBytes = figureOf(metrics, 'fetch-memory-limit-bytes');
  const usedBytes = figureOf(metrics, 'fetch-memory-used-bytes');
  return limitBytes === null || usedBytes === null ? null : { limitBytes, usedBytes };
}

/** Tells how many records of a partition a consumer has not handed out yet. */
export function consumerLags(
  metrics: readonly Metric[],
): (topic: string, partition: number) => number | null {
  const lags = new Map<string, number>();
  for (const { name, tags, value } of metrics) {
    if (name === 'records-lag' && !Number.isNaN(value))
      lags.set(`${tags['topic']}-${tags['partition']}`, value);
  }
  return (topic, partition) => lags.get(`${topic}-${partition}`) ?? null;
}

function figureOf(metrics: readonly Metric[], name: string): number | null {
  return metrics.find((metric) => metric.name === name)?.value ?? null;
}
