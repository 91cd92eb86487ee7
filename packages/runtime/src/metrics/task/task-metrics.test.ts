import { DataError, RetriableError, SourceRecord, type Transformation } from '@sluice/connect-api';
import { describe, expect, it, vi } from 'vitest';
import { InMemoryProducer } from '../../../testing/in-memory-producer.ts';
import { InMemorySinkRun } from '../../../testing/in-memory-sink-run.ts';
import { InMemorySinkTask } from '../../../testing/in-memory-sink-task.ts';
import { InMemorySourceRun, InMemorySourceTask } from '../../../testing/in-memory-source-run.ts';
import { metricsOf } from '../../../testing/metric-values.ts';

const soon = { timeout: 2000, interval: 1 };
const record = (value: string): SourceRecord =>
  new SourceRecord({ topic: 't', value, sourcePartition: { p: 'a' }, sourceOffset: { position: 1 } });
const t0 = { topic: 't', partition: 0 };

/** Drops what is called so, cannot work on what is bad, and once not on what comes soon. */
function fussy(): Transformation {
  let isBusy = true;
  return {
    apply: (given) => {
      if (given.value === 'bad') throw new DataError('bad');
      if (given.value === 'soon' && isBusy) {
        isBusy = false;
        throw new RetriableError('busy');
      }
      return given.value === 'drop' ? null : given;
    },
  };
}
const chain = () => [{ className: 'o.Fussy', transformation: fussy(), condition: null }];

describe('the metrics of a source task that runs', () => {
  it('add up to the records it gave: written, dropped, failed, tried again', async () => {
    const values = ['a', 'drop', 'bad', 'soon', 'b'];
    const run = new InMemorySourceRun(new InMemorySourceTask(values.map(record), [record('c')]), {
      transforms: chain(),
      policy: { tolerance: 'all', retryTimeoutMs: 1000 },
      logErrors: true,
    });
    await vi.waitFor(() => expect(run.producer.values).toEqual(['a', 'soon', 'b', 'c']), soon);
    await run.stop();
    expect(metricsOf(run.meter, 'source-task')).toMatchObject({
      'source-record-poll-total': 6,
      'source-record-write-total': 4,
      'source-record-active-count': 0,
      'source-record-active-count-max': 5,
    });
    expect(metricsOf(run.meter, 'task')).toMatchObject({
      'batch-size-max': 5,
      'batch-size-avg': 3,
      'offset-commit-success-percentage': 1,
    });
    expect(metricsOf(run.meter, 'task-errors')).toMatchObject({
      'total-record-failures': 2,
      'total-record-errors': 1,
      'total-records-skipped': 1,
      'total-retries': 1,
      'total-errors-logged': 1,
    });
    expect(metricsOf(run.meter, 'task-errors')['last-error-timestamp']).toBeGreaterThan(Date.now() - 10_000);
  });

  it('count what Kafka refuses as failed and not as written', async () => {
    const producer = new InMemoryProducer();
    producer.acknowledgesAtOnce = false;
    const task = new InMemorySourceTask([record('a'), record('b')]);
    const run = new InMemorySourceRun(task, { producer, policy: { tolerance: 'all' } });
    await vi.waitFor(() => expect(producer.openCount).toBe(2), soon);
    expect(metricsOf(run.meter, 'source-task')['source-record-active-count']).toBe(2);
    producer.refuse(new Error('too large'));
    producer.acknowledge();
    await run.stop();
    expect(metricsOf(run.meter, 'source-task')).toMatchObject({
      'source-record-write-total': 1,
      'source-record-active-count': 0,
    });
    expect(metricsOf(run.meter, 'task-errors')).toMatchObject({
      'total-record-failures': 1,
      'total-record-errors': 0,
    });
  });

  it('count a record twice for which time ran out, as Java does', async () => {
    const transformation = {
      apply: () => {
        throw new RetriableError('never');
      },
    };
    const run = new InMemorySourceRun(new InMemorySourceTask([record('a')]), {
      transforms: [{ className: 'o.Never', transformation, condition: null }],
    });
    await run.ended;
    expect(metricsOf(run.meter, 'task-errors')).toMatchObject({
      'total-record-failures': 2,
      'total-record-errors': 1,
      'total-retries': 0,
    });
  });

  it('count an error that fails the task', async () => {
    const run = new InMemorySourceRun(new InMemorySourceTask([record('bad')]), { transforms: chain() });
    await run.ended;
    expect(metricsOf(run.meter, 'task-errors')).toMatchObject({
      'total-record-failures': 1,
      'total-record-errors': 1,
      'total-records-skipped': 0,
    });
  });

  it('count a commit of offsets that fails', async () => {
    const run = new InMemorySourceRun(new InMemorySourceTask([record('a')]));
    run.store.set = () => Promise.reject(new Error('full'));
    await vi.waitFor(() => expect(run.producer.values).toEqual(['a']), soon);
    await run.stop();
    expect(metricsOf(run.meter, 'task')).toMatchObject({
      'offset-commit-success-percentage': 0,
      'offset-commit-failure-percentage': 1,
    });
  });
});

describe('the metrics of a sink task that runs', () => {
  it('add up to the records it consumed: put, dropped, failed', async () => {
    const task = new InMemorySinkTask();
    const run = new InMemorySinkRun(() => task, {
      transforms: chain(),
      policy: { tolerance: 'all' },
      flushIntervalMs: 1,
    });
    run.consumer.produce(t0, 'a', 'drop', 'b', 'bad');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(run.consumer.commits.at(-1)).toEqual({ ...t0, offset: 4 }), soon);
    expect(metricsOf(run.meter, 'sink-task')).toMatchObject({
      'sink-record-read-total': 4,
      'sink-record-send-total': 2,
      'sink-record-active-count': 0,
      'partition-count': 1,
    });
    expect(metricsOf(run.meter, 'sink-partition')).toEqual({ 'records-lag': null, 'records-uncommitted': 0 });
    expect(metricsOf(run.meter, 'task-errors')).toMatchObject({ 'total-records-skipped': 1 });
    expect(metricsOf(run.meter, 'sink-task')['offset-commit-completion-total']).toBeGreaterThan(0);
    await run.stop();
    expect(metricsOf(run.meter, 'sink-task')['partition-count']).toBe(0);
  });

  it('do not count a put that is to be done again', async () => {
    const task = new InMemorySinkTask();
    task.putErrors.push(new RetriableError('busy'));
    const run = new InMemorySinkRun((context) => {
      context.timeout(1);
      return task;
    });
    run.consumer.produce(t0, 'a');
    run.consumer.assign(t0);
    await vi.waitFor(
      () => expect(task.calls.filter((call) => call.startsWith('put a'))).toHaveLength(1),
      soon,
    );
    expect(metricsOf(run.meter, 'sink-task')).toMatchObject({
      'sink-record-read-total': 1,
      'sink-record-send-total': 0,
      'sink-record-active-count': 1,
    });
    await run.stop();
  });

  it('count a commit that fails', async () => {
    const run = new InMemorySinkRun(() => new InMemorySinkTask(), { flushIntervalMs: 1 });
    run.consumer.commitError = new Error('no');
    run.consumer.produce(t0, 'a');
    run.consumer.assign(t0);
    await vi.waitFor(
      () => expect(metricsOf(run.meter, 'task')['offset-commit-failure-percentage']).toBeGreaterThan(0),
      soon,
    );
    await run.stop();
  });
});
