import {
  addPartitionsToTxnApi,
  addOffsetsToTxnApi,
  createTopicsApi,
  describeProducersApi,
  describeTransactionsApi,
  endTxnApi,
  fetchApi,
  initProducerIdApi,
  listOffsetsApi,
  listTransactionsApi,
  offsetFetchApi,
  produceApi,
  txnOffsetCommitApi,
  writeTxnMarkersApi,
} from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDevBroker, type DevBroker } from '../../index.ts';
import { makeBatch } from '../../log/fixtures/make-batch.ts';
import { RawClient } from '../../network/fixtures/raw-client.ts';

let broker: DevBroker;
let client: RawClient;

beforeEach(async () => {
  broker = await startDevBroker();
  client = await RawClient.connect(broker.port);
  await client.call(createTopicsApi, 6, {
    topics: [{ name: 't', numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] }],
  });
});

afterEach(async () => {
  client.close();
  await broker.stop();
});

interface Producer {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

function init(
  known: Partial<Producer> & { timeoutMs?: number } = {},
): Promise<Producer & { errorCode: number }> {
  const { timeoutMs = 60_000, ...producer } = known;
  return client.call(initProducerIdApi, 5, {
    transactionalId: 'tx',
    transactionTimeoutMs: timeoutMs,
    ...producer,
  });
}

async function add(producer: Producer, partition = 0): Promise<number | undefined> {
  const { resultsByTopicV3AndBelow: results } = await client.call(addPartitionsToTxnApi, 3, {
    v3AndBelowTransactionalId: 'tx',
    v3AndBelowProducerId: producer.producerId,
    v3AndBelowProducerEpoch: producer.producerEpoch,
    v3AndBelowTopics: [{ name: 't', partitions: [partition] }],
  });
  return results[0]?.resultsByPartition[0]?.partitionErrorCode;
}

async function produce(
  { producerId, producerEpoch }: Producer,
  { version = 11, sequence = 0, partition = 0 } = {},
): Promise<number | undefined> {
  const header = { producerId, producerEpoch, baseSequence: sequence, transactional: true };
  const records = makeBatch({ values: ['x'], ...header }).bytes;
  const { responses } = await client.call(produceApi, version, {
    transactionalId: 'tx',
    acks: -1,
    timeoutMs: 1000,
    topicData: [{ name: 't', partitionData: [{ index: partition, records }] }],
  });
  return responses[0]?.partitionResponses[0]?.errorCode;
}

function end(
  { producerId, producerEpoch }: Producer,
  { committed = true, version = 4 } = {},
): Promise<Producer & { errorCode: number }> {
  return client.call(endTxnApi, version, { transactionalId: 'tx', producerId, producerEpoch, committed });
}

async function offsets(): Promise<{ end: bigint | undefined; stable: bigint | undefined }> {
  const ask = async (isolationLevel: number): Promise<bigint | undefined> => {
    const { topics } = await client.call(listOffsetsApi, 7, {
      replicaId: -1,
      isolationLevel,
      topics: [{ name: 't', partitions: [{ partitionIndex: 0, timestamp: -1n }] }],
    });
    return topics[0]?.partitions[0]?.offset;
  };
  return { end: await ask(0), stable: await ask(1) };
}

describe('a transaction', () => {
  it('is written with markers, and decides how far consumers of what is committed see', async () => {
    const producer = await init();
    expect([await add(producer), await produce(producer)]).toEqual([0, 0]);
    expect(await offsets()).toEqual({ end: 1n, stable: 0n });
    expect((await end(producer)).errorCode).toBe(0);
    expect(await offsets()).toEqual({ end: 2n, stable: 2n });
    expect((await end(producer)).errorCode).toBe(0);
    expect((await end(producer, { committed: false })).errorCode).toBe(48);
  });

  it('is told of to consumers when it was aborted', async () => {
    const producer = await init();
    await add(producer);
    await produce(producer);
    await end(producer, { committed: false });
    const { responses } = await client.call(fetchApi, 11, {
      maxWaitMs: 0,
      minBytes: 1,
      isolationLevel: 1,
      topics: [{ topic: 't', partitions: [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1000 }] }],
    });
    expect(responses[0]?.partitions[0]).toMatchObject({
      lastStableOffset: 2n,
      abortedTransactions: [{ producerId: producer.producerId, firstOffset: 0n }],
    });
  });

  it('wakes a consumer of what is committed when it is', async () => {
    const producer = await init();
    await add(producer);
    await produce(producer);
    const reader = await RawClient.connect(broker.port);
    const partitions = [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1000 }];
    const waiting = reader.call(fetchApi, 11, {
      maxWaitMs: 20_000,
      minBytes: 1,
      isolationLevel: 1,
      topics: [{ topic: 't', partitions }],
    });
    await end(producer);
    expect((await waiting).responses[0]?.partitions[0]?.records?.length).toBeGreaterThan(0);
    reader.close();
  });

  it('takes no records of partitions that are no part of it, until version 12 makes them so', async () => {
    const producer = await init();
    expect(await produce(producer, { version: 10 })).toBe(48);
    expect(await produce(producer, { version: 11 })).toBe(120);
    expect(await produce(producer, { version: 12 })).toBe(0);
    expect((await end(producer, { version: 5 })).errorCode).toBe(0);
    expect(await offsets()).toEqual({ end: 2n, stable: 2n });
  });

  it('ends with a new epoch in version 5, and again with the same answer', async () => {
    const producer = await init();
    await produce(producer, { version: 12 });
    const next = { producerId: producer.producerId, producerEpoch: 1 };
    expect(await end(producer, { version: 5 })).toMatchObject({ errorCode: 0, ...next });
    expect(await end(producer, { version: 5 })).toMatchObject({ errorCode: 0, ...next });
    expect(await produce(producer, { version: 12, sequence: 1 })).toBe(47);
    expect(await produce(next, { version: 12 })).toBe(0);
    expect(await end(next, { version: 5, committed: false })).toMatchObject({
      errorCode: 0,
      producerEpoch: 2,
    });
  });

  it('is aborted when another producer takes the id, which fences the first', async () => {
    const zombie = await init();
    await add(zombie);
    await produce(zombie);
    const successor = await init();
    expect(successor.producerId).toBe(zombie.producerId);
    expect(successor.producerEpoch).toBeGreaterThan(zombie.producerEpoch);
    expect(await offsets()).toEqual({ end: 2n, stable: 2n });
    expect([await add(zombie), (await end(zombie)).errorCode]).toEqual([90, 90]);
    expect(await produce(zombie, { sequence: 1 })).toBe(47);
    expect(await init(zombie)).toMatchObject({ errorCode: 90 });
  });

  it('is aborted when it takes too long', async () => {
    const producer = await init({ timeoutMs: 50 });
    await add(producer);
    await produce(producer);
    await expect.poll(offsets).toEqual({ end: 2n, stable: 2n });
    expect((await end(producer)).errorCode).toBe(90);
  });

  it.each([0, 1_000_000])('is refused a timeout of %i ms', async (timeoutMs) => {
    expect((await init({ timeoutMs })).errorCode).toBe(50);
  });

  it('is known to administrators', async () => {
    const producer = await init();
    await add(producer, 1);
    await produce(producer, { partition: 1 });
    const { transactionStates: listed } = await client.call(listTransactionsApi, 2, {
      stateFilters: ['Ongoing'],
      producerIdFilters: [],
      transactionalIdPattern: 't.',
    });
    expect(listed).toMatchObject([{ transactionalId: 'tx', transactionState: 'Ongoing' }]);
    const { transactionStates: described } = await client.call(describeTransactionsApi, 0, {
      transactionalIds: ['tx', 'absent'],
    });
    expect(described).toMatchObject([
      { errorCode: 0, transactionState: 'Ongoing', topics: [{ topic: 't', partitions: [1] }] },
      { errorCode: 105 },
    ]);
    const { topics } = await client.call(describeProducersApi, 0, {
      topics: [{ name: 't', partitionIndexes: [1] }],
    });
    expect(topics[0]?.partitions[0]?.activeProducers).toMatchObject([
      { producerId: producer.producerId, lastSequence: 0, currentTxnStartOffset: 0n },
    ]);
  });

  it('can be ended by hand in a partition', async () => {
    const { producerId, producerEpoch } = await init();
    await add({ producerId, producerEpoch });
    await produce({ producerId, producerEpoch });
    const { markers } = await client.call(writeTxnMarkersApi, 1, {
      markers: [
        {
          producerId,
          producerEpoch,
          transactionResult: false,
          topics: [{ name: 't', partitionIndexes: [0] }],
          coordinatorEpoch: 0,
        },
      ],
    });
    expect(markers[0]?.topics[0]?.partitions).toEqual([{ partitionIndex: 0, errorCode: 0 }]);
    expect(await offsets()).toEqual({ end: 2n, stable: 2n });
  });
});

describe('offsets in a transaction', () => {
  async function commit(producer: Producer, version = 3): Promise<number | undefined> {
    const partitions = [{ partitionIndex: 0, committedOffset: 7n, committedMetadata: 'm' }];
    const { topics } = await client.call(txnOffsetCommitApi, version, {
      transactionalId: 'tx',
      groupId: 'g',
      producerId: producer.producerId,
      producerEpoch: producer.producerEpoch,
      topics: [{ name: 't', partitions }],
    });
    return topics[0]?.partitions[0]?.errorCode;
  }

  async function committed(requireStable = false): Promise<{ errorCode?: number; committedOffset?: bigint }> {
    const { topics } = await client.call(offsetFetchApi, 7, {
      groupId: 'g',
      topics: [{ name: 't', partitionIndexes: [0] }],
      requireStable,
    });
    return topics[0]?.partitions[0] ?? {};
  }

  it('count once it is committed, and who wants stable ones is asked to wait', async () => {
    const producer = await init();
    const { producerId, producerEpoch } = producer;
    expect(await commit(producer)).toBe(48);
    await client.call(addOffsetsToTxnApi, 3, {
      transactionalId: 'tx',
      producerId,
      producerEpoch,
      groupId: 'g',
    });
    expect(await commit(producer)).toBe(0);
    expect(await committed()).toMatchObject({ errorCode: 0, committedOffset: -1n });
    expect(await committed(true)).toMatchObject({ errorCode: 88 });
    await end(producer);
    expect(await committed(true)).toMatchObject({ errorCode: 0, committedOffset: 7n });
  });

  it('are forgotten when it is aborted', async () => {
    const producer = await init();
    expect(await commit(producer, 5)).toBe(0);
    await end(producer, { version: 5, committed: false });
    expect(await committed(true)).toMatchObject({ errorCode: 0, committedOffset: -1n });
  });
});
