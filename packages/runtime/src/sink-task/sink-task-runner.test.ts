import {
  RetriableError,
  type SinkRecord,
  type SinkTaskContext,
  type Transformation,
} from '@sluice/connect-api';
import { describe, expect, it, vi } from 'vitest';
import { InMemorySinkRun, type SinkRunOptions } from '../../testing/in-memory-sink-run.ts';
import { InMemorySinkTask } from '../../testing/in-memory-sink-task.ts';
import type { ChainLink } from '../pipeline/transform-chain.ts';

const t0 = { topic: 't', partition: 0 };
const t1 = { topic: 't', partition: 1 };
const soon = { timeout: 2000, interval: 1 };

interface Started {
  readonly run: InMemorySinkRun;
  readonly task: InMemorySinkTask;
  readonly context: SinkTaskContext;
}

function started(options: SinkRunOptions = {}, task = new InMemorySinkTask()): Started {
  let given: SinkTaskContext | undefined;
  const run = new InMemorySinkRun((context) => {
    given = context;
    return task;
  }, options);
  return { run, task, context: given as SinkTaskContext };
}

function busy(times: number): RetriableError[] {
  return Array.from({ length: times }, () => new RetriableError('busy'));
}

describe('a sink task', () => {
  it('is given what its partitions hold and commits it when it stops', async () => {
    const { run, task } = started();
    run.consumer.produce(t0, 'a', 'b', 'c', 'd');
    run.consumer.produce(t1);
    run.consumer.assign(t0, t1);
    await vi.waitFor(() => expect(task.values).toEqual(['a', 'b', 'c', 'd']), soon);
    expect(run.consumer.commits).toEqual([]);
    await run.stop();
    expect(task.calls).toEqual([
      'start',
      'open t-0,t-1',
      'put a,b,c',
      'put d',
      'preCommit t-0@4,t-1@0',
      'close t-0,t-1',
      'stop',
    ]);
    expect(run.consumer.commits).toEqual([
      { ...t0, offset: 4 },
      { ...t1, offset: 0 },
    ]);
    expect(run.consumer.isClosed).toBe(true);
    expect(run.states).toEqual(['RUNNING', 'UNASSIGNED']);
  });

  it('is given records with all that Kafka knows of them', async () => {
    const given: SinkRecord[] = [];
    const { run } = started(
      {},
      Object.assign(new InMemorySinkTask(), {
        put: (records: readonly SinkRecord[]) => void given.push(...records),
      }),
    );
    run.consumer.produce(t0, null);
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(given).toHaveLength(1), soon);
    await run.stop();
    expect(given[0]).toMatchObject({
      topic: 't',
      kafkaPartition: 0,
      kafkaOffset: 0,
      value: null,
      timestampMs: 5,
      timestampType: 'CreateTime',
      originalTopic: 't',
      originalKafkaPartition: 0,
      originalKafkaOffset: 0,
    });
  });

  it('is called with an empty list after a poll that brought nothing, and without partitions', async () => {
    let puts = 0;
    const { run, task } = started(
      { flushIntervalMs: 1 },
      Object.assign(new InMemorySinkTask(), { put: () => void puts++ }),
    );
    await vi.waitFor(() => expect(puts).toBeGreaterThan(2), soon);
    await run.stop();
    expect(task.calls).toEqual(['start', 'stop']);
  });

  it('ends at once when it is stopped while nothing comes, and is not given what comes then', async () => {
    const { run, task } = started();
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(task.calls).toContain('open t-0'), soon);
    run.control.stop();
    run.consumer.produce(t0, 'late');
    await run.ended;
    expect(task.values).toEqual([]);
    expect(run.consumer.commits).toEqual([]);
  });

  it('fails when put fails, and commits only what was put before', async () => {
    const { run, task } = started();
    const broken = new Error('no space left');
    task.putErrors.push(null, broken);
    run.consumer.produce(t0, 'a', 'b', 'c', 'd', 'e');
    run.consumer.assign(t0);
    expect(await run.ended).toMatchObject({
      message:
        'Exiting WorkerSinkTask due to unrecoverable exception. put failed; it was given 2 records, t-0@3 to t-0@4',
      cause: broken,
    });
    expect(task.calls.slice(-3)).toEqual(['preCommit t-0@3', 'close t-0', 'stop']);
    expect(run.consumer.committed(t0)).toBe(3);
    expect(run.states).toEqual(['RUNNING', 'FAILED']);
  });

  it('fails at a record that cannot be read, naming it and putting nothing of that poll', async () => {
    const { run, task } = started();
    run.consumer.produce(t0, 'a', 'bad');
    run.consumer.assign(t0);
    expect(await run.ended).toMatchObject({
      message:
        'Tolerance exceeded in error handler: org.example.TextConverter (VALUE_CONVERTER) failed for the record at ' +
        'topic t, partition 0, offset 1',
    });
    expect(task.values).toEqual([]);
    expect(run.consumer.commits).toEqual([]);
  });

  it('skips a record that cannot be read when errors are tolerated, and its offset', async () => {
    const { run, task } = started({ policy: { tolerance: 'all' } });
    run.consumer.produce(t0, 'a', 'bad');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(task.values).toEqual(['a']), soon);
    await run.stop();
    expect(run.consumer.committed(t0)).toBe(2);
  });

  it('uses the topics whose records it can read, whatever becomes of them', async () => {
    const { run, task } = started({
      policy: { tolerance: 'all' },
      transforms: [
        transform((one) => {
          if (one.value === 'odd') throw new Error('odd');
          return one.value === 'dropped' ? null : one.with({ topic: 'elsewhere' });
        }),
      ],
    });
    const topics = ['unread', 'odd', 'dropped', 'read'].map((topic) => ({ topic, partition: 0 }));
    const values = ['bad', 'odd', 'dropped', 'a'];
    for (const [index, topic] of topics.entries()) run.consumer.produce(topic, values[index] as string);
    run.consumer.assign(...topics);
    await vi.waitFor(() => expect(task.values).toEqual(['a']), soon);
    await run.stop();
    expect(run.topics).toEqual(['odd', 'dropped', 'read']);
  });

  it('is stopped though it could not start, and has failed', async () => {
    const task = new InMemorySinkTask();
    task.start = () => {
      throw new Error('no such table');
    };
    const { run } = started({}, task);
    expect(await run.ended).toMatchObject({ message: 'no such table' });
    expect(task.calls).toEqual(['stop']);
    expect(run.states).toEqual(['FAILED']);
  });

  it('fails when it cannot open partitions', async () => {
    const task = new InMemorySinkTask();
    task.open = () => {
      throw new Error('no such table');
    };
    const { run } = started({}, task);
    run.consumer.produce(t0, 'a');
    run.consumer.assign(t0);
    expect(await run.ended).toMatchObject({ message: 'no such table' });
    expect(task.values).toEqual([]);
    expect(task.calls).toEqual(['start', 'preCommit t-0@0', 'close t-0', 'stop']);
  });

  it('fails with its first error, whatever goes wrong after it', async () => {
    const task = new InMemorySinkTask();
    task.putErrors.push(new Error('first'));
    task.close = () => {
      throw new Error('second');
    };
    const { run } = started({}, task);
    run.consumer.produce(t0, 'a');
    run.consumer.assign(t0);
    expect(await run.ended).toMatchObject({ cause: { message: 'first' } });
  });
});

const transform = (apply: Transformation['apply']): ChainLink => ({
  className: 'org.example.Transform',
  transformation: { apply },
  condition: null,
});

describe('a sink task with transformations', () => {
  it('is given what they make of records, and commits the offsets of those that they drop too', async () => {
    const { run, task } = started({
      transforms: [
        transform((one) => (one.value === 'b' ? null : one)),
        transform((one) => one.with({ value: `${String(one.value)}!` })),
      ],
    });
    run.consumer.produce(t0, 'a', 'b');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(task.values).toEqual(['a!']), soon);
    await run.stop();
    expect(run.consumer.commits).toEqual([{ ...t0, offset: 2 }]);
  });

  it('knows where a record came from, whatever topic they give it', async () => {
    const { run, task } = started({
      transforms: [transform((one) => one.with({ topic: 'elsewhere', kafkaPartition: 9 }))],
    });
    task.putErrors.push(...busy(4));
    run.consumer.produce(t0, 'a');
    run.consumer.produce(t1, 'b');
    run.consumer.assign(t0, t1);
    await vi.waitFor(() => expect(task.calls).toContain('put a,b'), soon);
    run.consumer.revoke(t0);
    await vi.waitFor(() => expect(task.calls).toContain('put b'), soon);
    await run.stop();
    expect(run.consumer.committed(t0)).toBe(0);
  });

  it('tries the one again that failed in a way that may pass, without converting the record again', async () => {
    let failures = 1;
    const { run, task } = started({
      policy: { retryTimeoutMs: -1, retryDelayMaxMs: 1 },
      transforms: [
        transform((one) => one.with({ value: `${String(one.value)}!` })),
        transform((one) => {
          failures -= 1;
          if (failures >= 0) throw new RetriableError('busy');
          return one;
        }),
      ],
    });
    run.consumer.produce(t0, 'a');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(task.values).toEqual(['a!']), soon);
    await run.stop();
  });

  it('fails when one fails, naming it and the record', async () => {
    const { run } = started({
      transforms: [
        transform(() => {
          throw new Error('odd');
        }),
      ],
    });
    run.consumer.produce(t0, 'a');
    run.consumer.assign(t0);
    expect(await run.ended).toMatchObject({
      message:
        'Tolerance exceeded in error handler: org.example.Transform (TRANSFORMATION) failed for the record at topic t, partition 0, offset 0',
      cause: { message: 'odd' },
    });
  });
});

describe('redelivery after a retriable error', () => {
  it('brings the same records again, before any others and as soon as the task asks', async () => {
    const { run, task, context } = started();
    task.putErrors.push(new RetriableError('busy'), new RetriableError('busy'));
    const put = task.put.bind(task);
    task.put = (records) => {
      context.timeout(5);
      return put(records);
    };
    run.consumer.produce(t0, 'a', 'b', 'c', 'd');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(task.values).toHaveLength(4), soon);
    await run.stop();
    expect(task.calls.filter((call) => call.startsWith('put'))).toEqual([
      'put a,b,c',
      'put a,b,c',
      'put a,b,c',
      'put d',
    ]);
    expect(run.consumer.committed(t0)).toBe(4);
  });

  it('commits nothing of them meanwhile', async () => {
    const { run, task } = started({ flushIntervalMs: 5 });
    run.consumer.produce(t0, 'a', 'b', 'c');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(run.consumer.committed(t0)).toBe(3), soon);
    task.putErrors.push(...busy(3));
    run.consumer.produce(t0, 'd');
    await vi.waitFor(() => expect(task.count('put d')).toBe(3), soon);
    expect(run.consumer.committed(t0)).toBe(3);
    await vi.waitFor(() => expect(run.consumer.committed(t0)).toBe(4), soon);
    await run.stop();
  });

  it('pauses partitions that are assigned meanwhile, and goes on with all once it is over', async () => {
    const { run, task } = started({ flushIntervalMs: 20 });
    task.putErrors.push(new RetriableError('busy'));
    run.consumer.produce(t0, 'a');
    run.consumer.produce(t1, 'x');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(run.consumer.paused()).toEqual([t0]), soon);
    run.consumer.assign(t1);
    await vi.waitFor(() => expect(task.values).toEqual(['a', 'x']), soon);
    expect(run.consumer.paused()).toEqual([]);
    await run.stop();
  });

  it('leaves out partitions that were revoked, and is over when none is left', async () => {
    const { run, task } = started();
    task.putErrors.push(...busy(4));
    run.consumer.produce(t0, 'a', 'b');
    run.consumer.produce(t1, 'x');
    run.consumer.assign(t0, t1);
    await vi.waitFor(() => expect(task.calls).toContain('put a,b,x'), soon);
    run.consumer.revoke(t0);
    await vi.waitFor(() => expect(task.calls).toContain('put x'), soon);
    expect(run.consumer.paused()).toEqual([t1]);
    run.consumer.revoke(t1);
    await vi.waitFor(() => expect(task.calls).toContain('close t-1'), soon);
    task.putErrors.length = 0;
    run.consumer.assign(t1);
    await vi.waitFor(() => expect(task.values).toEqual(['x']), soon);
    await run.stop();
    expect(run.consumer.committed(t0)).toBe(0);
  });

  it('goes on while the connector is paused, and leaves it paused', async () => {
    const { run, task } = started({ flushIntervalMs: 10 });
    task.putErrors.push(new RetriableError('busy'), new RetriableError('busy'));
    run.consumer.produce(t0, 'a');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(task.calls).toContain('put a'), soon);
    run.control.setTarget('PAUSED');
    run.consumer.produce(t0, 'b');
    await vi.waitFor(() => expect(task.values).toEqual(['a']), soon);
    expect(run.consumer.paused()).toEqual([t0]);
    run.control.setTarget('STARTED');
    await vi.waitFor(() => expect(task.values).toEqual(['a', 'b']), soon);
    await run.stop();
    expect(run.states).toEqual(['RUNNING', 'PAUSED', 'RUNNING', 'UNASSIGNED']);
  });
});

describe('a paused sink task', () => {
  it('commits and is called without records, until it is resumed', async () => {
    const { run, task } = started();
    run.consumer.produce(t0, 'a');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(task.values).toEqual(['a']), soon);
    run.control.setTarget('PAUSED');
    await vi.waitFor(() => expect(run.consumer.committed(t0)).toBe(1), soon);
    run.consumer.produce(t0, 'b');
    run.consumer.assign(t1);
    await vi.waitFor(() => expect(run.consumer.paused()).toEqual([t0, t1]), soon);
    expect(task.values).toEqual(['a']);
    run.control.setTarget('STARTED');
    await vi.waitFor(() => expect(task.values).toEqual(['a', 'b']), soon);
    await run.stop();
    expect(run.states).toEqual(['RUNNING', 'PAUSED', 'RUNNING', 'UNASSIGNED']);
  });

  it('resumes only what the task did not pause itself', async () => {
    const { run, task, context } = started();
    run.consumer.produce(t0);
    run.consumer.produce(t1);
    run.consumer.assign(t0, t1);
    await vi.waitFor(() => expect(task.count('open')).toBe(1), soon);
    context.pause(t1);
    run.control.setTarget('PAUSED');
    await vi.waitFor(() => expect(run.consumer.paused()).toEqual([t0, t1]), soon);
    context.pause(t0);
    context.resume(t0);
    expect(run.consumer.paused()).toEqual([t0, t1]);
    run.control.setTarget('STARTED');
    await vi.waitFor(() => expect(run.consumer.paused()).toEqual([t1]), soon);
    context.resume(t1);
    expect(run.consumer.paused()).toEqual([]);
    await run.stop();
  });
});

describe('a cancelled sink task', () => {
  it('gives its partitions up at once, and commits and puts nothing when it returns late', async () => {
    const { run, task } = started({ flushIntervalMs: 5 });
    const gate = Promise.withResolvers<void>();
    const put = task.put.bind(task);
    task.put = async (records) => {
      if (records.length > 0) await gate.promise;
      await put(records);
    };
    run.consumer.produce(t0, 'a', 'b', 'c', 'd');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(task.count('open')).toBe(1), soon);
    await new Promise((resolve) => void setTimeout(resolve, 10));
    task.calls.length = 0;
    run.control.cancel();
    await vi.waitFor(() => expect(run.consumer.isClosed).toBe(true), soon);
    gate.resolve();
    await run.ended;
    expect(task.calls).toEqual(['put a,b,c', 'stop']);
    expect(run.consumer.commits).toEqual([]);
  });
});
