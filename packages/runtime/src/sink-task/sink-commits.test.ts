import { RetriableError, type SinkTaskContext } from '@sluice/connect-api';
import { describe, expect, it, vi } from 'vitest';
import { InMemorySinkRun, type SinkRunOptions } from '../../testing/in-memory-sink-run.ts';
import { InMemorySinkTask } from '../../testing/in-memory-sink-task.ts';

const t0 = { topic: 't', partition: 0 };
const t1 = { topic: 't', partition: 1 };
const soon = { timeout: 2000, interval: 1 };

class Started {
  readonly task = new InMemorySinkTask();
  readonly run: InMemorySinkRun;
  context!: SinkTaskContext;

  constructor(options: SinkRunOptions = {}) {
    this.run = new InMemorySinkRun((context) => {
      this.context = context;
      return this.task;
    }, options);
    this.run.consumer.assign(t0);
  }
}

describe('the commits of a sink task', () => {
  it('ask the task at every interval, but commit only what moved', async () => {
    const { run, task } = new Started({ flushIntervalMs: 5 });
    run.consumer.produce(t0, 'a');
    await vi.waitFor(() => expect(task.count('preCommit t-0@1')).toBeGreaterThan(2), soon);
    await run.stop();
    expect(run.consumer.commits).toEqual([{ ...t0, offset: 1 }]);
  });

  it('come before the next poll when the task asks for one', async () => {
    const { run, task, context } = new Started();
    task.put = () => context.requestCommit();
    run.consumer.produce(t0, 'a');
    await vi.waitFor(() => expect(run.consumer.committed(t0)).toBe(1), soon);
    await run.stop();
  });

  it('store what the task calls safe, with its metadata, and nothing it was not given', async () => {
    const { run, task, context } = new Started();
    run.consumer.produce(t0, 'a', 'b', 'c');
    task.safe = () => [
      { ...t0, offset: 2, metadata: 'm' },
      { ...t1, offset: 1 },
    ];
    await vi.waitFor(() => expect(task.values).toHaveLength(3), soon);
    context.requestCommit();
    run.consumer.wakeup();
    await vi.waitFor(() => expect(run.consumer.commits).toEqual([{ ...t0, offset: 2, metadata: 'm' }]), soon);
    task.safe = () => [{ ...t0, offset: 4 }];
    await run.stop();
    expect(run.consumer.committed(t0)).toBe(2);
    expect(run.log.lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields)).toEqual([
      { offsets: [{ ...t1, offset: 1 }] },
      { offsets: [{ ...t0, offset: 4 }] },
    ]);
  });

  it('tell the task what is committed, which it can also look up, with its metadata', async () => {
    const { run, task, context } = new Started();
    const told: unknown[] = [];
    Object.assign(task, { committed: (offsets: readonly unknown[]) => told.push(...offsets) });
    run.consumer.produce(t0, 'a');
    await vi.waitFor(() => expect(task.values).toHaveLength(1), soon);
    expect(await context.committed([t0, t1])).toEqual([]);
    task.safe = () => [{ ...t0, offset: 1, metadata: 'm' }];
    context.requestCommit();
    run.consumer.wakeup();
    await vi.waitFor(() => expect(told).toEqual([{ ...t0, offset: 1, metadata: 'm' }]), soon);
    expect(await context.committed([t0, t1])).toEqual(told);
    await run.stop();
  });

  it('do not tell the task of a commit that failed', async () => {
    const { run, task, context } = new Started();
    const told: unknown[] = [];
    Object.assign(task, { committed: (offsets: readonly unknown[]) => told.push(...offsets) });
    run.consumer.commitError = new Error('no coordinator');
    run.consumer.produce(t0, 'a');
    await vi.waitFor(() => expect(task.values).toHaveLength(1), soon);
    context.requestCommit();
    run.consumer.wakeup();
    await vi.waitFor(() => expect(run.log.lines.some(({ level }) => level === 'error')).toBe(true), soon);
    expect(told).toEqual([]);
    await run.stop();
  });

  it('store nothing when the task calls nothing safe', async () => {
    const { run, task } = new Started();
    run.consumer.produce(t0, 'a');
    task.safe = () => [];
    await vi.waitFor(() => expect(task.values).toHaveLength(1), soon);
    await run.stop();
    expect(run.consumer.commits).toEqual([]);
  });

  it('flush by default and take everything that was put for safe', async () => {
    const flushed: unknown[] = [];
    const run = new InMemorySinkRun(() => ({
      put: () => undefined,
      flush: (offsets) => void flushed.push(offsets),
    }));
    run.consumer.produce(t0, 'a');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(run.consumer.pollTimeoutsMs.length).toBeGreaterThan(1), soon);
    await run.stop();
    expect(flushed).toEqual([[{ ...t0, offset: 1 }]]);
    expect(run.consumer.committed(t0)).toBe(1);
  });

  it('happen between preCommit, close and the loss of revoked partitions, but not for lost ones', async () => {
    const { run, task } = new Started();
    run.consumer.produce(t0, 'a');
    run.consumer.produce(t1, 'x');
    run.consumer.assign(t1);
    await vi.waitFor(() => expect(task.values).toHaveLength(2), soon);
    run.consumer.revoke(t0);
    await vi.waitFor(() => expect(task.calls).toContain('close t-0'), soon);
    expect(run.consumer.committed(t0)).toBe(1);
    run.consumer.lose(t1);
    await vi.waitFor(() => expect(task.calls).toContain('close t-1'), soon);
    await run.stop();
    expect(task.calls.slice(-4)).toEqual(['preCommit t-0@1', 'close t-0', 'close t-1', 'stop']);
    expect(run.consumer.committed(t1)).toBe(0);
  });

  it('are tried again later when they fail, and never fail the task', async () => {
    const { run } = new Started({ flushIntervalMs: 5 });
    run.consumer.commitError = new Error('coordinator moved');
    run.consumer.produce(t0, 'a');
    await vi.waitFor(() => expect(run.log.messages('error').length).toBeGreaterThan(1), soon);
    run.consumer.commitError = null;
    await vi.waitFor(() => expect(run.consumer.committed(t0)).toBe(1), soon);
    await run.stop();
    expect(run.states).toEqual(['RUNNING', 'UNASSIGNED']);
  });

  it('are given up after offset.flush.timeout.ms, without spinning until then', async () => {
    const { run, task } = new Started({ flushIntervalMs: 5, flushTimeoutMs: 200 });
    const gate = Promise.withResolvers<void>();
    run.consumer.commitGate = gate.promise;
    run.consumer.produce(t0, 'a');
    await vi.waitFor(() => expect(task.count('preCommit t-0@1')).toBe(1), soon);
    run.consumer.commitGate = new Promise(() => undefined);
    await vi.waitFor(() => expect(task.count('preCommit t-0@1')).toBe(2), soon);
    expect(run.consumer.pollTimeoutsMs.length).toBeLessThan(20);
    expect(run.log.messages('warn')).toEqual(['Offsets were not committed within offset.flush.timeout.ms']);
    // The answer to the first comes while the second is under way, and says nothing about that.
    gate.resolve();
    await vi.waitFor(() => expect(run.consumer.committed(t0)).toBe(1), soon);
    const polls = run.consumer.pollTimeoutsMs.length;
    await new Promise((resolve) => void setTimeout(resolve, 6));
    run.consumer.wakeup();
    await vi.waitFor(() => expect(run.consumer.pollTimeoutsMs.length).toBeGreaterThan(polls), soon);
    expect(task.count('preCommit t-0@1')).toBe(2);
    run.consumer.commitGate = null;
    await run.stop();
  });
});

describe('a failing preCommit', () => {
  it('has everything since the last commit delivered again', async () => {
    const { run, task } = new Started({ flushIntervalMs: 10 });
    task.preCommitErrors.push(new Error('flush failed'));
    run.consumer.produce(t0, 'a', 'b');
    await vi.waitFor(() => expect(task.values).toEqual(['a', 'b', 'a', 'b']), soon);
    await vi.waitFor(() => expect(run.consumer.committed(t0)).toBe(2), soon);
    await run.stop();
    expect(run.states).toEqual(['RUNNING', 'UNASSIGNED']);
  });

  it('lets no offset past records that are to come again be committed, though others wait for redelivery', async () => {
    const { run, task } = new Started({ flushIntervalMs: 10 });
    task.preCommitErrors.push(new Error('flush failed'));
    const put = task.put.bind(task);
    // While a, b and c are not flushed, d is refused.
    task.put = (records) => {
      const waits = records[0]?.value === 'd' && task.preCommitErrors.length > 0;
      if (waits) throw new RetriableError('busy');
      return put(records);
    };
    run.consumer.produce(t0, 'a', 'b', 'c', 'd');
    await vi.waitFor(() => expect(run.consumer.committed(t0)).toBe(4), soon);
    await run.stop();
    expect(task.calls.filter((call) => call.startsWith('put'))).toEqual(['put a,b,c', 'put a,b,c', 'put d']);
  });

  it('commits nothing of partitions that are revoked', async () => {
    const { run, task } = new Started();
    run.consumer.produce(t0, 'a');
    await vi.waitFor(() => expect(task.values).toEqual(['a']), soon);
    task.preCommitErrors.push(new Error('flush failed'));
    run.consumer.revoke(t0);
    await vi.waitFor(() => expect(task.calls).toContain('close t-0'), soon);
    expect(run.consumer.commits).toEqual([]);
    await run.stop();
  });
});

describe('what a sink task asks of its context', () => {
  it('offset() goes on there, before the next poll and right after open', async () => {
    const { run, task, context } = new Started();
    const open = task.open.bind(task);
    task.open = (partitions) => {
      context.offset([{ ...t0, offset: 2 }]);
      return open(partitions);
    };
    run.consumer.produce(t0, 'a', 'b', 'c');
    await vi.waitFor(() => expect(task.values).toEqual(['c']), soon);
    context.offset([{ ...t0, offset: 1 }]);
    run.consumer.wakeup();
    await vi.waitFor(() => expect(task.values).toEqual(['c', 'b', 'c']), soon);
    await run.stop();
  });

  it('offset() waits for the assignment, and is forgotten with it', async () => {
    const { run, task, context } = new Started();
    context.offset([{ ...t1, offset: 1 }]);
    run.consumer.produce(t1, 'x', 'y');
    await vi.waitFor(() => expect(task.count('open')).toBe(1), soon);
    run.consumer.assign(t1);
    await vi.waitFor(() => expect(task.values).toEqual(['y']), soon);
    run.consumer.revoke(t1);
    run.consumer.assign(t1);
    run.consumer.produce(t1, 'z');
    await vi.waitFor(() => expect(task.values).toEqual(['y', 'z']), soon);
    await run.stop();
  });

  it('timeout() shortens one poll', async () => {
    const { run, context } = new Started();
    run.consumer.produce(t0, 'a');
    context.timeout(0);
    context.timeout(7);
    await vi.waitFor(() => expect(run.consumer.pollTimeoutsMs.length).toBeGreaterThan(1), soon);
    await run.stop();
    expect(run.consumer.pollTimeoutsMs.filter((timeoutMs) => timeoutMs <= 7)).toEqual([7]);
  });

  it('pause() and resume() stop and start partitions, and refuse those of others', async () => {
    const { run, task, context } = new Started();
    await vi.waitFor(() => expect(context.assignment()).toEqual([t0]), soon);
    context.pause(t0);
    run.consumer.produce(t0, 'a');
    run.consumer.wakeup();
    expect(run.consumer.paused()).toEqual([t0]);
    context.resume(t0);
    await vi.waitFor(() => expect(task.values).toEqual(['a']), soon);
    expect(() => context.pause(t1)).toThrow(
      'SinkTasks may not pause partitions that are not currently assigned to them.',
    );
    expect(() => context.resume(t1)).toThrow('SinkTasks may not resume');
    await run.stop();
  });

  it('pause() is remembered while the partition stays assigned, through an eager rebalance too', async () => {
    const { run, task, context } = new Started();
    await vi.waitFor(() => expect(task.count('open')).toBe(1), soon);
    context.pause(t0);
    run.consumer.revoke(t0);
    run.consumer.assign(t0, t1);
    await vi.waitFor(() => expect(task.count('open')).toBe(2), soon);
    expect(run.consumer.paused()).toEqual([t0]);
    await run.stop();
  });
});
