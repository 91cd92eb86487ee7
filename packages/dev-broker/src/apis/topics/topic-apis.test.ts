import {
  createTopicsApi,
  deleteTopicsApi,
  describeClusterApi,
  describeConfigsApi,
  findCoordinatorApi,
  metadataApi,
  zeroUuid,
  type RequestInputOf,
  type ResponseOf,
} from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDevBroker, type DevBroker } from '../../index.ts';
import { RawClient } from '../../network/fixtures/raw-client.ts';

let broker: DevBroker;
let client: RawClient;

beforeEach(async () => {
  broker = await startDevBroker({ defaultPartitions: 3 });
  client = await RawClient.connect(broker.port);
});

afterEach(async () => {
  client.close();
  await broker.stop();
});

type WantedTopic = RequestInputOf<typeof createTopicsApi>['topics'][number];
type CreatedTopic = ResponseOf<typeof createTopicsApi>['topics'][number];
type TopicMetadata = ResponseOf<typeof metadataApi>['topics'][number];

async function create(
  name: string,
  changed: Partial<WantedTopic> = {},
  validateOnly = false,
): Promise<CreatedTopic | undefined> {
  const wanted = { name, numPartitions: -1, replicationFactor: -1, assignments: [], configs: [], ...changed };
  return (await client.call(createTopicsApi, 7, { topics: [wanted], validateOnly })).topics[0];
}

async function describeTopic(
  topic: { name?: string | null; topicId?: string },
  allowAutoTopicCreation = false,
): Promise<TopicMetadata | undefined> {
  const { topics } = await client.call(metadataApi, 12, {
    topics: [{ topicId: zeroUuid, name: null, ...topic }],
    allowAutoTopicCreation,
  });
  return topics[0];
}

describe('Metadata', () => {
  it('creates a topic that is asked for, which can be used at once', async () => {
    const topic = await describeTopic({ name: 't' }, true);
    expect(topic).toMatchObject({ errorCode: 0, name: 't', isInternal: false });
    expect(
      topic?.partitions.map(({ partitionIndex, leaderId, isrNodes }) => [partitionIndex, leaderId, isrNodes]),
    ).toEqual([
      [0, 1, [1]],
      [1, 1, [1]],
      [2, 1, [1]],
    ]);
  });

  it('creates one topic however many ask for it at once', async () => {
    const others = await Promise.all(Array.from({ length: 10 }, () => RawClient.connect(broker.port)));
    const answers = await Promise.all(
      others.map((each) => each.call(metadataApi, 12, { topics: [{ topicId: zeroUuid, name: 't' }] })),
    );
    expect(new Set(answers.map(({ topics }) => topics[0]?.topicId)).size).toBe(1);
    for (const each of others) each.close();
  });

  it.each([
    { problem: 'a name that cannot be', topic: { name: 'a/b' }, mayCreate: true, errorCode: 17 },
    { problem: 'a topic that is not to be created', topic: { name: 't' }, mayCreate: false, errorCode: 3 },
    {
      problem: 'an id that is not there',
      topic: { topicId: 'B'.repeat(22) },
      mayCreate: true,
      errorCode: 100,
    },
  ])('refuses $problem', async ({ topic, mayCreate, errorCode }) => {
    expect(await describeTopic(topic, mayCreate)).toMatchObject({ errorCode, partitions: [] });
    expect((await client.call(metadataApi, 12, { topics: null })).topics).toEqual([]);
  });

  it('creates nothing where the broker is not to', async () => {
    const strict = await startDevBroker({ autoCreateTopics: false });
    const other = await RawClient.connect(strict.port);
    const { topics } = await other.call(metadataApi, 12, { topics: [{ topicId: zeroUuid, name: 't' }] });
    expect(topics[0]?.errorCode).toBe(3);
    other.close();
    await strict.stop();
  });

  it('tells all topics or none, as it is asked', async () => {
    await create('a');
    await create('b');
    const count = async (version: number, topics: null | []): Promise<number> =>
      (await client.call(metadataApi, version, { topics })).topics.length;
    expect([await count(0, []), await count(1, []), await count(1, null), await count(12, null)]).toEqual([
      2, 0, 2, 2,
    ]);
  });

  it('says where the broker is, and which cluster', async () => {
    const answer = await client.call(metadataApi, 12, { topics: [] });
    expect(answer).toMatchObject({
      brokers: [{ nodeId: 1, host: '127.0.0.1', port: broker.port }],
      controllerId: 1,
      clusterId: broker.clusterId,
    });
  });

  it('names the address that the client came through where it listens on all', async () => {
    const open = await startDevBroker({ host: '0.0.0.0' });
    const other = await RawClient.connect(open.port, '127.0.0.1');
    const { brokers } = await other.call(metadataApi, 12, { topics: [] });
    expect([brokers[0]?.host, open.bootstrapServers]).toEqual(['127.0.0.1', `127.0.0.1:${open.port}`]);
    other.close();
    await open.stop();
  });
});

describe('CreateTopics', () => {
  it('creates a topic, and says all there is to say of it', async () => {
    const created = await create('t', {
      numPartitions: 2,
      configs: [{ name: 'cleanup.policy', value: 'compact' }],
    });
    expect(created).toMatchObject({
      errorCode: 0,
      errorMessage: null,
      numPartitions: 2,
      replicationFactor: 1,
    });
    expect(created?.configs?.find(({ name }) => name === 'cleanup.policy')).toMatchObject({
      value: 'compact',
      configSource: 1,
    });
    expect(await describeTopic({ topicId: created?.topicId ?? '' })).toMatchObject({
      name: 't',
      errorCode: 0,
    });
  });

  it('goes by the defaults, and by an assignment to the only node', async () => {
    expect((await create('default'))?.numPartitions).toBe(3);
    const assignments = [0, 1].map((partitionIndex) => ({ partitionIndex, brokerIds: [1] }));
    expect((await create('assigned', { assignments }))?.numPartitions).toBe(2);
  });

  it.each([
    {
      problem: 'a bad name',
      name: 'a/b',
      changed: {},
      errorCode: 17,
      message: /contains one or more characters/,
    },
    {
      problem: 'too many copies',
      name: 't',
      changed: { replicationFactor: 3 },
      errorCode: 38,
      message: /target replication factor of 3 cannot be reached/,
    },
    {
      problem: 'no copy',
      name: 't',
      changed: { replicationFactor: 0 },
      errorCode: 38,
      message: /must be larger than 0/,
    },
    {
      problem: 'no partitions',
      name: 't',
      changed: { numPartitions: 0 },
      errorCode: 37,
      message: /non-positive/,
    },
    {
      problem: 'an unknown property',
      name: 't',
      changed: { configs: [{ name: 'foo', value: 'x' }] },
      errorCode: 40,
      message: /Unknown topic config name: foo/,
    },
    {
      problem: 'a bad value',
      name: 't',
      changed: { configs: [{ name: 'retention.ms', value: 'x' }] },
      errorCode: 40,
      message: /Not a number of type LONG/,
    },
    {
      problem: 'another node',
      name: 't',
      changed: { assignments: [{ partitionIndex: 0, brokerIds: [2] }] },
      errorCode: 39,
      message: /includes broker 2/,
    },
    {
      problem: 'a gap in the assignment',
      name: 't',
      changed: { assignments: [{ partitionIndex: 1, brokerIds: [1] }] },
      errorCode: 39,
      message: /from 0 on once/,
    },
    {
      problem: 'an assignment and a count',
      name: 't',
      changed: { numPartitions: 1, assignments: [{ partitionIndex: 0, brokerIds: [1] }] },
      errorCode: 42,
      message: /not set to -1/,
    },
  ])('refuses $problem', async ({ name, changed, errorCode, message }) => {
    expect(await create(name, changed)).toMatchObject({
      errorCode,
      errorMessage: expect.stringMatching(message) as string,
    });
    expect((await client.call(metadataApi, 12, { topics: null })).topics).toEqual([]);
  });

  it('refuses a topic that is there, and one that is named twice', async () => {
    await create('t');
    expect(await create('t')).toMatchObject({ errorCode: 36, errorMessage: "Topic 't' already exists." });
    const twice = { name: 'u', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] };
    const { topics } = await client.call(createTopicsApi, 7, { topics: [twice, twice] });
    expect(topics.map(({ errorCode }) => errorCode)).toEqual([42, 42]);
  });

  it('only checks where it is asked to', async () => {
    expect(await create('t', {}, true)).toMatchObject({ errorCode: 0, numPartitions: 3, topicId: zeroUuid });
    expect((await describeTopic({ name: 't' }))?.errorCode).toBe(3);
  });

  it('creates a thousand topics in well under two seconds', async () => {
    const topics = Array.from({ length: 1000 }, (_each, index) => ({
      name: `t-${index}`,
      numPartitions: 1,
      replicationFactor: 1,
      assignments: [],
      configs: [],
    }));
    const start = performance.now();
    const answer = await client.call(createTopicsApi, 7, { topics });
    expect(performance.now() - start).toBeLessThan(2000);
    expect(answer.topics.every(({ errorCode }) => errorCode === 0)).toBe(true);
  });
});

describe('DeleteTopics', () => {
  it('removes topics by name and by id', async () => {
    await create('a');
    const b = await create('b');
    const byName = await client.call(deleteTopicsApi, 5, { topicNames: ['a', 'absent'], timeoutMs: 1000 });
    expect(byName.responses.map(({ errorCode }) => errorCode)).toEqual([0, 3]);
    const ids = [b?.topicId ?? '', 'B'.repeat(22)];
    const byId = await client.call(deleteTopicsApi, 6, {
      topics: ids.map((topicId) => ({ topicId })),
      timeoutMs: 1000,
    });
    expect(byId.responses.map(({ name, errorCode }) => [name, errorCode])).toEqual([
      ['b', 0],
      [null, 100],
    ]);
    expect((await client.call(metadataApi, 12, { topics: null })).topics).toEqual([]);
  });

  it('wants a name or an id', async () => {
    const a = await create('a');
    const both = { name: 'a', topicId: a?.topicId ?? '' };
    expect(
      (await client.call(deleteTopicsApi, 6, { topics: [both], timeoutMs: 1 })).responses[0]?.errorCode,
    ).toBe(42);
  });
});

describe('DescribeConfigs', () => {
  async function configs(
    resourceType: number,
    resourceName: string,
    configurationKeys: string[] | null = null,
  ): Promise<ResponseOf<typeof describeConfigsApi>['results'][number] | undefined> {
    const { results } = await client.call(describeConfigsApi, 4, {
      resources: [{ resourceType, resourceName, configurationKeys }],
      includeDocumentation: true,
    });
    return results[0];
  }

  it('tells what a topic goes by', async () => {
    await create('t', { configs: [{ name: 'retention.ms', value: '5' }] });
    expect((await configs(2, 't'))?.configs).toHaveLength(33);
    expect((await configs(2, 't', ['retention.ms']))?.configs).toMatchObject([
      { name: 'retention.ms', value: '5', configSource: 1, configType: 5, readOnly: false, synonyms: [] },
    ]);
  });

  it('tells what the broker was started with', async () => {
    expect((await configs(4, '1', ['num.partitions', 'auto.create.topics.enable']))?.configs).toMatchObject([
      { name: 'auto.create.topics.enable', value: 'true' },
      { name: 'num.partitions', value: '3', readOnly: true },
    ]);
    expect(await configs(4, '')).toMatchObject({ errorCode: 0, configs: [] });
  });

  it.each([
    [2, 'absent', 3],
    [2, 'a/b', 17],
    [4, '2', 42],
    [99, 'x', 42],
  ])('refuses a resource of type %i named %s', async (type, name, errorCode) => {
    expect(await configs(type, name)).toMatchObject({ errorCode, configs: [] });
  });
});

describe('the cluster', () => {
  it('has one broker', async () => {
    expect(
      await client.call(describeClusterApi, 2, { includeClusterAuthorizedOperations: true }),
    ).toMatchObject({
      errorCode: 0,
      clusterId: broker.clusterId,
      controllerId: 1,
      brokers: [{ brokerId: 1, host: '127.0.0.1', port: broker.port, isFenced: false }],
      clusterAuthorizedOperations: 8096,
    });
    expect(
      (
        await client.call(describeClusterApi, 1, {
          includeClusterAuthorizedOperations: false,
          endpointType: 2,
        })
      ).errorCode,
    ).toBe(114);
  });

  it('coordinates groups and transactions, but no share groups', async () => {
    const groups = await client.call(findCoordinatorApi, 4, { keyType: 0, coordinatorKeys: ['a', 'b'] });
    expect(groups.coordinators.map(({ key, nodeId, port }) => [key, nodeId, port])).toEqual([
      ['a', 1, broker.port],
      ['b', 1, broker.port],
    ]);
    const transactions = await client.call(findCoordinatorApi, 3, { key: 'tx', keyType: 1 });
    expect(transactions).toMatchObject({ errorCode: 0, nodeId: 1, port: broker.port });
    const shared = await client.call(findCoordinatorApi, 6, { keyType: 2, coordinatorKeys: ['s'] });
    expect(shared.coordinators).toMatchObject([
      { errorCode: 42, errorMessage: expect.stringContaining('no share groups') as string },
    ]);
  });
});
