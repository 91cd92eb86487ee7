import {
  createTopicsApi,
  fetchApi,
  initProducerIdApi,
  listOffsetsApi,
  produceApi,
  zeroUuid,
  type RequestInputOf,
} from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDevBroker, type DevBroker } from '../../index.ts';
import { makeBatch, readValues, type BatchWish } from '../../log/fixtures/make-batch.ts';
import { RawClient } from '../../network/fixtures/raw-client.ts';

let broker: DevBroker;
let client: RawClient;
let topicId: string;

beforeEach(async () => {
  broker = await startDevBroker();
  client = await RawClient.connect(broker.port);
  const { topics } = await client.call(createTopicsApi, 7, {
    topics: [{ name: 't', numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] }],
  });
  topicId = topics[0]?.topicId ?? '';
});

afterEach(async () => {
  client.close();
  await broker.stop();
});

interface Produced {
  readonly topic?: string;
  readonly id?: string;
  readonly partition?: number;
  readonly acks?: number;
  readonly records?: Buffer | null;
}

async function produce(
  version: number,
  wish: Produced = {},
): Promise<{ errorCode: number; baseOffset: bigint; errorMessage: string | null }> {
  const {
    topic = 't',
    id = topicId,
    partition = 0,
    acks = -1,
    records = makeBatch({ values: ['x'] }).bytes,
  } = wish;
  const named = version < 13 ? { name: topic } : { topicId: id };
  const { responses } = await client.call(produceApi, version, {
    acks,
    timeoutMs: 1000,
    topicData: [{ ...named, partitionData: [{ index: partition, records }] }],
  });
  const result = responses[0]?.partitionResponses[0];
  if (result === undefined) throw new Error('no answer');
  return result;
}

const batch = (wish: Partial<BatchWish>): Buffer => makeBatch({ values: ['x'], ...wish }).bytes;

type FetchPartition = RequestInputOf<typeof fetchApi>['topics'][number]['partitions'][number];

async function fetchOne(
  version: number,
  wish: Partial<FetchPartition> = {},
  id = topicId,
): Promise<{ errorCode: number; highWatermark: bigint; records: Buffer | null }> {
  const named = version < 13 ? { topic: 't' } : { topicId: id };
  const partition = { partition: 0, fetchOffset: 0n, partitionMaxBytes: 100_000, ...wish };
  const { responses } = await client.call(fetchApi, version, {
    maxWaitMs: 0,
    minBytes: 1,
    topics: [{ ...named, partitions: [partition] }],
  });
  const result = responses[0]?.partitions[0];
  if (result === undefined) throw new Error('no answer');
  return result;
}

describe('Produce', () => {
  it('writes what Fetch then gives, by name and by id', async () => {
    expect(await produce(9)).toMatchObject({ errorCode: 0, baseOffset: 0n });
    expect(await produce(13, { records: batch({ values: ['a', 'b'] }) })).toMatchObject({
      errorCode: 0,
      baseOffset: 1n,
    });
    const byName = await fetchOne(11);
    const byId = await fetchOne(18, { fetchOffset: 1n });
    expect(readValues(byName.records ?? Buffer.alloc(0))).toEqual([
      [0, 'x'],
      [1, 'a'],
      [2, 'b'],
    ]);
    expect(readValues(byId.records ?? Buffer.alloc(0))).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    expect([byName.highWatermark, byId.highWatermark]).toEqual([3n, 3n]);
  });

  it.each([
    { problem: 'a topic that is not there', version: 9, wish: { topic: 'absent' }, errorCode: 3 },
    { problem: 'a topic id that is not there', version: 13, wish: { id: 'B'.repeat(22) }, errorCode: 100 },
    { problem: 'a partition that is not there', version: 9, wish: { partition: 2 }, errorCode: 3 },
    { problem: 'a negative partition', version: 9, wish: { partition: -1 }, errorCode: 3 },
    {
      problem: 'a number of acknowledgements that does not exist',
      version: 9,
      wish: { acks: 2 },
      errorCode: 21,
    },
    { problem: 'no records', version: 9, wish: { records: null }, errorCode: 87 },
    {
      problem: 'a batch that is too large',
      version: 9,
      wish: { records: batch({ values: ['x'.repeat(1_100_000)] }) },
      errorCode: 10,
    },
    {
      problem: 'a timestamp far in the future',
      version: 9,
      wish: { records: batch({ timestamp: Date.now() + 4_000_000 }) },
      errorCode: 32,
    },
  ])('refuses $problem', async ({ version, wish, errorCode }) => {
    expect(await produce(version, wish)).toMatchObject({ errorCode, baseOffset: -1n });
    expect((await fetchOne(11)).highWatermark).toBe(0n);
  });

  it('says what is wrong with a batch', async () => {
    const damaged = batch({});
    damaged.writeUInt8(damaged.readUInt8(64) ^ 1, 64);
    expect(await produce(9, { records: damaged })).toMatchObject({
      errorCode: 2,
      errorMessage: 'This message has failed its CRC checksum.',
    });
  });

  it('writes a batch of an idempotent producer once', async () => {
    const { producerId, producerEpoch } = await client.call(initProducerIdApi, 4, {
      transactionalId: null,
      transactionTimeoutMs: 0,
    });
    const sent = (baseSequence: number): Produced => ({
      records: batch({ producerId, producerEpoch, baseSequence }),
    });
    expect(
      [await produce(9, sent(0)), await produce(9, sent(0)), await produce(9, sent(1))].map(
        ({ baseOffset }) => baseOffset,
      ),
    ).toEqual([0n, 0n, 1n]);
    expect((await produce(9, sent(7))).errorCode).toBe(45);
    expect((await fetchOne(11)).highWatermark).toBe(2n);
  });
});

describe('Fetch', () => {
  it.each([
    { problem: 'an offset beyond the end', version: 11, wish: { fetchOffset: 1n }, errorCode: 1 },
    { problem: 'a partition that is not there', version: 11, wish: { partition: 5 }, errorCode: 3 },
    {
      problem: 'a leader epoch that has not come',
      version: 11,
      wish: { currentLeaderEpoch: 1 },
      errorCode: 75,
    },
  ])('refuses $problem at once', async ({ version, wish, errorCode }) => {
    const refused = await fetchOne(version, wish);
    expect([refused.errorCode, refused.records]).toEqual([errorCode, Buffer.alloc(0)]);
  });

  it('refuses a topic id that is not there', async () => {
    expect((await fetchOne(13, {}, zeroUuid)).errorCode).toBe(100);
  });

  it.each([
    [0, null],
    [1, []],
  ])('answers isolation level %i with aborted transactions %j', async (isolationLevel, aborted) => {
    const partitions = [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1000 }];
    const { responses } = await client.call(fetchApi, 12, {
      maxWaitMs: 0,
      minBytes: 1,
      isolationLevel,
      topics: [{ topic: 't', partitions }],
    });
    expect(responses[0]?.partitions[0]?.abortedTransactions).toEqual(aborted);
  });
});

describe('ListOffsets', () => {
  async function list(
    timestamp: bigint,
    version = 8,
    topic = 't',
  ): Promise<{ errorCode: number; offset: bigint; timestamp: bigint }> {
    const { topics } = await client.call(listOffsetsApi, version, {
      replicaId: -1,
      topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp }] }],
    });
    const result = topics[0]?.partitions[0];
    if (result === undefined) throw new Error('no answer');
    return result;
  }

  it('finds the ends, times and the latest time', async () => {
    await produce(9, { records: batch({ values: ['a', 'b'], timestamp: 1000 }) });
    await produce(9, { records: batch({ values: ['c'], timestamp: 5000 }) });
    await produce(9, { records: batch({ values: ['d'], timestamp: 3000 }) });
    expect(await list(-2n)).toMatchObject({ offset: 0n, timestamp: -1n, leaderEpoch: 0 });
    expect(await list(-1n)).toMatchObject({ offset: 4n, timestamp: -1n });
    expect(await list(-3n)).toMatchObject({ offset: 2n, timestamp: 5000n });
    expect(await list(1001n)).toMatchObject({ offset: 1n, timestamp: 1001n });
    expect(await list(1002n)).toMatchObject({ offset: 2n, timestamp: 5000n });
    expect(await list(5001n)).toMatchObject({ errorCode: 0, offset: -1n, timestamp: -1n, leaderEpoch: -1 });
    expect(await list(-5n)).toMatchObject({ errorCode: 0, offset: -1n });
  });

  it('refuses a topic that is not there', async () => {
    expect((await list(-1n, 8, 'absent')).errorCode).toBe(3);
  });
});
