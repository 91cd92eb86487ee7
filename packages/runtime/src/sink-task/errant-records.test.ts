import {
  DataError,
  RejectedRecordsError,
  type ErrantRecordReporter,
  type SinkRecord,
  type SinkTask,
  type SinkTaskContext,
} from '@sluice/connect-api';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { InMemoryAdmin, kafkaError } from '../../testing/in-memory-admin.ts';
import { lettersTo } from '../../testing/in-memory-letters.ts';
import { InMemoryProducer } from '../../testing/in-memory-producer.ts';
import { InMemorySinkRun, type SinkRunOptions } from '../../testing/in-memory-sink-run.ts';
import { InMemorySinkTask } from '../../testing/in-memory-sink-task.ts';
import type { DeadLetterQueue, Posted } from '../dead-letters/dead-letter-queue.ts';

const t0 = { topic: 't', partition: 0 };
const t1 = { topic: 't', partition: 1 };
const soon = { timeout: 2000, interval: 1 };
const tolerant = { policy: { tolerance: 'all' } } as const;

let producer: InMemoryProducer<Posted>;
let letters: DeadLetterQueue;

beforeEach(() => {
  producer = new InMemoryProducer<Posted>({ letters: 1 });
  letters = lettersTo(producer);
});

type Put = (records: readonly SinkRecord[], reporter: ErrantRecordReporter) => Promise<void> | void;

interface Started {
  readonly run: InMemorySinkRun;
  readonly task: InMemorySinkTask;
}

/** A sink task with this `put`, which is not called without records. */
function started(put: Put, options: SinkRunOptions = {}): Started {
  const task = new InMemorySinkTask();
  const notePut = task.put.bind(task);
  const create = ({ errantRecordReporter }: SinkTaskContext): SinkTask => {
    task.put = async (records) => {
      if (records.length > 0) await put(records, errantRecordReporter as ErrantRecordReporter);
      return notePut(records);
    };
    return task;
  };
  return { run: new InMemorySinkRun(create, { letters, ...options }), task };
}

const contextOf = (index: number): Record<string, unknown> =>
  Object.fromEntries((producer.acknowledged[index]?.headers ?? []).map(({ key, value }) => [key, value]));

const reportBad: Put = (records, reporter) => {
  for (const record of records) {
    if (record.value !== 'a') void reporter.report(record, new DataError(`no ${String(record.value)}`));
  }
};

describe('the reporter of a sink task', () => {
  it.each([
    [{}, false],
    [{ logErrors: true }, true],
    [{ letters: true }, true],
  ])('is there with %o: %s', async (options, isThere) => {
    let reporter: ErrantRecordReporter | null | undefined;
    const run = new InMemorySinkRun(
      (context) => {
        reporter = context.errantRecordReporter;
        return new InMemorySinkTask();
      },
      'letters' in options ? { letters } : options,
    );
    await run.stop();
    expect(reporter !== null).toBe(isThere);
  });

  it('puts records away as they were consumed, and says that the task could not deliver them', async () => {
    const { run } = started(reportBad, tolerant);
    run.consumer.maxRecords = 5;
    run.consumer.produce(t0, 'a', 'b', 'c', 'a', 'd');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(producer.values.map(String)).toEqual(['b', 'c', 'd']), soon);
    await run.stop();
    expect(run.consumer.committed(t0)).toBe(5);
    expect(run.meter.errors).toMatchObject({ failures: 3, errors: 0, skipped: 0, deadLetters: 3 });
    expect(contextOf(1)).toMatchObject({
      '__connect.errors.topic': 't',
      '__connect.errors.partition': '0',
      '__connect.errors.offset': '2',
      '__connect.errors.stage': 'TASK_PUT',
      '__connect.errors.class.name': 'org.apache.kafka.connect.sink.SinkTask',
      '__connect.errors.exception.message': 'no c',
    });
  });

  it('finds the original of a record that was transformed, reported late or out of order', async () => {
    const kept: SinkRecord[] = [];
    const { run } = started(
      (records, reporter) => {
        kept.push(...records);
        if (kept.length < 4) return;
        for (const index of [3, 1, 2]) void reporter.report(kept[index] as SinkRecord, new Error('late'));
      },
      {
        ...tolerant,
        transforms: [
          {
            className: 'org.example.Transform',
            transformation: { apply: (one) => one.with({ topic: 'else', value: `${String(one.value)}!` }) },
            condition: null,
          },
        ],
      },
    );
    run.consumer.maxRecords = 3;
    run.consumer.produce(t0, 'a', 'b', 'c', 'd');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(producer.values.map(String)).toEqual(['d', 'b', 'c']), soon);
    await run.stop();
    expect(contextOf(0)).toMatchObject({ '__connect.errors.topic': 't', '__connect.errors.offset': '3' });
  });

  it('converts records that the task made itself', async () => {
    const { run } = started(async ([first], reporter) => {
      if (first === undefined) return;
      const { SinkRecord } = await import('@sluice/connect-api');
      const made = new SinkRecord({
        topic: 'made',
        kafkaPartition: 4,
        kafkaOffset: 9,
        key: 'k',
        value: 'v',
      });
      made.headers.add('h', 'x', null);
      await reporter.report(made, new Error('odd'));
    }, tolerant);
    run.consumer.produce(t0, 'a');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(producer.acknowledged).toHaveLength(1), soon);
    await run.stop();
    expect(producer.acknowledged[0]).toMatchObject({ key: 'k', value: 'v', timestampMs: null });
    expect(contextOf(0)).toMatchObject({
      h: 'x',
      '__connect.errors.topic': 'made',
      '__connect.errors.partition': '4',
      '__connect.errors.offset': '9',
    });
  });

  it('throws when errors are not tolerated, after the record was reported; the task fails even if it goes on', async () => {
    const { run, task } = started((records, reporter) => {
      for (const record of records) {
        expect(() => reporter.report(record, new Error('no'))).toThrow('Tolerance exceeded in error handler');
      }
    });
    run.consumer.produce(t0, 'b', 'c');
    run.consumer.assign(t0);
    expect(await run.ended).toMatchObject({
      message:
        'Tolerance exceeded in error handler: org.apache.kafka.connect.sink.SinkTask (TASK_PUT) failed for the record at topic t, partition 0, offset 0',
      cause: { message: 'no' },
    });
    expect(producer.values.map(String)).toEqual(['b', 'c']);
    expect(task.calls.slice(-2)).toEqual(['close t-0', 'stop']);
    expect(run.consumer.commits).toEqual([]);
    expect(run.meter.errors).toMatchObject({ failures: 2, errors: 2, skipped: 0, deadLetters: 2 });
  });

  it('logs without dead letters, and its reports are safe at once', async () => {
    const { run } = started(
      async (records, reporter) => reporter.report(records[0] as SinkRecord, new Error('no')),
      { ...tolerant, logErrors: true, logRecords: true, ...{ letters: undefined as never } },
    );
    run.consumer.produce(t0, 'b');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(run.log.messages('error')).toHaveLength(1), soon);
    await run.stop();
    expect(run.log.messages('error')).toEqual([
      "Error encountered in task c-0. Executing stage 'TASK_PUT' with class 'org.apache.kafka.connect.sink.SinkTask', " +
        "where consumed record is {topic='t', partition=0, offset=0, timestamp=5, timestampType=CreateTime}.",
    ]);
    expect(run.consumer.committed(t0)).toBe(1);
  });
});

describe('offsets of records that were reported', () => {
  it('are not asked for before the reports are safe', async () => {
    producer.acknowledgesAtOnce = false;
    const { run, task } = started(reportBad, { ...tolerant, flushIntervalMs: 1 });
    run.consumer.produce(t0, 'b');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(producer.openCount).toBe(1), soon);
    const before = task.count('preCommit t-0@1');
    await new Promise((resolve) => void setTimeout(resolve, 10));
    expect([before, task.count('preCommit t-0@1')]).toEqual([0, 0]);
    producer.acknowledge();
    await vi.waitFor(() => expect(run.consumer.committed(t0)).toBe(1), soon);
    await run.stop();
  });

  it('are not committed when a report is lost: the task fails, and has closed its partitions', async () => {
    producer.acknowledgesAtOnce = false;
    const { run, task } = started(reportBad, tolerant);
    run.consumer.produce(t0, 'b');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(producer.openCount).toBe(1), soon);
    const error = kafkaError('RECORD_TOO_LARGE');
    producer.refuse(error);
    run.control.stop();
    expect(await run.ended).toMatchObject({
      message: 'A record that the task reported could not be written to the dead letter topic',
      cause: error,
    });
    expect(run.meter.errors).toMatchObject({ deadLetters: 1, deadLetterFailures: 1 });
    expect(task.calls.slice(-2)).toEqual(['close t-0', 'stop']);
    expect(run.consumer.commits).toEqual([]);
  });

  it('do not matter any more once the partition is lost', async () => {
    producer.acknowledgesAtOnce = false;
    const { run, task } = started(reportBad, tolerant);
    run.consumer.produce(t0, 'b');
    run.consumer.produce(t1);
    run.consumer.assign(t0, t1);
    await vi.waitFor(() => expect(producer.openCount).toBe(1), soon);
    producer.refuse(kafkaError('RECORD_TOO_LARGE'));
    run.consumer.lose(t0);
    await vi.waitFor(() => expect(task.calls).toContain('close t-0'), soon);
    run.control.stop();
    expect(await run.ended).toBeUndefined();
  });
});

describe('a put that rejects some records of a batch', () => {
  const rejectBad: Put = (records) => {
    const rejected = records.flatMap(({ value }, index) =>
      value === 'a' ? [] : [{ index, error: new DataError(`no ${String(value)}`) }],
    );
    if (rejected.length > 0) throw new RejectedRecordsError(rejected);
  };

  it('has them reported, and the others count as delivered', async () => {
    const { run } = started(rejectBad, tolerant);
    run.consumer.produce(t0, 'b', 'a', 'c', 'a');
    run.consumer.assign(t0);
    await vi.waitFor(() => expect(producer.values.map(String)).toEqual(['b', 'c']), soon);
    await run.stop();
    expect(run.consumer.committed(t0)).toBe(4);
    expect(contextOf(1)).toMatchObject({
      '__connect.errors.offset': '2',
      '__connect.errors.stage': 'TASK_PUT',
      '__connect.errors.exception.message': 'no c',
    });
    expect(run.states).toEqual(['RUNNING', 'UNASSIGNED']);
  });

  it('fails the task when errors are not tolerated, once all are reported', async () => {
    const { run } = started(rejectBad);
    run.consumer.produce(t0, 'b', 'a', 'c');
    run.consumer.assign(t0);
    expect(await run.ended).toMatchObject({
      message: expect.stringContaining('failed for the record at topic t, partition 0, offset 0'),
    });
    expect(producer.values.map(String)).toEqual(['b', 'c']);
    expect(run.consumer.commits).toEqual([]);
  });

  it('fails the task when it names a record that there is not', async () => {
    const { run } = started(() => {
      throw new RejectedRecordsError([{ index: 1, error: new Error('no') }]);
    }, tolerant);
    run.consumer.produce(t0, 'b');
    run.consumer.assign(t0);
    expect(await run.ended).toMatchObject({
      message: 'put rejected record 1 of 1 records, which there is not',
    });
  });
});

describe('records that a sink task cannot read', () => {
  it('are put away as they were consumed, also the one that the task fails at', async () => {
    const { run } = started(() => undefined);
    run.consumer.produce(t0, 'a', 'bad');
    run.consumer.assign(t0);
    expect(await run.ended).toMatchObject({ message: expect.stringContaining('Tolerance exceeded') });
    expect(producer.values.map(String)).toEqual(['bad']);
    expect(contextOf(0)).toMatchObject({
      '__connect.errors.offset': '1',
      '__connect.errors.stage': 'VALUE_CONVERTER',
      '__connect.errors.class.name': 'org.example.TextConverter',
    });
    expect(producer.isClosed).toBe(true);
  });

  it('fail the task before it starts when there is no topic to put them away in', async () => {
    const admin = new InMemoryAdmin();
    admin.errors.create = kafkaError('INVALID_REPLICATION_FACTOR');
    const unavailable = lettersTo(producer, admin);
    const { run, task } = started(() => undefined, { letters: unavailable });
    expect(await run.ended).toMatchObject({
      message: 'Could not initialize dead letter queue with topic=letters',
    });
    expect(task.calls).toEqual(['stop']);
  });
});
