import { startKafka, waitFor, type KafkaCluster } from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Consumer } from '../src/consumer/consumer.ts';
import type { Producer } from '../src/produce/producer.ts';
import type { TopicPartition } from '../src/topic-partition.ts';
import { readRecords, RealClients, recordsIn, uniqueName, type ReadRecord } from '../testing/real-clients.ts';

let kafka: KafkaCluster;
let clients: RealClients;

beforeAll(async () => {
  kafka = await startKafka({ brokers: 3, properties: { 'min.insync.replicas': '2' } });
  clients = new RealClients(kafka.bootstrapServers);
});

afterAll(() => kafka.stop());
afterEach(() => clients.closeAll());

const partitionCount = 6;
const transactionPartitions = 3;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const quick = { 'request.timeout.ms': '3000', 'retry.backoff.ms': '50', 'metadata.max.age.ms': '1000' };

/** Produces numbered records until told to stop; returns how many. */
async function produceUntil(topic: string, isOver: () => boolean): Promise<number> {
  const producer = clients.producer<number>({ ...quick, 'enable.idempotence': 'true', 'linger.ms': '2' });
  const failures: string[] = [];
  producer.onDelivered = ({ error }) => {
    if (error !== null) failures.push(error.message);
  };
  await producer.prepare(topic);
  let count = 0;
  while (!isOver()) {
    for (let more = 0; more < 20; more += 1) {
      const record = {
        topic,
        partition: count % partitionCount,
        timestampMs: null,
        key: null,
        value: String(count),
      };
      if (producer.append(record, count)) count += 1;
      else await producer.drained();
    }
    await sleep(2);
  }
  await producer.flush();
  expect(failures).toEqual([]);
  return count;
}

interface Reading {
  readonly topic: string;
  readonly records: ReadRecord[];
  readonly isOver: () => boolean;
}

/** A member of a group that commits what it has read before it gives it up. */
async function readUntil(consumer: Consumer, { topic, records, isOver }: Reading): Promise<void> {
  consumer.subscribe([topic], {
    onPartitionsRevoked: async (partitions) => {
      const offsets = partitions.map(async (one) => ({ ...one, offset: await consumer.position(one) }));
      await consumer.commit(await Promise.all(offsets));
    },
  });
  while (!isOver()) records.push(...recordsIn(await consumer.poll(200)));
}

/** Whether a member has read each partition in order, and nothing twice. */
function isInOrder(records: readonly ReadRecord[]): boolean {
  const last = new Map<number, number>();
  return records.every(({ partition, offset }) => {
    const isNext = offset > (last.get(partition) ?? -1);
    last.set(partition, offset);
    return isNext;
  });
}

interface Ledger {
  readonly committed: string[];
  readonly aborted: string[];
  failures: number;
}

/** Commits two transactions of three and aborts the third until told to stop, and does again what was lost. */
async function transactUntil(topic: string, isOver: () => boolean): Promise<Ledger> {
  const ledger: Ledger = { committed: [], aborted: [], failures: 0 };
  const producer = clients.producer<string>({
    ...quick,
    'transactional.id': uniqueName('tx'),
    'linger.ms': '2',
  });
  await producer.initTransactions();
  await producer.prepare(topic);
  for (let number = 0; !isOver(); number += 1) {
    const values = Array.from({ length: 12 }, (_, index) => `${number}.${index}`);
    const isCommitted = number % 3 < 2;
    while (!(await transact(producer, { topic, values, isCommitted }))) ledger.failures += 1;
    (isCommitted ? ledger.committed : ledger.aborted).push(...values);
    await sleep(2);
  }
  return ledger;
}

interface TransactionPlan {
  readonly topic: string;
  readonly values: readonly string[];
  readonly isCommitted: boolean;
}

/** False when the transaction was aborted though it was to be committed. */
async function transact(
  producer: Producer<string>,
  { topic, values, isCommitted }: TransactionPlan,
): Promise<boolean> {
  producer.beginTransaction();
  try {
    for (const [index, value] of values.entries()) {
      producer.append(
        { topic, partition: index % transactionPartitions, timestampMs: null, key: null, value },
        value,
      );
    }
    if (isCommitted) {
      await producer.commitTransaction();
      return true;
    }
    await producer.flush();
  } catch {
    await producer.abortTransaction();
    return false;
  }
  await producer.abortTransaction();
  return true;
}

/** Kills and restarts each broker, has the leaders that moved come back, and freezes one. */
async function trouble(places: readonly TopicPartition[]): Promise<void> {
  for (const broker of kafka.brokers) {
    await sleep(1500);
    await broker.kill();
    await sleep(3000);
    await broker.restart();
    await clients.admin().topics.electLeaders(places, 'PREFERRED');
  }
  const [frozen] = kafka.brokers;
  await frozen?.kill('SIGSTOP');
  await sleep(5000);
  await frozen?.kill('SIGCONT');
  await sleep(1500);
}

/** What a producer and a group of four did during the trouble. */
interface GroupRun {
  readonly produced: number;
  /** What the topic holds. */
  readonly stored: number;
  /** Of each member. */
  readonly records: readonly (readonly ReadRecord[])[];
}

async function runGroup(topic: string, isOver: () => boolean): Promise<GroupRun> {
  const group = uniqueName('g');
  const state = { isRead: false };
  const settings = {
    ...quick,
    'group.id': group,
    'heartbeat.interval.ms': '500',
    'session.timeout.ms': '20000',
  };
  const members = [0, 1, 2, 3].map(() => clients.consumer(settings));
  const records = members.map((): ReadRecord[] => []);
  const reading = Promise.all(
    members.map((member, index) =>
      readUntil(member, { topic, records: records[index] ?? [], isOver: () => state.isRead }),
    ),
  );
  const produced = await produceUntil(topic, isOver);
  const ends = await clients.admin().listOffsets(placesOf(topic, partitionCount), 'latest');
  const stored = ends.reduce<number>((sum, end) => sum + (end ?? 0), 0);
  const count = (): number => records.reduce((sum, own) => sum + own.length, 0);
  await waitFor('all records', () => (count() >= produced ? true : undefined));
  state.isRead = true;
  await reading;
  return { produced, stored, records };
}

const placesOf = (topic: string, partitions: number): TopicPartition[] =>
  Array.from({ length: partitions }, (_, partition) => ({ topic, partition }));

describe('with brokers that are killed, restarted and frozen', () => {
  let run: GroupRun;
  let ledger: Ledger;
  let transactionTopic: string;

  // Both go through the same trouble.
  beforeAll(async () => {
    const topic = await clients.topic(partitionCount, {});
    transactionTopic = await clients.topic(transactionPartitions);
    const state = { isOver: false };
    const isOver = (): boolean => state.isOver;
    const running = Promise.all([runGroup(topic, isOver), transactUntil(transactionTopic, isOver)]);
    await trouble([...placesOf(topic, partitionCount), ...placesOf(transactionTopic, transactionPartitions)]);
    state.isOver = true;
    [run, ledger] = await running;
  });

  it('an idempotent producer and a group of four lose nothing, repeat nothing and keep the order of each partition', () => {
    const { produced, stored, records } = run;
    expect(stored).toBe(produced);
    const byOffset = records.flat().sort((left, right) => left.offset - right.offset);
    for (let partition = 0; partition < partitionCount; partition += 1) {
      const values = byOffset.filter((one) => one.partition === partition).map(({ value }) => Number(value));
      const length = Math.ceil((produced - partition) / partitionCount);
      expect(values).toEqual(Array.from({ length }, (_, index) => partitionCount * index + partition));
    }
    expect(records.every(isInOrder)).toBe(true);
    expect(records.every((own) => own.length > 0)).toBe(true);
  });

  it('a transactional producer commits whole transactions, once and in order, and shows nothing of aborted ones', async () => {
    const { committed, aborted } = ledger;
    const reader = clients.consumer({
      ...quick,
      'isolation.level': 'read_committed',
      'max.poll.records': '5000',
    });
    reader.assign(placesOf(transactionTopic, transactionPartitions));
    const records = await readRecords(reader, committed.length + 1, 3000);
    for (let partition = 0; partition < transactionPartitions; partition += 1) {
      expect(records.filter((one) => one.partition === partition).map(({ value }) => value)).toEqual(
        committed.filter((value) => Number(value.split('.')[1]) % transactionPartitions === partition),
      );
    }
    expect(committed.length).toBeGreaterThan(100);
    expect(aborted.length).toBeGreaterThan(50);
  });

  it(
    'a client finds its way when the only bootstrap server it reached is gone',
    { timeout: 120_000 },
    async () => {
      const topic = await clients.topic(3);
      const producer = clients.producer({ ...quick });
      await producer.prepare(topic);
      const [first] = kafka.brokers;
      await first?.kill();
      const errors: unknown[] = [];
      producer.onDelivered = ({ error }) => errors.push(error);
      for (let partition = 0; partition < 3; partition += 1) {
        producer.append({ topic, partition, timestampMs: null, key: null, value: 'x' }, undefined);
      }
      await producer.flush();
      await first?.restart();
      expect(errors.filter((error) => error !== null)).toEqual([]);
    },
  );
});
