import { DataError } from '@sluice/connect-api';
import type { ProducerRecord } from '@sluice/kafka-client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { InMemoryAdmin, kafkaError } from '../../testing/in-memory-admin.ts';
import { InMemoryLog } from '../../testing/in-memory-log.ts';
import { InMemoryProducer } from '../../testing/in-memory-producer.ts';
import type { DeadLetter, Failure } from '../pipeline/errors/failure.ts';
import { DeadLetterQueue, type DeadLetterQueueParts, type Posted } from './dead-letter-queue.ts';

const never = new AbortController().signal;
const soon = { timeout: 2000, interval: 1 };
let admin: InMemoryAdmin;
let producer: InMemoryProducer<Posted>;
let log: InMemoryLog;

beforeEach(() => {
  admin = new InMemoryAdmin();
  producer = new InMemoryProducer<Posted>({ letters: 1 });
  log = new InMemoryLog();
});

function newQueue(more: Partial<DeadLetterQueueParts> = {}): DeadLetterQueue {
  return new DeadLetterQueue({
    connector: 'c',
    task: 0,
    topic: { name: 'letters', replicationFactor: 1 },
    withContext: false,
    createAdmin: () => Promise.resolve(admin),
    createProducer: () => Promise.resolve(producer),
    log,
    ...more,
  });
}

async function opened(more: Partial<DeadLetterQueueParts> = {}): Promise<DeadLetterQueue> {
  const queue = newQueue(more);
  await queue.open();
  return queue;
}

const failure = (value: string, letter: Partial<DeadLetter> = {}): Failure => ({
  stage: 'KEY_CONVERTER',
  className: 'org.example.Converter',
  error: new DataError('bad'),
  place: '',
  describeRecord: () => '',
  letter: () => ({
    key: 'k',
    value,
    headers: [{ key: 'own', value: 'h' }],
    timestampMs: 7,
    origin: [{ key: 'from', value: 'there' }],
    ...letter,
  }),
});

const outcomeOf = async (posted: Promise<void>): Promise<unknown> =>
  posted.then(
    () => 'safe',
    (error: unknown) => error,
  );

describe('a dead letter queue', () => {
  it('makes sure of its topic and leaves no admin client behind', async () => {
    await opened();
    expect(admin.created).toEqual([{ name: 'letters', partitions: 1, replicationFactor: 1 }]);
    expect(admin.isClosed).toBe(true);
  });

  it.each([
    ['createAdmin', 'no such host'],
    ['createProducer', 'no such host'],
  ] as const)('that cannot be set up names its topic (%s)', async (call, message) => {
    const failing = newQueue({ [call]: () => Promise.reject(new Error(message)) });
    await expect(failing.open()).rejects.toMatchObject({
      message: 'Could not initialize dead letter queue with topic=letters',
      cause: { message },
    });
    await failing.close();
  });

  it('writes records as they were, in order, without saying why unless asked', async () => {
    const queue = await opened();
    await Promise.all([
      queue.post(failure('1')),
      queue.post(failure('2', { timestampMs: null, headers: [] })),
    ]);
    expect(producer.acknowledged).toEqual<ProducerRecord[]>([
      {
        topic: 'letters',
        partition: null,
        timestampMs: 7,
        key: 'k',
        value: '1',
        headers: [{ key: 'own', value: 'h' }],
      },
      { topic: 'letters', partition: null, timestampMs: null, key: 'k', value: '2', headers: [] },
    ]);
  });

  it('adds what went wrong where behind the headers of the record, if asked', async () => {
    const queue = await opened({ withContext: true });
    await queue.post(failure('1'));
    const headers = producer.acknowledged[0]?.headers?.map(({ key }) => key) ?? [];
    expect(headers.slice(0, 3)).toEqual(['own', 'from', '__connect.errors.connector.name']);
  });

  it('waits for its topic to be known, and tries again while that may help', async () => {
    producer.topics.clear();
    producer.prepareErrors.push(Object.assign(new Error('later'), { retriable: true }));
    const queue = await opened();
    const posted = [queue.post(failure('1')), queue.post(failure('2'))];
    await vi.waitFor(() => expect(producer.prepareErrors).toEqual([]), soon);
    expect(producer.values).toEqual([]);
    producer.createTopic('letters');
    await Promise.all(posted);
    expect(producer.values).toEqual(['1', '2']);
  });

  it('has room once everything was handed over, and not before', async () => {
    producer.acknowledgesAtOnce = false;
    producer.capacity = 1;
    const queue = await opened();
    const posted = [queue.post(failure('1')), queue.post(failure('2'))];
    let hasRoom = false;
    const room = queue.room(never).then(() => (hasRoom = true));
    await vi.waitFor(() => expect(producer.openCount).toBe(1), soon);
    await new Promise((resolve) => void setTimeout(resolve, 5));
    expect(hasRoom).toBe(false);
    producer.acknowledge();
    await room;
    expect(producer.openCount).toBe(1);
    producer.acknowledge();
    await Promise.all(posted);
  });

  it('does not keep a task that is to stop waiting for room', async () => {
    producer.topics.clear();
    const queue = await opened();
    const posted = queue.post(failure('1'));
    const stop = new AbortController();
    const room = queue.room(stop.signal);
    stop.abort();
    await room;
    queue.abandon();
    expect(await outcomeOf(posted)).toBeInstanceOf(Error);
  });

  it('has settled when everything is acknowledged or refused', async () => {
    producer.acknowledgesAtOnce = false;
    const queue = await opened();
    const posted = [queue.post(failure('1')), queue.post(failure('2'))];
    let isSettled = false;
    const settled = queue.settled().then(() => (isSettled = true));
    await vi.waitFor(() => expect(producer.openCount).toBe(2), soon);
    producer.acknowledge();
    await posted[0];
    expect(isSettled).toBe(false);
    producer.refuse(kafkaError('RECORD_TOO_LARGE'));
    await settled;
  });

  it('tells and logs what Kafka refused, and goes on', async () => {
    producer.acknowledgesAtOnce = false;
    const queue = await opened();
    const refused = queue.post(failure('1'));
    await vi.waitFor(() => expect(producer.openCount).toBe(1), soon);
    const error = kafkaError('RECORD_TOO_LARGE');
    producer.refuse(error);
    expect(await outcomeOf(refused)).toBe(error);
    expect(log.lines).toContainEqual({
      level: 'error',
      fields: { err: error, records: 1 },
      message: 'Could not produce message to dead letter queue. topic=letters',
    });
    producer.acknowledgesAtOnce = true;
    await queue.post(failure('2'));
    expect(producer.values).toEqual(['2']);
  });

  it('waits for what is under way when it is closed', async () => {
    producer.acknowledgesAtOnce = false;
    const queue = await opened();
    const posted = queue.post(failure('1'));
    const closed = queue.close();
    await vi.waitFor(() => expect(producer.openCount).toBe(1), soon);
    expect(producer.isClosed).toBe(false);
    producer.acknowledge();
    await closed;
    await posted;
    expect(producer.isClosed).toBe(true);
  });

  it('that is abandoned waits for nothing and writes nothing any more', async () => {
    producer.acknowledgesAtOnce = false;
    const queue = await opened();
    const posted = queue.post(failure('1'));
    await vi.waitFor(() => expect(producer.openCount).toBe(1), soon);
    queue.abandon();
    expect(await outcomeOf(posted)).toBeInstanceOf(Error);
    expect(await outcomeOf(queue.post(failure('2')))).toBeInstanceOf(Error);
    await queue.close();
    expect(producer.values).toEqual([]);
  });

  it('that is abandoned while it is opened is closed then', async () => {
    const made = Promise.withResolvers<InMemoryProducer<Posted>>();
    const queue = newQueue({ createProducer: () => made.promise });
    const opening = queue.open();
    queue.abandon();
    made.resolve(producer);
    await opening;
    expect(producer.isClosed).toBe(true);
  });
});
