import { RetriableError, SourceRecord, type SourceRecordInit, type SourceTask } from '@sluice/connect-api';
import { describe, expect, it, vi } from 'vitest';
import { InMemoryProducer } from '../../testing/in-memory-producer.ts';
import { InMemorySourceRun, InMemorySourceTask } from '../../testing/in-memory-source-run.ts';
import { MemoryOffsetStore } from '../stores/memory-offset-store.ts';
import type { OffsetEntry } from '../stores/offset-store.ts';

function record(position: number, init: Partial<SourceRecordInit> = {}): SourceRecord {
  return new SourceRecord({
    topic: 't',
    value: `v${position}`,
    sourcePartition: { p: 'a' },
    sourceOffset: { position },
    ...init,
  });
}

/** A producer whose records wait until the test settles them. */
function slowProducer(): InMemoryProducer {
  const producer = new InMemoryProducer();
  producer.acknowledgesAtOnce = false;
  return producer;
}

const failedWith = (message: string): unknown => expect.objectContaining({ message });
const soon = { timeout: 2000, interval: 1 };

describe('a source task', () => {
  it('sends what poll returns and commits the offsets when it stops', async () => {
    const task = new InMemorySourceTask([record(1), record(2)], [], [record(3)]);
    const run = new InMemorySourceRun(task);
    await vi.waitFor(() => expect(run.producer.values).toEqual(['v1', 'v2', 'v3']), soon);
    expect(await run.position()).toBeUndefined();
    await run.stop();
    expect(await run.position()).toBe(3);
    expect(run.states).toEqual(['RUNNING', 'UNASSIGNED']);
    expect(task.calls.slice(-2)).toEqual(['commit', 'stop']);
  });

  it('passes partition, timestamp, key and headers on', async () => {
    const sent = record(1, { kafkaPartition: 1, timestampMs: 5, key: 'k' });
    sent.headers.add('h', 'x', null);
    const run = new InMemorySourceRun(new InMemorySourceTask([sent, record(2, { timestampMs: -1 })]), {
      producer: new InMemoryProducer({ t: 2 }),
    });
    await vi.waitFor(() => expect(run.producer.acknowledged).toHaveLength(2), soon);
    await run.stop();
    expect(run.producer.acknowledged).toEqual([
      {
        topic: 't',
        partition: 1,
        timestampMs: 5,
        key: 'k',
        value: 'v1',
        headers: [{ key: 'h', value: 'x' }],
      },
      { topic: 't', partition: null, timestampMs: null, key: null, value: 'v2', headers: [] },
    ]);
  });

  it('stores no offset past a record that is not acknowledged', async () => {
    const producer = slowProducer();
    const run = new InMemorySourceRun(new InMemorySourceTask([record(1), record(2), record(3)]), {
      producer,
      flushIntervalMs: 1,
      flushTimeoutMs: 30,
    });
    await vi.waitFor(() => expect(producer.openCount).toBe(3), soon);
    producer.acknowledge(0);
    await vi.waitFor(async () => expect(await run.position()).toBe(1), soon);
    producer.acknowledge(1);
    await run.stop();
    expect(await run.position()).toBe(1);
    expect(run.log.messages('warn')).toEqual([expect.stringContaining('not acknowledged in time')]);
    expect(producer.isClosed).toBe(true);
  });

  it('ends at once when it is stopped while it waits for a topic, and leaves the rest for the next run', async () => {
    const task = new InMemorySourceTask([record(1), record(2, { topic: 'missing' }), record(3)]);
    const run = new InMemorySourceRun(task, { flushTimeoutMs: 60_000 });
    await vi.waitFor(() => expect(run.producer.values).toEqual(['v1']), soon);
    expect(await run.stop()).toBeUndefined();
    expect(run.states).toEqual(['RUNNING', 'UNASSIGNED']);
    expect(run.producer.values).toEqual(['v1']);
    expect(await run.position()).toBe(1);
  });

  it('waits for a topic, and for a partition, that appears later', async () => {
    const run = new InMemorySourceRun(
      new InMemorySourceTask([record(1, { topic: 'new' }), record(2, { kafkaPartition: 3 })]),
    );
    run.producer.createTopic('new');
    await vi.waitFor(() => expect(run.producer.values).toEqual(['v1']), soon);
    run.producer.createTopic('t', 4);
    await vi.waitFor(() => expect(run.producer.values).toEqual(['v1', 'v2']), soon);
    await run.stop();
  });

  it('goes on when there is room in the buffer again, in order', async () => {
    const producer = slowProducer();
    producer.capacity = 1;
    const run = new InMemorySourceRun(new InMemorySourceTask([record(1), record(2), record(3)]), {
      producer,
    });
    for (const value of ['v1', 'v2', 'v3']) {
      await vi.waitFor(() => expect(producer.openCount).toBe(1), soon);
      producer.acknowledge();
      expect(producer.values.at(-1)).toBe(value);
    }
    await run.stop();
    expect(await run.position()).toBe(3);
  });

  it('is not polled while plenty waits to be sent', async () => {
    const producer = slowProducer();
    producer.plenty = 1;
    const task = new InMemorySourceTask([record(1), record(2), record(3)], [record(4)]);
    const run = new InMemorySourceRun(task, { producer });
    const polls = (): number => task.calls.filter((call) => call === 'poll').length;
    await vi.waitFor(() => expect(producer.openCount).toBe(3), soon);
    producer.acknowledge();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(polls()).toBe(1);
    producer.acknowledge();
    await vi.waitFor(() => expect(producer.openCount).toBe(2), soon);
    producer.acknowledgesAtOnce = true;
    producer.acknowledge();
    producer.acknowledge();
    await run.stop();
    expect(await run.position()).toBe(4);
  });

  it('ends when it is stopped while plenty waits to be sent', async () => {
    const producer = slowProducer();
    producer.plenty = 1;
    const task = new InMemorySourceTask([record(1), record(2)], [record(3)]);
    const run = new InMemorySourceRun(task, { producer });
    await vi.waitFor(() => expect(producer.openCount).toBe(2), soon);
    run.control.stop();
    setTimeout(() => {
      producer.acknowledge();
      producer.acknowledge();
    }, 5);
    await run.ended;
    expect(producer.values).toEqual(['v1', 'v2']);
    expect(await run.position()).toBe(2);
  });

  it('ends when it is stopped while the buffer is full, and commits only what was acknowledged', async () => {
    const producer = slowProducer();
    producer.capacity = 1;
    const run = new InMemorySourceRun(new InMemorySourceTask([record(1), record(2)]), { producer });
    await vi.waitFor(() => expect(producer.isFull).toBe(true), soon);
    run.control.stop();
    setTimeout(() => producer.acknowledge(), 5);
    await run.ended;
    expect(producer.values).toEqual(['v1']);
    expect(await run.position()).toBe(1);
  });

  it('fails when Kafka refuses a record, and does not wait for it at the end', async () => {
    const producer = slowProducer();
    const run = new InMemorySourceRun(new InMemorySourceTask([record(1), record(2)]), {
      producer,
      flushTimeoutMs: 60_000,
    });
    await vi.waitFor(() => expect(producer.openCount).toBe(2), soon);
    const refusal = new Error('RECORD_TOO_LARGE');
    producer.acknowledge();
    producer.refuse(refusal);
    expect(await run.ended).toMatchObject({
      message: 'Unrecoverable exception from producer send callback',
      cause: refusal,
    });
    expect(run.states).toEqual(['RUNNING', 'FAILED']);
    expect(await run.position()).toBe(1);
  });

  it('skips a record that Kafka refuses when errors are tolerated', async () => {
    const producer = slowProducer();
    const task = new InMemorySourceTask([record(1), record(2)]);
    const run = new InMemorySourceRun(task, { producer, policy: { tolerance: 'all' } });
    await vi.waitFor(() => expect(producer.openCount).toBe(2), soon);
    producer.refuse(new Error('RECORD_TOO_LARGE'), 1);
    producer.acknowledge();
    await run.stop();
    expect(await run.position()).toBe(2);
    expect(task.committed.map(([{ value }, metadata]) => [value, metadata])).toEqual([
      ['v2', null],
      ['v1', { topic: 't', partition: 0, offset: 0, timestampMs: 0 }],
    ]);
    expect(run.log.messages('error')).toEqual(['Records that Kafka refused were skipped']);
  });

  it('drops a record that cannot be converted when errors are tolerated, without its offset', async () => {
    const task = new InMemorySourceTask([record(1), record(2, { value: 'bad' })]);
    const run = new InMemorySourceRun(task, { policy: { tolerance: 'all' } });
    await vi.waitFor(() => expect(task.committed).toHaveLength(2), soon);
    await run.stop();
    expect(run.producer.values).toEqual(['v1']);
    expect(task.committed[1]).toEqual([expect.objectContaining({ value: 'bad' }), null]);
    expect(await run.position()).toBe(1);
  });

  it('fails at a record that cannot be converted, naming it and committing those before', async () => {
    const run = new InMemorySourceRun(new InMemorySourceTask([record(1), record(2, { value: 'bad' })]));
    expect(await run.ended).toMatchObject({
      message:
        'Tolerance exceeded in error handler: org.example.TextConverter (VALUE_CONVERTER) failed for the record at ' +
        'source partition {"p":"a"}, source offset {"position":2}, bound for topic t',
    });
    expect(await run.position()).toBe(1);
    expect(run.states).toEqual(['RUNNING', 'FAILED']);
  });

  it('does not drop a record that is tried again when it is stopped', async () => {
    const policy = { tolerance: 'all', retryTimeoutMs: -1, retryDelayMaxMs: 60_000 } as const;
    const task = new InMemorySourceTask([record(1), record(2, { value: 'busy' }), record(3)]);
    const run = new InMemorySourceRun(task, { policy });
    await vi.waitFor(() => expect(run.producer.values).toEqual(['v1']), soon);
    await run.stop();
    expect(task.committed).toHaveLength(1);
    expect(await run.position()).toBe(1);
    expect(run.states).toEqual(['RUNNING', 'UNASSIGNED']);
  });

  it('polls again after a retriable error and fails at any other', async () => {
    const fatal = new Error('disk on fire');
    const task = new InMemorySourceTask(new RetriableError('later'), [record(1)], fatal);
    const run = new InMemorySourceRun(task);
    expect(await run.ended).toBe(fatal);
    expect(run.producer.values).toEqual(['v1']);
    expect(await run.position()).toBe(1);
    expect(task.calls.at(-1)).toBe('stop');
  });

  it('waits for topics through retriable errors and fails at any other', async () => {
    const producer = new InMemoryProducer({});
    const retriable = Object.assign(new Error('timed out'), { retriable: true });
    const refusal = Object.assign(new Error('TOPIC_AUTHORIZATION_FAILED'), { retriable: false });
    producer.prepareErrors.push(retriable, refusal);
    const run = new InMemorySourceRun(new InMemorySourceTask([record(1)]), { producer });
    expect(await run.ended).toMatchObject({
      message: 'Unrecoverable exception trying to send',
      cause: refusal,
    });
    expect(run.log.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', fields: { err: retriable } }),
    );
  });

  it.each([-2, 1.5])('fails at the timestamp %d, even when errors are tolerated', async (timestampMs) => {
    const run = new InMemorySourceRun(new InMemorySourceTask([record(1, { timestampMs })]), {
      policy: { tolerance: 'all' },
    });
    expect(await run.ended).toMatchObject({
      message: `Invalid record timestamp ${timestampMs}`,
      javaClassName: 'org.apache.kafka.common.InvalidRecordException',
    });
  });

  it.each([
    ['partition', { sourcePartition: { p: { q: 1 } } }],
    ['offset', { sourceOffset: { p: { q: 1 } } }],
  ])('fails at a source %s that cannot be stored', async (_what, init) => {
    const unstorable = init as unknown as Partial<SourceRecordInit>;
    const run = new InMemorySourceRun(new InMemorySourceTask([record(1, unstorable)]), {
      flushIntervalMs: 1,
    });
    expect(await run.ended).toEqual(
      failedWith('Offsets may only contain primitive types as values, but field p contains Object'),
    );
    expect(run.states).toEqual(['RUNNING', 'FAILED']);
  });
});

describe('a source task that is paused', () => {
  it('does not poll, but commits, until it is resumed', async () => {
    const task = new InMemorySourceTask([record(1)]);
    const run = new InMemorySourceRun(task, { flushIntervalMs: 1 });
    await vi.waitFor(() => expect(run.producer.values).toEqual(['v1']), soon);
    run.control.setTarget('PAUSED');
    await vi.waitFor(() => expect(run.states.at(-1)).toBe('PAUSED'), soon);
    task.calls.length = 0;
    await vi.waitFor(() => expect(task.calls).toContain('commit'), soon);
    expect(task.calls).not.toContain('poll');
    run.control.setTarget('STARTED');
    await vi.waitFor(() => expect(task.calls).toContain('poll'), soon);
    await run.stop();
    expect(run.states).toEqual(['RUNNING', 'PAUSED', 'RUNNING', 'UNASSIGNED']);
  });

  it('is not started before it is resumed, and then as usual', async () => {
    const task = new InMemorySourceTask([record(1)]);
    const run = new InMemorySourceRun(task, { target: 'PAUSED' });
    await vi.waitFor(() => expect(run.states).toEqual(['PAUSED']), soon);
    expect(task.calls).toEqual([]);
    run.control.setTarget('STARTED');
    await vi.waitFor(() => expect(run.states).toEqual(['PAUSED', 'RUNNING']), soon);
    await run.stop();
  });

  it('is not stopped when it never was started', async () => {
    const task = new InMemorySourceTask();
    const run = new InMemorySourceRun(task, { target: 'PAUSED' });
    await run.stop();
    expect(task.calls).toEqual([]);
    expect(run.states).toEqual(['PAUSED', 'UNASSIGNED']);
  });

  it('ends when its connector is stopped', async () => {
    const run = new InMemorySourceRun(new InMemorySourceTask(), { target: 'PAUSED' });
    await vi.waitFor(() => expect(run.states).toEqual(['PAUSED']), soon);
    run.control.setTarget('STOPPED');
    await run.ended;
    expect(run.states).toEqual(['PAUSED', 'UNASSIGNED']);
  });
});

describe('a source task that cannot start', () => {
  it('is stopped all the same and has failed', async () => {
    const calls: string[] = [];
    const broken = new Error('no such table');
    const run = new InMemorySourceRun({
      start: () => {
        throw broken;
      },
      poll: () => null,
      stop: () => void calls.push('stop'),
    });
    expect(await run.ended).toBe(broken);
    expect(calls).toEqual(['stop']);
    expect(run.states).toEqual(['FAILED']);
  });
});

describe('offsets that cannot be stored now', () => {
  it('are stored at the next flush, and only then the task hears of a commit', async () => {
    class ForgetfulStore extends MemoryOffsetStore {
      failures = 2;
      override set(entries: readonly OffsetEntry[]): Promise<void> {
        return this.failures-- > 0 ? Promise.reject(new Error('disk full')) : super.set(entries);
      }
    }
    const store = new ForgetfulStore();
    const task = new InMemorySourceTask([record(1)]);
    const run = new InMemorySourceRun(task, { store, flushIntervalMs: 1 });
    await vi.waitFor(async () => expect(await run.position()).toBe(1), soon);
    expect(run.log.messages('error')).toEqual(
      Array(2).fill('Offsets were not committed; trying again later'),
    );
    await run.stop();
    expect(run.states).toEqual(['RUNNING', 'UNASSIGNED']);
  });

  it('hold nobody up for longer than offset.flush.timeout.ms', async () => {
    class HungStore extends MemoryOffsetStore {
      override set(): Promise<void> {
        return new Promise(() => undefined);
      }
    }
    const task = new InMemorySourceTask([record(1)]);
    const run = new InMemorySourceRun(task, { store: new HungStore(), flushTimeoutMs: 10 });
    await vi.waitFor(() => expect(run.producer.values).toEqual(['v1']), soon);
    await run.stop();
    expect(task.calls).not.toContain('commit');
    expect(run.log.messages('error')).toEqual([expect.stringContaining('offset.flush.timeout.ms')]);
  });
});

describe('a cancelled source task', () => {
  it('has stored what was acknowledged before it was stopped', async () => {
    const producer = slowProducer();
    const run = new InMemorySourceRun(new InMemorySourceTask([record(1), record(2)]), { producer });
    await vi.waitFor(() => expect(producer.openCount).toBe(2), soon);
    producer.acknowledge();
    run.control.stop();
    await vi.waitFor(async () => expect(await run.position()).toBe(1), soon);
    run.control.cancel();
    await run.ended;
    expect(await run.position()).toBe(1);
  });

  it('sends nothing, stores nothing and commits nothing, though its poll returns late', async () => {
    const late = Promise.withResolvers<readonly SourceRecord[]>();
    const task = new InMemorySourceTask([record(1)]);
    const poll = task.poll.bind(task);
    task.poll = () => (task.calls.includes('poll') ? late.promise : poll());
    const run = new InMemorySourceRun(task, { flushIntervalMs: 10 });
    await vi.waitFor(() => expect(run.producer.values).toEqual(['v1']), soon);
    run.control.cancel();
    task.calls.length = 0;
    expect(run.producer.isClosed).toBe(true);
    await new Promise((resolve) => void setTimeout(resolve, 30));
    late.resolve([record(2)]);
    expect(await run.ended).toBeUndefined();
    expect(run.producer.values).toEqual(['v1']);
    expect(await run.position()).toBeUndefined();
    expect(task.calls).toEqual(['stop']);
  });

  it('lets go of what waits in the buffer', async () => {
    const producer = slowProducer();
    const task: SourceTask = { poll: vi.fn<SourceTask['poll']>().mockResolvedValueOnce([record(1)]) };
    vi.mocked(task.poll).mockReturnValue(new Promise(() => undefined));
    const run = new InMemorySourceRun(task, { producer });
    await vi.waitFor(() => expect(producer.openCount).toBe(1), soon);
    run.control.cancel();
    expect(producer.openCount).toBe(0);
    expect(producer.values).toEqual([]);
  });
});
