import { SourceRecord, type SourceRecordInit } from '@sluice/connect-api';
import { describe, expect, it, vi } from 'vitest';
import { InMemoryExactlyOnceRun } from '../../../testing/in-memory-exactly-once.ts';
import { InMemorySourceTask } from '../../../testing/in-memory-source-run.ts';
import { MemoryOffsetStore } from '../../stores/memory-offset-store.ts';
import { intervalBoundaries, taskBoundaries } from './transaction-boundaries.ts';
import { TransactionWishes } from './transaction-wishes.ts';

const soon = { timeout: 2000, interval: 1 };

function record(position: number, init: Partial<SourceRecordInit> = {}): SourceRecord {
  return new SourceRecord({
    topic: 't',
    value: `v${position}`,
    sourcePartition: { p: 'a' },
    sourceOffset: { position },
    ...init,
  });
}

const offset = (position: number, partition = 'a'): string =>
  `offsets ["c",{"p":"${partition}"}]={"position":${position}}`;

class KafkaFailure extends Error {
  readonly errorName: string;

  constructor(errorName: string, cause?: unknown) {
    super(errorName, { cause });
    this.errorName = errorName;
  }
}

const dropOdd = {
  className: 'DropOdd',
  condition: null,
  transformation: {
    apply: (one: SourceRecord) => (/[13579]$/.test(String(one.value)) ? null : one),
  },
};

/** A task that says itself when its transactions end. */
class WishingTask extends InMemorySourceTask {
  readonly wishes = new TransactionWishes();
  readonly #onPoll: (wishes: TransactionWishes, poll: number) => void;
  #polls = 0;

  constructor(
    onPoll: (wishes: TransactionWishes, poll: number) => void,
    ...batches: readonly (readonly SourceRecord[])[]
  ) {
    super(...batches);
    this.#onPoll = onPoll;
  }

  override poll(): ReturnType<InMemorySourceTask['poll']> {
    this.#onPoll(this.wishes, ++this.#polls);
    return super.poll();
  }

  run(): InMemoryExactlyOnceRun {
    return new InMemoryExactlyOnceRun(this, { boundaries: taskBoundaries(this.wishes) });
  }
}

describe('a source task that delivers exactly once', () => {
  it('commits the records of a poll together with their offsets', async () => {
    const b = { sourcePartition: { p: 'b' } };
    const task = new InMemorySourceTask([record(1), record(2), record(1, b)], [], [record(3)]);
    const run = new InMemoryExactlyOnceRun(task);
    await vi.waitFor(() => expect(run.producer.history).toHaveLength(2), soon);
    expect(await run.stop()).toBeUndefined();
    expect(run.producer.history).toEqual([
      `commit t=v1 t=v2 t=v1 ${offset(2)} ${offset(1, 'b')}`,
      `commit t=v3 ${offset(3)}`,
    ]);
    expect(run.states).toEqual(['RUNNING', 'UNASSIGNED']);
    expect(run.producer.isClosed).toBe(true);
    expect(run.offsets.isClosed).toBe(true);
  });

  it('hears of commits at every boundary, also when there was nothing, and of records only then and in order', async () => {
    const records = [record(1), record(2), record(3)];
    const task = new InMemorySourceTask(null as never, records);
    const run = new InMemoryExactlyOnceRun(task, { transforms: [dropOdd] });
    await vi.waitFor(() => expect(task.committed).toHaveLength(3), soon);
    await run.stop();
    expect(task.calls.slice(0, 5)).toEqual(['start', 'poll', 'commit', 'poll', 'commit']);
    expect(task.committed).toEqual([
      [records[0], null],
      [records[1], { topic: 't', partition: 0, offset: 0, timestampMs: 0 }],
      [records[2], null],
    ]);
    // What was dropped does not move the offset.
    expect(run.producer.history).toEqual([`commit t=v2 ${offset(2)}`]);
  });

  it('fences earlier tasks, then its own earlier producers, and asks whether it is still wanted before it starts', async () => {
    const task = new InMemorySourceTask([record(1)]);
    const order: string[] = [];
    const note = (what: string) => (): Promise<void> => {
      order.push(`${what} ${[...run.producer.calls, ...task.calls].join()}`);
      return Promise.resolve();
    };
    const run: InMemoryExactlyOnceRun = new InMemoryExactlyOnceRun(task, {
      fencing: { beforeProducer: note('before'), afterProducer: note('after') },
    });
    await vi.waitFor(() => expect(run.producer.history).toHaveLength(1), soon);
    await run.stop();
    expect(order).toEqual(['before ', 'after init']);
  });

  it('does not start when it is outdated', async () => {
    const task = new InMemorySourceTask([record(1)]);
    const message =
      'Cannot start source task c-0 with exactly-once support as the connector has already generated a new set of task configs';
    const run = new InMemoryExactlyOnceRun(task, {
      fencing: { afterProducer: () => Promise.reject(new Error(message)) },
    });
    expect(await run.ended).toMatchObject({ message });
    expect(task.calls).toEqual([]);
    expect(run.states).toEqual(['FAILED']);
  });

  it('fences nobody and does not start when it is to stop while earlier tasks are fenced', async () => {
    const task = new InMemorySourceTask([record(1)]);
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const beforeProducer = (): Promise<void> => {
      begun.resolve();
      return gate.promise;
    };
    const run = new InMemoryExactlyOnceRun(task, { fencing: { beforeProducer } });
    await begun.promise;
    const stopped = run.stop();
    gate.resolve();
    expect(await stopped).toBeUndefined();
    expect(run.producer.calls).toEqual([]);
    expect(task.calls).toEqual([]);
  });

  it('reads its committed offsets before it starts', async () => {
    const task = new InMemorySourceTask();
    const run = new InMemoryExactlyOnceRun(task, {
      before: ({ offsets }) => offsets.produce('["c",{"p":"a"}]', '{"position":7}'),
    });
    await vi.waitFor(() => expect(task.calls).toContain('poll'), soon);
    expect(run.offsets.endLookUps).toBeGreaterThan(0);
    await run.stop();
  });

  it('commits what is sent when it pauses, and when it stops', async () => {
    const boundaries = intervalBoundaries(60_000);
    const task = new InMemorySourceTask([record(1)], [record(2)]);
    const run = new InMemoryExactlyOnceRun(task, { boundaries });
    await vi.waitFor(() => expect(run.producer.openCount).toBe(2), soon);
    run.control.setTarget('PAUSED');
    await vi.waitFor(() => expect(run.states).toContain('PAUSED'), soon);
    expect(run.producer.history).toEqual([`commit t=v1 t=v2 ${offset(2)}`]);
    await run.stop();
    expect(run.producer.history).toHaveLength(1);
  });

  it('commits at the interval, also when polls bring nothing', async () => {
    const task = new InMemorySourceTask([record(1)], [record(2)]);
    const run = new InMemoryExactlyOnceRun(task, { boundaries: intervalBoundaries(20) });
    await vi.waitFor(() => expect(run.producer.history.join(' ')).toContain('v2'), soon);
    await run.stop();
    expect(run.producer.history.length).toBeLessThanOrEqual(2);
  });

  it('deletes an offset by a tombstone in the transaction, in the worker’s store first', async () => {
    const workersStore = new MemoryOffsetStore();
    await workersStore.set([{ key: '["c",{"p":"a"}]', value: '{"position":1}' }]);
    const run = new InMemoryExactlyOnceRun(
      new InMemorySourceTask(
        [record(1, { sourceOffset: null })],
        [record(2, { sourcePartition: { p: 'b' } })],
      ),
      { workersStore },
    );
    await vi.waitFor(() => expect(run.producer.history).toHaveLength(2), soon);
    await run.stop();
    expect(run.producer.history[0]).toBe('commit t=v1 offsets ["c",{"p":"a"}]=null');
    expect(await workersStore.get(['["c",{"p":"a"}]', '["c",{"p":"b"}]'])).toEqual([null, '{"position":2}']);
  });

  it('copies no offset to the worker’s store whose transaction is not committed', async () => {
    const workersStore = new MemoryOffsetStore();
    const run = new InMemoryExactlyOnceRun(new InMemorySourceTask([record(1)]), {
      workersStore,
      before: ({ producer }) => producer.commitErrors.push(new Error('no')),
    });
    await run.ended;
    expect(await workersStore.get(['["c",{"p":"a"}]'])).toEqual([null]);
  });

  it('lets go of Kafka when it is cancelled, though it still sits in poll', async () => {
    const task = new InMemorySourceTask([record(1)]);
    const gate = Promise.withResolvers<null>();
    const poll = task.poll.bind(task);
    let polls = 0;
    task.poll = () => (++polls === 1 ? poll() : gate.promise);
    const run = new InMemoryExactlyOnceRun(task, { boundaries: intervalBoundaries(60_000) });
    await vi.waitFor(() => expect(polls).toBe(2), soon);
    run.control.cancel();
    await vi.waitFor(() => expect([run.producer.isClosed, run.offsets.isClosed]).toEqual([true, true]), soon);
    gate.resolve(null);
    expect(await run.ended).toBeUndefined();
    expect(run.producer.history).toEqual(['closed 1 open']);
  });

  it('may not write to its own offsets topic', async () => {
    const run = new InMemoryExactlyOnceRun(
      new InMemorySourceTask([record(1), record(2, { topic: 'offsets' })]),
    );
    expect(await run.ended).toMatchObject({
      message:
        'Source tasks may not produce to their own offsets topics when exactly-once support is enabled',
    });
    expect(run.producer.history).toEqual(['closed 1 open']);
  });
});

describe('a source task whose transaction fails', () => {
  it('fails, and commits nothing more', async () => {
    const task = new InMemorySourceTask([record(1)], [record(2)]);
    const run = new InMemoryExactlyOnceRun(task, {
      before: ({ producer }) => producer.commitErrors.push(new Error('no')),
    });
    expect(await run.ended).toMatchObject({
      code: 'TRANSACTION_FAILED',
      message: 'Failed to flush offsets and/or records for task c-0',
    });
    expect(run.states).toEqual(['RUNNING', 'FAILED']);
    expect(run.producer.history).toEqual([]);
    expect(task.committed).toEqual([]);
    expect(task.calls).toEqual(['start', 'poll', 'stop']);
  });

  it.each([
    new KafkaFailure('INVALID_PRODUCER_EPOCH'),
    new KafkaFailure('PRODUCER_FENCED', new KafkaFailure('INVALID_PRODUCER_EPOCH')),
  ])('says that it took too long or was replaced: %s', async (error) => {
    const run = new InMemoryExactlyOnceRun(new InMemorySourceTask([record(1)]), {
      before: ({ producer }) => producer.commitErrors.push(error),
    });
    expect(await run.ended).toMatchObject({
      code: 'TRANSACTION_EXPIRED',
      message: expect.stringMatching(
        /^The task c-0 was unable to finish writing records to Kafka before its producer transaction expired\. It may/,
      ),
    });
  });

  it('does not commit beside a record that was refused at once, whatever is tolerated', async () => {
    const run = new InMemoryExactlyOnceRun(new InMemorySourceTask([record(1), record(2)]), {
      policy: { tolerance: 'all' },
      before: ({ producer }) => producer.refusals.push(new KafkaFailure('MESSAGE_TOO_LARGE')),
    });
    expect(await run.ended).toMatchObject({ message: 'Unrecoverable exception trying to send' });
    expect(run.producer.history).toEqual(['closed 0 open']);
  });

  it('leaves nothing committed of a batch in which the last record was refused', async () => {
    const run = new InMemoryExactlyOnceRun(new InMemorySourceTask([record(1)]), {
      before: ({ producer }) => producer.refusals.push(new KafkaFailure('MESSAGE_TOO_LARGE')),
    });
    expect(await run.ended).toMatchObject({ code: 'TRANSACTION_FAILED' });
    expect(run.producer.history).toEqual(['closed 1 open']);
  });

  it('aborts what was sent before poll failed', async () => {
    const task = new InMemorySourceTask([record(1)], new Error('gone'));
    const run = new InMemoryExactlyOnceRun(task, { boundaries: intervalBoundaries(60_000) });
    expect(await run.ended).toMatchObject({ message: 'gone' });
    expect(run.producer.history).toEqual(['closed 1 open']);
  });
});

describe('a source task that says when its transactions end', () => {
  it('has what it sent committed behind a record, and behind a batch', async () => {
    const records = [record(1), record(2), record(3), record(4)];
    const task = new WishingTask(
      (wishes, poll) => {
        if (poll === 1) wishes.commitTransaction(records[1] as SourceRecord);
        if (poll === 2) wishes.commitTransaction();
      },
      records.slice(0, 3),
      records.slice(3),
    );
    const run = task.run();
    await vi.waitFor(() => expect(run.producer.history).toHaveLength(2), soon);
    await run.stop();
    expect(run.producer.history).toEqual([`commit t=v1 t=v2 ${offset(2)}`, `commit t=v3 t=v4 ${offset(4)}`]);
  });

  it('has what it sent aborted, but the offsets committed, and hears of what Kafka took', async () => {
    const records = [record(1), record(2), record(3)];
    const task = new WishingTask((wishes, poll) => {
      if (poll === 1) wishes.abortTransaction(records[1] as SourceRecord);
      if (poll === 2) wishes.commitTransaction();
    }, records);
    const run = task.run();
    await vi.waitFor(() => expect(run.producer.history).toHaveLength(3), soon);
    await run.stop();
    expect(run.producer.history).toEqual([
      'abort t=v1 t=v2',
      `commit ${offset(2)}`,
      `commit t=v3 ${offset(3)}`,
    ]);
    // The second was given up before it was sent.
    expect(task.committed.map(([one]) => one)).toEqual([records[0], records[2]]);
  });

  it('may name a record that is dropped', async () => {
    const dropped = record(3);
    const task = new WishingTask(
      (wishes, poll) => {
        if (poll === 1) wishes.commitTransaction(dropped);
      },
      [record(2), dropped, record(4)],
    );
    const run = new InMemoryExactlyOnceRun(task, {
      boundaries: taskBoundaries(task.wishes),
      transforms: [dropOdd],
    });
    await vi.waitFor(() => expect(run.producer.openCount).toBe(1), soon);
    await run.stop();
    expect(run.producer.history).toEqual([`commit t=v2 ${offset(2)}`, 'closed 1 open']);
  });

  it('has what it did not end aborted when it stops', async () => {
    const task = new WishingTask(() => undefined, [record(1)]);
    const run = task.run();
    await vi.waitFor(() => expect(run.producer.openCount).toBe(1), soon);
    await run.stop();
    expect(run.producer.history).toEqual(['closed 1 open']);
    expect(run.states).toEqual(['RUNNING', 'UNASSIGNED']);
  });

  it('may wish to abort though nothing is open', async () => {
    const task = new WishingTask((wishes, poll) => {
      if (poll === 1) wishes.abortTransaction();
    });
    const run = task.run();
    await vi.waitFor(() => expect(run.log.messages('warn')).toHaveLength(1), soon);
    expect(await run.stop()).toBeUndefined();
    expect(run.log.messages('warn')).toEqual([
      'Ignoring request by task to abort transaction as the current transaction is empty',
    ]);
  });

  it.each([
    [
      'transaction',
      (wishes: TransactionWishes) => {
        wishes.commitTransaction();
        wishes.abortTransaction();
      },
      'Connector requested both commit and abort of same transaction',
    ],
    [
      'record',
      (wishes: TransactionWishes, one: SourceRecord) => {
        wishes.commitTransaction(one);
        wishes.abortTransaction(one);
      },
      'Connector requested both commit and abort of same record against topic/partition t/null',
    ],
  ])('fails when it wants both for the same %s', async (_which, wish, message) => {
    const one = record(1);
    const task = new WishingTask((wishes) => wish(wishes, one), [one]);
    const run = task.run();
    expect(await run.ended).toMatchObject({ code: 'TRANSACTION_WISHES_CONTRADICT', message });
    expect(run.producer.history).toEqual(['closed 1 open']);
  });

  it('is told at once when it names no record', () => {
    const wishes = new TransactionWishes();
    expect(() => wishes.commitTransaction(undefined as unknown as SourceRecord)).toThrow(TypeError);
    expect(() => wishes.abortTransaction(null as unknown as SourceRecord)).toThrow(TypeError);
  });
});
