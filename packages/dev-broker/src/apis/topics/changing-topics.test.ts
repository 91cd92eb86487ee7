import {
  alterConfigsApi,
  createPartitionsApi,
  createTopicsApi,
  deleteRecordsApi,
  describeConfigsApi,
  describeTopicPartitionsApi,
  electLeadersApi,
  fetchApi,
  incrementalAlterConfigsApi,
  listOffsetsApi,
  metadataApi,
  offsetForLeaderEpochApi,
  produceApi,
} from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDevBroker, type DevBroker } from '../../index.ts';
import { makeBatch, makeKeyedBatch, readKeyed } from '../../log/fixtures/make-batch.ts';
import { RawClient } from '../../network/fixtures/raw-client.ts';

let broker: DevBroker;
let client: RawClient;

beforeEach(async () => {
  broker = await startDevBroker();
  client = await RawClient.connect(broker.port);
  await create('t');
});

afterEach(async () => {
  client.close();
  await broker.stop();
});

async function create(name: string, configs: Readonly<Record<string, string>> = {}): Promise<void> {
  const set = Object.entries(configs).map(([key, value]) => ({ name: key, value }));
  await client.call(createTopicsApi, 6, {
    topics: [{ name, numPartitions: 2, replicationFactor: 1, assignments: [], configs: set }],
  });
}

async function produce(topic: string, records: Buffer): Promise<number | undefined> {
  const topicData = [{ name: topic, partitionData: [{ index: 0, records }] }];
  const { responses } = await client.call(produceApi, 9, { acks: -1, timeoutMs: 1000, topicData });
  return responses[0]?.partitionResponses[0]?.errorCode;
}

async function firstOffset(): Promise<bigint | undefined> {
  const partitions = [{ partitionIndex: 0, timestamp: -2n }];
  const { topics } = await client.call(listOffsetsApi, 7, {
    replicaId: -1,
    topics: [{ name: 't', partitions }],
  });
  return topics[0]?.partitions[0]?.offset;
}

describe('CreatePartitions', () => {
  async function grow(
    count: number,
    more: { assignments?: { brokerIds: number[] }[]; validateOnly?: boolean } = {},
  ): Promise<number | undefined> {
    const { assignments = null, validateOnly = false } = more;
    const topics = [{ name: 't', count, assignments }];
    const { results } = await client.call(createPartitionsApi, 3, { topics, timeoutMs: 1000, validateOnly });
    return results[0]?.errorCode;
  }

  async function partitionCount(): Promise<number | undefined> {
    return (await client.call(metadataApi, 9, { topics: [{ name: 't' }] })).topics[0]?.partitions.length;
  }

  it('adds partitions that can be used at once', async () => {
    expect([await grow(5, { validateOnly: true }), await partitionCount()]).toEqual([0, 2]);
    expect([await grow(5), await partitionCount()]).toEqual([0, 5]);
    expect([await grow(6, { assignments: [{ brokerIds: [1] }] }), await partitionCount()]).toEqual([0, 6]);
  });

  it.each([
    ['as many as there are', 2, {}, 37],
    ['fewer', 1, {}, 37],
    ['too many', 1_000_000, {}, 37],
    ['partitions on another node', 3, { assignments: [{ brokerIds: [2] }] }, 39],
    ['an assignment for others', 4, { assignments: [{ brokerIds: [1] }] }, 39],
  ])('refuses %s', async (...[, count, more, errorCode]) => {
    expect([await grow(count, more), await partitionCount()]).toEqual([errorCode, 2]);
  });
});

describe('the configuration of a topic', () => {
  async function valueOf(name: string): Promise<string | null | undefined> {
    const resources = [{ resourceType: 2, resourceName: 't', configurationKeys: [name] }];
    const { results } = await client.call(describeConfigsApi, 4, { resources });
    return results[0]?.configs[0]?.value;
  }

  async function change(
    name: string,
    configOperation: number,
    value: string | null,
  ): Promise<number | undefined> {
    const resources = [{ resourceType: 2, resourceName: 't', configs: [{ name, configOperation, value }] }];
    const { responses } = await client.call(incrementalAlterConfigsApi, 1, {
      resources,
      validateOnly: false,
    });
    return responses[0]?.errorCode;
  }

  it('is changed one by one', async () => {
    expect([await change('retention.ms', 0, '5'), await valueOf('retention.ms')]).toEqual([0, '5']);
    expect([await change('retention.bytes', 0, '7'), await valueOf('retention.ms')]).toEqual([0, '5']);
    expect([await change('retention.ms', 1, null), await valueOf('retention.ms')]).toEqual([0, '604800000']);
    expect([await change('cleanup.policy', 2, 'compact'), await valueOf('cleanup.policy')]).toEqual([
      0,
      'delete,compact',
    ]);
    expect([await change('cleanup.policy', 3, 'delete'), await valueOf('cleanup.policy')]).toEqual([
      0,
      'compact',
    ]);
  });

  it.each([
    ['retention.ms', 0, 'soon', 40],
    ['retention.ms', 2, '5', 40],
    ['no.such.key', 0, 'x', 40],
    ['retention.ms', 0, null, 42],
    ['retention.ms', 9, '5', 42],
  ])('does not take %s with operation %i and value %s', async (...[name, operation, value, errorCode]) => {
    expect(await change(name, operation, value)).toBe(errorCode);
  });

  it('is replaced as a whole', async () => {
    await change('retention.ms', 0, '5');
    const configs = [{ name: 'retention.bytes', value: '9' }];
    const resources = [
      { resourceType: 2, resourceName: 't', configs },
      { resourceType: 4, resourceName: '1', configs },
      { resourceType: 2, resourceName: 'absent', configs },
    ];
    const { responses } = await client.call(alterConfigsApi, 2, { resources, validateOnly: false });
    expect(responses.map(({ errorCode }) => errorCode)).toEqual([0, 42, 3]);
    expect([await valueOf('retention.ms'), await valueOf('retention.bytes')]).toEqual(['604800000', '9']);
  });
});

describe('DeleteRecords', () => {
  async function deleteBefore(
    topic: string,
    offset: bigint,
  ): Promise<{ errorCode?: number; lowWatermark?: bigint }> {
    const topics = [{ name: topic, partitions: [{ partitionIndex: 0, offset }] }];
    const answer = await client.call(deleteRecordsApi, 2, { topics, timeoutMs: 1000 });
    return answer.topics[0]?.partitions[0] ?? {};
  }

  it('moves the start of a partition, to its end at most', async () => {
    await produce('t', makeBatch({ values: ['a', 'b', 'c'] }).bytes);
    expect(await deleteBefore('t', 2n)).toMatchObject({ errorCode: 0, lowWatermark: 2n });
    expect(await firstOffset()).toBe(2n);
    expect(await deleteBefore('t', 4n)).toMatchObject({ errorCode: 1 });
    expect(await deleteBefore('t', -1n)).toMatchObject({ errorCode: 0, lowWatermark: 3n });
  });

  it('leaves compacted topics alone', async () => {
    await create('compacted', { 'cleanup.policy': 'compact' });
    expect(await deleteBefore('compacted', 0n)).toMatchObject({ errorCode: 44 });
  });
});

describe('a compacted topic', () => {
  it('takes no records without a key, and keeps the last of each', async () => {
    await create('compacted', { 'cleanup.policy': 'compact', 'segment.bytes': '1048576' });
    expect(await produce('compacted', makeBatch({ values: ['x'] }).bytes)).toBe(87);
    const large = 'x'.repeat(600_000);
    for (const value of ['1', '2', '3']) {
      expect(await produce('compacted', makeKeyedBatch([['a', `${value}${large}`]]).bytes)).toBe(0);
    }
    await broker.keepHouse();
    const partitions = [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 10_000_000 }];
    const offsets: number[] = [];
    for (let fetchOffset = 0n; fetchOffset < 3n;) {
      const { responses } = await client.call(fetchApi, 11, {
        maxWaitMs: 0,
        minBytes: 1,
        topics: [{ topic: 'compacted', partitions: partitions.map((each) => ({ ...each, fetchOffset })) }],
      });
      const read = readKeyed(responses[0]?.partitions[0]?.records ?? Buffer.alloc(0));
      offsets.push(...read.map(([offset]) => offset));
      fetchOffset = BigInt((offsets.at(-1) ?? 2) + 1);
    }
    expect(offsets).toEqual([1, 2]);
  });
});

describe('one node', () => {
  it('describes partitions page by page', async () => {
    await create('u');
    const page = (cursor: { topicName: string; partitionIndex: number } | null) =>
      client.call(describeTopicPartitionsApi, 0, { topics: [], responsePartitionLimit: 3, cursor });
    const first = await page(null);
    expect(first.topics.map(({ name, partitions }) => [name, partitions.length])).toEqual([
      ['t', 2],
      ['u', 1],
    ]);
    expect(first.nextCursor).toEqual({ topicName: 'u', partitionIndex: 1 });
    const second = await page(first.nextCursor);
    expect(second.topics.map(({ name, partitions }) => [name, partitions.length])).toEqual([['u', 1]]);
    expect(second.nextCursor).toBeNull();
  });

  it('has nothing to elect, and one epoch', async () => {
    const topicPartitions = [{ topic: 't', partitions: [0, 9] }];
    const elected = await client.call(electLeadersApi, 2, { electionType: 0, topicPartitions });
    expect(elected.replicaElectionResults[0]?.partitionResult.map(({ errorCode }) => errorCode)).toEqual([
      84, 3,
    ]);
    await produce('t', makeBatch({ values: ['a', 'b'] }).bytes);
    const partitions = [0, 1].map((leaderEpoch) => ({ partition: 0, leaderEpoch }));
    const { topics } = await client.call(offsetForLeaderEpochApi, 4, {
      topics: [{ topic: 't', partitions }],
    });
    expect(topics[0]?.partitions).toMatchObject([
      { leaderEpoch: 0, endOffset: 2n },
      { leaderEpoch: -1, endOffset: -1n },
    ]);
  });
});
