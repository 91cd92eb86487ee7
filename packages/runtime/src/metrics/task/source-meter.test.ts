import { describe, expect, it } from 'vitest';
import { metricsOf } from '../../../testing/metric-values.ts';
import { testMeter } from '../../../testing/test-meter.ts';
import { SourceMeter } from './source-meter.ts';
import type { TaskMeter } from './task-meter.ts';

class Clock {
  nowMs = 1000;
}

function sourceWith(transformShare = 0): { meter: TaskMeter; flow: SourceMeter; clock: Clock } {
  const clock = new Clock();
  const meter = testMeter(() => clock.nowMs);
  const budget = () => ({ usedBytes: 5, limitBytes: 50 });
  const flow = new SourceMeter(meter, { pipeline: { transformShare }, budget });
  meter.flowsThrough(flow);
  return { meter, flow, clock };
}

describe('the metrics of a source task', () => {
  it('count what was polled, acknowledged and dropped', () => {
    const { meter, flow, clock } = sourceWith();
    flow.polled(10);
    flow.handedOver();
    flow.polled(null);
    flow.polled(4);
    flow.handedOver();
    flow.dropped(1);
    flow.acknowledged([1, 2, 3]);
    clock.nowMs += 60_000;
    expect(metricsOf(meter, 'source-task')).toMatchObject({
      'source-record-poll-total': 14,
      'source-record-write-total': 3,
      'source-record-active-count': 10,
    });
    expect(metricsOf(meter, 'source-task')['source-record-poll-rate']).toBe(0);
  });

  it('take rates, means and extremes over the windows', () => {
    const { meter, flow, clock } = sourceWith();
    flow.polled(10);
    clock.nowMs += 500;
    flow.polled(30);
    flow.acknowledged(Array.from({ length: 20 }, () => 0));
    clock.nowMs += 9500;
    // One window of 30 s has begun 10 s ago: rates are over the time of one whole window more.
    expect(metricsOf(meter, 'source-task')).toMatchObject({
      'source-record-poll-rate': 1,
      'source-record-write-rate': expect.closeTo(20 / 39.5, 9) as unknown,
      'source-record-active-count-max': 40,
      'source-record-active-count-avg': (10 + 40 + 20) / 3,
    });
    expect(metricsOf(meter, 'task')).toMatchObject({ 'batch-size-max': 30, 'batch-size-avg': 20 });
  });

  it('tell the time of polls from that of conversion, and leave out waiting', () => {
    const { meter, flow, clock } = sourceWith(0.25);
    flow.resumed();
    clock.nowMs += 7;
    flow.polled(1);
    clock.nowMs += 40;
    flow.handedOver();
    clock.nowMs += 1000;
    flow.resumed();
    clock.nowMs += 3;
    flow.polled(1);
    flow.handedOver();
    expect(metricsOf(meter, 'source-task')).toMatchObject({
      'poll-batch-max-time-ms': 7,
      'poll-batch-avg-time-ms': 5,
    });
    expect(metricsOf(meter, 'task-flow')).toMatchObject({
      'transform-time-ms-total': 10,
      'conversion-time-ms-total': 30,
      'pipeline-time-max-ms': 40,
      'pipeline-time-avg-ms': 20,
      'buffer-used-bytes': 5,
      'buffer-limit-bytes': 50,
    });
  });

  it('do not count the time of a poll that gave nothing', () => {
    const { meter, flow, clock } = sourceWith();
    clock.nowMs += 900;
    flow.polled(null);
    clock.nowMs += 2;
    flow.polled(1);
    expect(metricsOf(meter, 'source-task')['poll-batch-max-time-ms']).toBe(2);
  });

  it('have the sizes of transactions once there are any', () => {
    const { meter, flow } = sourceWith();
    expect(metricsOf(meter, 'source-task')['transaction-size-max']).toBeNull();
    for (const size of [0, 5, 4]) flow.transactionCommitted(size);
    expect(metricsOf(meter, 'source-task')).toMatchObject({
      'transaction-size-min': 0,
      'transaction-size-max': 5,
      'transaction-size-avg': 3,
    });
  });

  it('know how commits of offsets went', () => {
    const { meter, flow } = sourceWith();
    flow.commitSucceeded(4);
    flow.commitSucceeded(8);
    flow.commitSucceeded(0);
    flow.commitFailed();
    expect(metricsOf(meter, 'task')).toMatchObject({
      'offset-commit-max-time-ms': 8,
      'offset-commit-avg-time-ms': 4,
      'offset-commit-success-percentage': 0.75,
      'offset-commit-failure-percentage': 0.25,
    });
  });

  it('know how long the task has run and been paused', () => {
    const { meter, clock } = sourceWith();
    clock.nowMs += 30;
    meter.stateIs('PAUSED');
    clock.nowMs += 10;
    expect(metricsOf(meter, 'task')).toMatchObject({ 'running-ratio': 0.75, 'pause-ratio': 0.25 });
  });
});
