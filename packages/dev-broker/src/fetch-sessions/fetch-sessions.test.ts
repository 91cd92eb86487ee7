import {
  createTopicsApi,
  fetchApi,
  produceApi,
  type RequestInputOf,
  type ResponseOf,
} from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDevBroker, type DevBroker } from '../index.ts';
import { makeBatch } from '../log/fixtures/make-batch.ts';
import { RawClient } from '../network/fixtures/raw-client.ts';

type Fetch = RequestInputOf<typeof fetchApi>;
type Fetched = ResponseOf<typeof fetchApi>;

let broker: DevBroker;
let client: RawClient;

beforeEach(async () => {
  broker = await startDevBroker();
  client = await RawClient.connect(broker.port);
  await client.call(createTopicsApi, 6, {
    topics: [{ name: 't', numPartitions: 3, replicationFactor: 1, assignments: [], configs: [] }],
  });
});

afterEach(async () => {
  client.close();
  await broker.stop();
});

async function produce(index: number): Promise<void> {
  const partitionData = [{ index, records: makeBatch({ values: ['x'] }).bytes }];
  const topicData = [{ name: 't', partitionData }];
  await client.call(produceApi, 9, { acks: -1, timeoutMs: 1000, topicData });
}

function fetch(session: Partial<Fetch>, partitions: readonly [number, bigint][] = []): Promise<Fetched> {
  const wanted = partitions.map(([partition, fetchOffset]) => ({
    partition,
    fetchOffset,
    partitionMaxBytes: 1000,
  }));
  return client.call(fetchApi, 12, {
    maxWaitMs: 0,
    minBytes: 0,
    topics: wanted.length === 0 ? [] : [{ topic: 't', partitions: wanted }],
    ...session,
  });
}

const told = ({ responses }: Fetched): number[] =>
  responses.flatMap(({ partitions }) => partitions.map(({ partitionIndex }) => partitionIndex));

const all: [number, bigint][] = [
  [0, 0n],
  [1, 0n],
  [2, 0n],
];

describe('a fetch session', () => {
  it('is about what it began with, and tells what changed', async () => {
    const first = await fetch({ sessionEpoch: 0 }, all);
    expect(first.sessionId).toBeGreaterThan(0);
    expect(told(first)).toEqual([0, 1, 2]);
    const { sessionId } = first;
    expect(told(await fetch({ sessionId, sessionEpoch: 1 }))).toEqual([]);
    await produce(1);
    expect(told(await fetch({ sessionId, sessionEpoch: 2 }))).toEqual([1]);
    expect(told(await fetch({ sessionId, sessionEpoch: 3 }, [[1, 1n]]))).toEqual([]);
  });

  it('asks those last that gave records the last time', async () => {
    const { sessionId } = await fetch({ sessionEpoch: 0 }, all);
    await produce(0);
    await fetch({ sessionId, sessionEpoch: 1 });
    await produce(1);
    await produce(2);
    expect(told(await fetch({ sessionId, sessionEpoch: 2 }))).toEqual([1, 2, 0]);
  });

  it('forgets partitions on request, and ends without any', async () => {
    const { sessionId } = await fetch({ sessionEpoch: 0 }, all);
    await produce(0);
    await produce(1);
    const forget = (partitions: number[]): Partial<Fetch> => ({
      sessionId,
      forgottenTopicsData: [{ topic: 't', partitions }],
    });
    expect(told(await fetch({ ...forget([0]), sessionEpoch: 1 }))).toEqual([1]);
    expect((await fetch({ ...forget([1, 2]), sessionEpoch: 2 })).sessionId).toBe(0);
    expect((await fetch({ sessionId, sessionEpoch: 3 })).errorCode).toBe(70);
  });

  it('is refused where client and broker do not agree on it', async () => {
    const { sessionId } = await fetch({ sessionEpoch: 0 }, all);
    expect((await fetch({ sessionId, sessionEpoch: 5 })).errorCode).toBe(71);
    expect((await fetch({ sessionId: sessionId + 1, sessionEpoch: 1 })).errorCode).toBe(70);
    const byId = await client.call(fetchApi, 13, {
      maxWaitMs: 0,
      minBytes: 0,
      sessionId,
      sessionEpoch: 1,
      topics: [],
    });
    expect(byId.errorCode).toBe(106);
  });

  it('is not begun where none is wanted', async () => {
    const answer = await fetch({ sessionEpoch: -1 }, all);
    expect([answer.sessionId, told(answer)]).toEqual([0, [0, 1, 2]]);
  });

  it('tells of a partition that cannot be read each time', async () => {
    const { sessionId } = await fetch({ sessionEpoch: 0 }, [[0, 5n]]);
    expect(told(await fetch({ sessionId, sessionEpoch: 1 }))).toEqual([0]);
    expect(told(await fetch({ sessionId, sessionEpoch: 2 }))).toEqual([0]);
  });
});
