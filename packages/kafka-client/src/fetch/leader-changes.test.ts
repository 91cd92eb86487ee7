import {
  errorCodes,
  fetchApi,
  metadataApi,
  offsetFetchApi,
  offsetForLeaderEpochApi,
} from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Consumer } from '../consumer/consumer.ts';
import type { LogBroker } from '../../testing/log-broker.ts';
import { LogReader, readValues, series } from '../../testing/log-reader.ts';

let reader: LogReader;
let one: LogBroker;
let two: LogBroker;

const place = { topic: 't', partition: 0 };
const patienceMs = 15_000;

beforeEach(async () => {
  reader = await LogReader.start();
  one = reader.broker;
  two = await reader.addNode();
});

afterEach(() => reader.stop());

/** A consumer that has read ten records of epoch 0. */
async function atTen(properties: Record<string, string> = {}): Promise<Consumer> {
  reader.write(0, 10);
  const consumer = reader.consumer(properties);
  consumer.assign([place]);
  expect(await readValues(consumer, 10)).toEqual(series(0, 10));
  return consumer;
}

describe('when the leader changes, a consumer', () => {
  it('goes where the old one says, though metadata does not tell yet (KIP-951)', async () => {
    const consumer = await atTen();
    const old = one.metadata({ topics: null } as never);
    for (const node of reader.nodes) node.script.on(metadataApi, () => old);
    two.lead();
    reader.write(10, 5);
    expect(await readValues(consumer, 5)).toEqual(series(10, 5));
    expect(two.script.requestsOf(fetchApi).length).toBeGreaterThan(0);
  });

  it('asks the new one whether it has what was read, and goes on where it has (KIP-320)', async () => {
    const consumer = await atTen();
    two.lead();
    reader.write(10, 5);
    expect(await readValues(consumer, 5)).toEqual(series(10, 5));
    const [question] = two.script.requestsOf(offsetForLeaderEpochApi);
    expect(question?.topics[0]?.partitions).toEqual([
      { partition: 0, currentLeaderEpoch: 1, leaderEpoch: 0 },
    ]);
  });

  it('waits for one whose address it is not told, without keeping the process from all else', async () => {
    const consumer = await atTen();
    two.lead();
    reader.write(10, 5);
    let told = 0;
    for (const node of reader.nodes) {
      node.script.on(metadataApi, (request) => {
        told += 1;
        const { brokers, ...rest } = node.metadata(request);
        return { ...rest, brokers: told < 3 ? brokers.filter(({ nodeId }) => nodeId === 1) : brokers };
      });
    }
    const values: string[] = [];
    const read = async (): Promise<string[]> => {
      values.push(...(await readValues(consumer, 5 - values.length)));
      return values;
    };
    await expect.poll(read).toEqual(series(10, 5));
    expect(told).toBeGreaterThanOrEqual(3);
  });

  it('goes on where the log parts from what it read', async () => {
    const consumer = await atTen();
    two.lead(4);
    one.log('t', 0).truncate(0);
    reader.write(100, 20);
    // What it read was of epoch 0, of which nothing is left.
    expect(await readValues(consumer, 20)).toEqual(series(100, 20));
  });

  it('fails where auto.offset.reset is none, and names where the log parts from what it read', async () => {
    reader.write(0, 5);
    const consumer = await atTenOf(5);
    two.lead(4);
    one.log('t', 0).truncate(5);
    reader.write(100, 20);
    const message =
      'The log of t-0 was truncated before offset 10: it parts from what was read at offset 5, ' +
      'and auto.offset.reset=none; seek to another offset or set auto.offset.reset to earliest or latest';
    await expect(consumer.poll(patienceMs)).rejects.toThrow(message);
    await expect(consumer.poll(patienceMs)).rejects.toThrow(message);
    consumer.seek(place, 5);
    expect(await readValues(consumer, 20)).toEqual(series(100, 20));
  });

  it('drops only what it fetched ahead where only that is gone', async () => {
    reader.write(0, 5);
    reader.write(5, 5);
    const consumer = reader.consumer({ 'auto.offset.reset': 'none', 'max.poll.records': '3' });
    consumer.assign([place]);
    consumer.seek(place, 0);
    expect(await readValues(consumer, 3)).toEqual(series(0, 3));
    await expect.poll(() => one.script.requestsOf(fetchApi).length).toBeGreaterThan(1);
    two.lead(2);
    one.log('t', 0).truncate(5);
    reader.write(50, 5);
    await expect
      .poll(() => two.script.requestsOf(fetchApi).length, { timeout: patienceMs })
      .toBeGreaterThan(0);
    expect(await readValues(consumer, 7)).toEqual([...series(3, 2), ...series(50, 5)]);
  });

  it('notices the loss by the answer to a fetch too, where the leader cannot be asked', async () => {
    for (const node of reader.nodes) node.script.limit(offsetForLeaderEpochApi, null);
    const consumer = await atTen();
    two.lead(4);
    one.log('t', 0).truncate(0);
    reader.write(100, 3);
    expect(await readValues(consumer, 3)).toEqual(series(100, 3));
    expect(two.script.requestsOf(offsetForLeaderEpochApi)).toEqual([]);
  });

  it.each([
    'NOT_LEADER_OR_FOLLOWER',
    'KAFKA_STORAGE_ERROR',
    'OFFSET_NOT_AVAILABLE',
    'REPLICA_NOT_AVAILABLE',
    'UNKNOWN_LEADER_EPOCH',
    'UNKNOWN_TOPIC_OR_PARTITION',
    'UNKNOWN_SERVER_ERROR',
  ] as const)('asks again when the new one answers %s to the question', async (name) => {
    const consumer = await atTen();
    two.script.once(offsetForLeaderEpochApi, () => ({
      topics: [{ topic: 't', partitions: [{ partition: 0, errorCode: errorCodes[name] }] }],
    }));
    two.lead();
    reader.write(10, 5);
    expect(await readValues(consumer, 5)).toEqual(series(10, 5));
    expect(two.script.requestsOf(offsetForLeaderEpochApi)).toHaveLength(2);
  });

  it('fails when it may not ask', async () => {
    const consumer = await atTen();
    two.script.once(offsetForLeaderEpochApi, () => ({
      topics: [
        { topic: 't', partitions: [{ partition: 0, errorCode: errorCodes.TOPIC_AUTHORIZATION_FAILED }] },
      ],
    }));
    two.lead();
    await expect(consumer.poll(patienceMs)).rejects.toMatchObject({
      errorName: 'TOPIC_AUTHORIZATION_FAILED',
      topic: 't',
    });
  });

  it('has the leader judge a committed offset by the epoch that was committed with it', async () => {
    one.lead(1);
    reader.write(0, 5);
    one.lead(3);
    reader.write(5, 5);
    for (const node of reader.nodes) {
      node.script.on(offsetFetchApi, ({ groups }) => ({
        groups: groups.map(({ groupId }) => ({
          groupId,
          topics: [
            {
              name: 't',
              partitions: [
                {
                  partitionIndex: 0,
                  committedOffset: 12n,
                  committedLeaderEpoch: 2,
                  metadata: '',
                  errorCode: 0,
                },
              ],
            },
          ],
        })),
      }));
    }
    const consumer = reader.consumer({
      'group.id': 'g',
      'enable.auto.commit': 'false',
      'auto.offset.reset': 'none',
    });
    consumer.assign([place]);
    await expect(consumer.poll(patienceMs)).rejects.toThrow(
      'The log of t-0 was truncated before offset 12: it parts from what was read at offset 5',
    );
  });

  it('tells the epoch with which to commit', async () => {
    one.lead(6);
    const consumer = reader.consumer();
    reader.write(0, 2);
    consumer.assign([place]);
    const [part] = (await consumer.poll(patienceMs)).partitions;
    expect(part).toMatchObject({ nextOffset: 2, nextLeaderEpoch: 6 });
  });
});

/** A consumer with auto.offset.reset=none that has read ten records of epoch 0, five of them written already. */
async function atTenOf(written: number): Promise<Consumer> {
  reader.write(written, 10 - written);
  const consumer = reader.consumer({ 'auto.offset.reset': 'none' });
  consumer.assign([place]);
  consumer.seek(place, 0);
  expect(await readValues(consumer, 10)).toEqual(series(0, 10));
  return consumer;
}

describe('a consumer that tells its rack', () => {
  it('reads from the replica that the leader prefers, until the metadata are old (KIP-392)', async () => {
    two.bePreferred();
    const consumer = await atTen({ 'client.rack': 'r2', 'metadata.max.age.ms': '3000' });
    const served = (node: LogBroker): number => node.script.requestsOf(fetchApi).length;
    expect(one.script.requestsOf(fetchApi)[0]?.rackId).toBe('r2');
    expect([served(one), served(two) > 0]).toEqual([1, true]);
    const lag = consumer.metrics().find(({ name }) => name === 'preferred-read-replica');
    expect(lag?.value).toBe(2);
    const askedAgain = async (): Promise<number> => {
      await consumer.poll(100);
      return served(one);
    };
    await expect.poll(askedAgain).toBeGreaterThan(1);
    reader.write(10, 5);
    expect(await readValues(consumer, 5)).toEqual(series(10, 5));
  });

  it('goes back to the leader when the replica does not have the offset, and keeps its position', async () => {
    two.bePreferred();
    two.script.once(fetchApi, () => ({
      responses: [
        {
          topic: 't',
          topicId: one.topicId('t'),
          partitions: [
            {
              partitionIndex: 0,
              errorCode: errorCodes.OFFSET_OUT_OF_RANGE,
              highWatermark: -1n,
              abortedTransactions: null,
              records: null,
            },
          ],
        },
      ],
    }));
    reader.write(0, 10);
    const consumer = reader.consumer({ 'client.rack': 'r2', 'auto.offset.reset': 'none' });
    consumer.assign([place]);
    consumer.seek(place, 4);
    expect(await readValues(consumer, 6)).toEqual(series(4, 6));
    expect(one.script.requestsOf(fetchApi).length).toBe(2);
  });

  it('stays with the leader while it does not know the replica', async () => {
    one.script.once(fetchApi, () => ({
      responses: [
        {
          topic: 't',
          topicId: one.topicId('t'),
          partitions: [
            {
              partitionIndex: 0,
              errorCode: 0,
              highWatermark: 10n,
              abortedTransactions: null,
              preferredReadReplica: 77,
              records: null,
            },
          ],
        },
      ],
    }));
    await atTen({ 'client.rack': 'r2' });
    expect(one.script.requestsOf(metadataApi).length).toBeGreaterThan(1);
  });

  it('goes back to the leader when the replica is gone', async () => {
    two.bePreferred();
    const consumer = await atTen({ 'client.rack': 'r2' });
    two.script.on(fetchApi, () => 'disconnect');
    one.preferNone();
    reader.write(10, 5);
    expect(await readValues(consumer, 5)).toEqual(series(10, 5));
    expect(one.script.requestsOf(fetchApi).length).toBeGreaterThan(1);
  });
});
