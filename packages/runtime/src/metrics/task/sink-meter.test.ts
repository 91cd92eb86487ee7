import { SinkRecord } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { metricsOf, valuesIn } from '../../../testing/metric-values.ts';
import { testMeter } from '../../../testing/test-meter.ts';
import { SinkMeter } from './sink-meter.ts';

const record = (timestampMs: number | null): SinkRecord =>
  new SinkRecord({ topic: 't', kafkaPartition: 0, kafkaOffset: 0, value: 'v', timestampMs });

function sinkAt() {
  const clock = { nowMs: 0 };
  const meter = testMeter(() => clock.nowMs);
  const flow = new SinkMeter(meter, {
    pipeline: { transformShare: 0 },
    budget: () => null,
    lags: () => (topic, partition) => (topic === 't' && partition === 1 ? 100 : null),
  });
  meter.flowsThrough(flow);
  return { meter, flow, clock };
}

describe('the metrics of a sink task', () => {
  it('count what was consumed and what was put, empty batches too', () => {
    const { meter, flow, clock } = sinkAt();
    flow.polled();
    clock.nowMs += 5;
    flow.converted(3);
    clock.nowMs += 20;
    flow.put([record(null), record(null)]);
    flow.polled();
    flow.put([]);
    expect(metricsOf(meter, 'sink-task')).toMatchObject({
      'sink-record-read-total': 3,
      'sink-record-send-total': 2,
      'sink-record-active-count': 3,
      'put-batch-max-time-ms': 20,
      'put-batch-avg-time-ms': 10,
    });
    expect(metricsOf(meter, 'task')).toMatchObject({ 'batch-size-max': 2, 'batch-size-avg': 1 });
    expect(metricsOf(meter, 'task-flow')).toMatchObject({ 'conversion-time-ms-total': 5 });
  });

  it('tell what is committed of what was consumed', () => {
    const { meter, flow } = sinkAt();
    flow.converted(30);
    flow.progress = () => [
      { topic: 't', partition: 0, consumedOffset: 20, currentOffset: 20, committedOffset: 15 },
      { topic: 't', partition: 1, consumedOffset: 10, currentOffset: 8, committedOffset: 8 },
    ];
    flow.commitBegan(3);
    flow.commitSucceeded(6);
    flow.commitSkipped();
    expect(metricsOf(meter, 'sink-task')).toMatchObject({
      'sink-record-active-count': 7,
      'sink-record-active-count-max': 30,
      'partition-count': 2,
      'offset-commit-seq-no': 3,
      'offset-commit-completion-total': 1,
      'offset-commit-completion-rate': 1 / 30,
      'offset-commit-skip-total': 1,
    });
    const partitions = meter.sample().groups.filter(({ groupId }) => groupId === 'sink-partition');
    expect(partitions.map((sample) => [sample.tags, valuesIn(sample)])).toEqual([
      [['c', '0', 't', '0'], { 'records-lag': null, 'records-uncommitted': 5 }],
      [['c', '0', 't', '1'], { 'records-lag': 102, 'records-uncommitted': 0 }],
    ]);
  });

  it('tell how old records were when they were put', () => {
    const { meter, flow } = sinkAt();
    const stampMs = Date.now() - 60_000;
    flow.put([record(stampMs), record(null), record(stampMs)]);
    const { 'end-to-end-latency-ms': histogram, 'end-to-end-latency-max-ms': maxMs } = metricsOf(
      meter,
      'task-flow',
    );
    expect(histogram).toMatchObject({ sum: expect.closeTo(120_000, -4) as unknown });
    expect(maxMs).toBeGreaterThanOrEqual(60_000);
  });
});
