import {
  createPartitionsApi,
  createTopicsApi,
  deleteTopicsApi,
  describeTopicPartitionsApi,
  electLeadersApi,
  errorCodes,
  metadataApi,
} from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedCluster } from '../../../testing/scripted-cluster.ts';

let cluster: ScriptedCluster;

beforeEach(async () => {
  cluster = await ScriptedCluster.start(2);
});

afterEach(() => cluster.stop());

const created = (name: string, errorCode = 0, errorMessage: string | null = null) => ({
  name,
  errorCode,
  errorMessage,
  numPartitions: 3,
  replicationFactor: 1,
  configs: [{ name: 'retention.ms', value: '5', readOnly: false, isSensitive: false }],
});

describe('creating topics', () => {
  it('tells what became of each', async () => {
    cluster.onAll(createTopicsApi, ({ topics }) => ({
      topics: topics.map(({ name }) =>
        name === 'old'
          ? created(name, errorCodes.TOPIC_ALREADY_EXISTS, "Topic 'old' already exists.")
          : created(name),
      ),
    }));
    const outcomes = await cluster.admin().topics.create([{ name: 'new' }, { name: 'old' }]);
    expect(outcomes.get('new')).toMatchObject({ partitions: 3, replicationFactor: 1 });
    expect(outcomes.get('old')).toMatchObject({
      errorName: 'TOPIC_ALREADY_EXISTS',
      message: `Kafka at ${cluster.broker(1).address}: Create topic old: TOPIC_ALREADY_EXISTS (Topic 'old' already exists.)`,
    });
  });

  it('asks for what it was told to', async () => {
    cluster.onAll(createTopicsApi, ({ topics }) => ({ topics: topics.map(({ name }) => created(name)) }));
    await cluster
      .admin()
      .topics.create(
        [
          { name: 'a', partitions: 4, replicationFactor: 2, configs: { 'cleanup.policy': 'compact' } },
          { name: 'b', assignments: [[2, 1], [1]] },
          { name: 'c' },
        ],
        { validateOnly: true },
      );
    const [request] = cluster.broker(1).requestsOf(createTopicsApi);
    expect(request).toEqual({
      topics: [
        {
          name: 'a',
          numPartitions: 4,
          replicationFactor: 2,
          assignments: [],
          configs: [{ name: 'cleanup.policy', value: 'compact' }],
        },
        {
          name: 'b',
          numPartitions: -1,
          replicationFactor: -1,
          assignments: [
            { partitionIndex: 0, brokerIds: [2, 1] },
            { partitionIndex: 1, brokerIds: [1] },
          ],
          configs: [],
        },
        { name: 'c', numPartitions: -1, replicationFactor: -1, assignments: [], configs: [] },
      ],
      timeoutMs: 30_000,
      validateOnly: true,
    });
  });

  it('goes to the new controller when it has moved, with what is left to do', async () => {
    cluster.broker(1).on(createTopicsApi, () => {
      cluster.controllerId = 2;
      return { topics: [created('a'), created('b', errorCodes.NOT_CONTROLLER)] };
    });
    cluster.broker(2).on(createTopicsApi, () => ({ topics: [created('b')] }));
    const outcomes = await cluster.admin().topics.create([{ name: 'a' }, { name: 'b' }]);
    expect([...outcomes.values()]).toEqual([expect.any(Object), expect.any(Object)]);
    const names = cluster
      .requestsOf(createTopicsApi)
      .map((requests) => requests.map(({ topics }) => topics.map(({ name }) => name)));
    expect(names).toEqual([[['a', 'b']], [['b']]]);
  });

  it('waits as long as a broker asks whose quota is used up', async () => {
    const times: number[] = [];
    cluster.onAll(createTopicsApi, () => {
      times.push(performance.now());
      const code = times.length === 1 ? errorCodes.THROTTLING_QUOTA_EXCEEDED : 0;
      return { throttleTimeMs: 60, topics: [created('a', code)] };
    });
    await cluster.admin().createTopic({ name: 'a' });
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(58);
  });

  it('asks another broker when the connection is lost', async () => {
    cluster.broker(1).once(createTopicsApi, () => 'disconnect');
    cluster.onAll(createTopicsApi, () => ({ topics: [created('a')] }));
    await cluster.admin().createTopic({ name: 'a' });
    expect(cluster.broker(1).requestsOf(createTopicsApi)).toHaveLength(2);
  });

  it('refuses a topic that is named twice, before anything is sent', async () => {
    await expect(
      cluster.admin().topics.create([{ name: 'a' }, { name: 'a', partitions: 2 }]),
    ).rejects.toThrow(/a stands twice/);
  });

  it('says which number cannot be written', async () => {
    cluster.onAll(createTopicsApi, () => ({ topics: [] }));
    await expect(cluster.admin().createTopic({ name: 'a', replicationFactor: 70_000 })).rejects.toMatchObject(
      {
        errorName: 'INVALID_REQUEST',
        message: expect.stringContaining('70000') as string,
      },
    );
  });

  it('is over within default.api.timeout.ms when a broker says nothing', async () => {
    cluster.onAll(createTopicsApi, () => 'silence');
    const begun = performance.now();
    const admin = cluster.admin({ 'default.api.timeout.ms': '100' });
    await expect(admin.createTopic({ name: 'a' })).rejects.toMatchObject({
      errorName: 'REQUEST_TIMED_OUT',
      message: `Kafka at ${cluster.broker(1).address}: Create topic a: not done within default.api.timeout.ms`,
    });
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it('says what an old broker lacks', async () => {
    cluster.limit(createTopicsApi, null);
    await expect(cluster.admin().createTopic({ name: 'a' })).rejects.toMatchObject({
      errorName: 'UNSUPPORTED_VERSION',
      message: expect.stringContaining('speaks CreateTopics not at all') as string,
    });
  });
});

describe('describing topics', () => {
  const partition = (partitionIndex: number) => ({
    partitionIndex,
    errorCode: 0,
    leaderId: 1,
    replicaNodes: [1],
    isrNodes: [1],
    offlineReplicas: [],
    eligibleLeaderReplicas: [7],
  });
  const page = (name: string, partitions: readonly number[], errorCode = 0) => ({
    name,
    errorCode,
    topicId: '00000000-0000-0000-0000-00000000000',
    isInternal: false,
    partitions: partitions.map(partition),
  });

  it('puts the pages of a topic together, and tells which topics there are not', async () => {
    const cursors: unknown[] = [];
    cluster.onAll(describeTopicPartitionsApi, ({ cursor }) => {
      cursors.push(cursor);
      const topicId = 'AAAAAAAAAAAAAAAAAAAAAQ';
      if (cursor === null) {
        return {
          topics: [{ ...page('big', [0, 1]), topicId }],
          nextCursor: { topicName: 'big', partitionIndex: 2 },
        };
      }
      const gone = page('gone', [], errorCodes.UNKNOWN_TOPIC_OR_PARTITION);
      return {
        topics: [
          { ...page('big', [2]), topicId },
          { ...gone, topicId },
        ],
        nextCursor: null,
      };
    });
    const outcomes = await cluster.admin().topics.describe(['big', 'gone']);
    expect(cursors).toEqual([null, { topicName: 'big', partitionIndex: 2 }]);
    expect(outcomes.get('big')).toMatchObject({
      partitions: [0, 1, 2].map((number) => ({ partition: number, leader: 1, eligibleLeaderReplicas: [7] })),
    });
    expect(outcomes.get('gone')).toMatchObject({ errorName: 'UNKNOWN_TOPIC_OR_PARTITION', topic: 'gone' });
  });

  it('does not go round for ever with a broker that gives the same page again', async () => {
    cluster.onAll(describeTopicPartitionsApi, () => ({
      topics: [],
      nextCursor: { topicName: 'big', partitionIndex: 2 },
    }));
    await expect(cluster.admin().describeTopic('big')).rejects.toThrow(/goes back to big-2/);
  });

  it('asks for all at once where there are no pages', async () => {
    cluster.limit(describeTopicPartitionsApi, null);
    cluster.leaders.set('t', [1, -1]);
    expect(await cluster.admin().describeTopic('t')).toMatchObject({
      partitions: [
        { partition: 0, leader: 1, offlineReplicas: [2], eligibleLeaderReplicas: null },
        { partition: 1, leader: -1 },
      ],
      authorizedOperations: null,
    });
    await expect(cluster.admin().describeTopic('x')).rejects.toMatchObject({
      errorName: 'UNKNOWN_TOPIC_OR_PARTITION',
    });
  });

  it('lists internal ones apart', async () => {
    cluster.leaders.set('b', [1]).set('a', [1]).set('__offsets', [1]);
    const admin = cluster.admin();
    expect(await admin.listTopics()).toEqual(['a', 'b']);
    expect((await admin.topics.list()).map(({ name, isInternal }) => [name, isInternal])).toEqual([
      ['__offsets', true],
      ['a', false],
      ['b', false],
    ]);
  });

  it('tells an error of the whole answer', async () => {
    cluster.onAll(metadataApi, () => ({
      brokers: [],
      topics: [],
      errorCode: errorCodes.CLUSTER_AUTHORIZATION_FAILED,
    }));
    await expect(cluster.admin().listTopics()).rejects.toMatchObject({
      errorName: 'CLUSTER_AUTHORIZATION_FAILED',
    });
  });
});

describe('changing topics', () => {
  it.each([6, 5])('deletes by name in version %i', async (version) => {
    cluster.limit(deleteTopicsApi, version).onAll(deleteTopicsApi, () => ({
      responses: [
        { name: 'a', errorCode: 0 },
        { name: 'b', errorCode: errorCodes.UNKNOWN_TOPIC_OR_PARTITION },
      ],
    }));
    const outcomes = await cluster.admin().topics.delete(['a', 'b']);
    expect(outcomes.get('a')).toBeNull();
    expect(outcomes.get('b')).toMatchObject({ errorName: 'UNKNOWN_TOPIC_OR_PARTITION' });
    expect(cluster.broker(1).requestsOf(deleteTopicsApi)).toHaveLength(1);
  });

  it('adds partitions', async () => {
    cluster.onAll(createPartitionsApi, () => ({
      results: [
        { name: 'a', errorCode: 0 },
        { name: 'b', errorCode: errorCodes.INVALID_PARTITIONS, errorMessage: 'has 3 already' },
      ],
    }));
    const outcomes = await cluster.admin().topics.addPartitions([
      { topic: 'a', total: 3, assignments: [[1], [2]] },
      { topic: 'b', total: 2 },
    ]);
    expect(outcomes.get('a')).toBeNull();
    expect(outcomes.get('b')).toMatchObject({ message: expect.stringContaining('has 3 already') as string });
    expect(cluster.broker(1).requestsOf(createPartitionsApi)[0]?.topics).toEqual([
      { name: 'a', count: 3, assignments: [{ brokerIds: [1] }, { brokerIds: [2] }] },
      { name: 'b', count: 2, assignments: null },
    ]);
  });

  it('takes it for success when no election is needed, and does not wait for a broker that is gone', async () => {
    const result = (partitionId: number, errorCode: number) => ({
      partitionId,
      errorCode,
      errorMessage: null,
    });
    cluster.onAll(electLeadersApi, () => ({
      replicaElectionResults: [
        {
          topic: 't',
          partitionResult: [
            result(0, 0),
            result(1, errorCodes.ELECTION_NOT_NEEDED),
            result(2, errorCodes.PREFERRED_LEADER_NOT_AVAILABLE),
          ],
        },
      ],
    }));
    const partitions = [0, 1, 2].map((partition) => ({ topic: 't', partition }));
    const outcomes = await cluster.admin().topics.electLeaders(partitions, 'PREFERRED');
    expect(outcomes.map(({ result }) => result)).toEqual([
      'elected',
      'not needed',
      expect.objectContaining({ errorName: 'PREFERRED_LEADER_NOT_AVAILABLE' }),
    ]);
    expect(cluster.broker(1).requestsOf(electLeadersApi)).toHaveLength(1);
  });
});
