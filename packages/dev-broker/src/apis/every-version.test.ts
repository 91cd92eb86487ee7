import { apis, apiVersionsApi, createTopicsApi, findApi, zeroUuid, type Api } from '@sluice/kafka-protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDevBroker, type DevBroker } from '../index.ts';
import { makeBatch } from '../log/fixtures/make-batch.ts';
import { RawClient } from '../network/fixtures/raw-client.ts';
import { apiHandlers } from './handlers.ts';
import { leftOut } from './left-out.ts';

type LooseApi = Api<unknown, unknown, unknown, never>;

let broker: DevBroker;
let client: RawClient;
let topicId: string;

beforeAll(async () => {
  broker = await startDevBroker({ groupMinSessionTimeoutMs: 10 });
  client = await RawClient.connect(broker.port);
  const { topics } = await client.call(createTopicsApi, 7, {
    topics: [{ name: 't', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }],
  });
  topicId = topics[0]?.topicId ?? '';
});

afterAll(async () => {
  client.close();
  await broker.stop();
});

const member = { groupId: 'g', memberId: 'm', generationId: 1 };

const producer = { transactionalId: 'tx', producerId: 1n, producerEpoch: 0 };
const anyAcl = {
  resourceTypeFilter: 1,
  resourceNameFilter: null,
  patternTypeFilter: 3,
  principalFilter: null,
  hostFilter: null,
  operation: 1,
  permissionType: 1,
};
const alteredTopic = { resourceType: 2, resourceName: 't', configs: [{ name: 'retention.ms', value: '5' }] };
const alteredBroker = { resourceType: 4, resourceName: '1', configs: [{ name: 'node.id', value: '5' }] };

/** By API a request that makes its answer as full as possible, for versions that name topics, and that have ids for them. */
const requests: Readonly<Record<string, (version: number) => unknown>> = {
  Produce: (version) => ({
    acks: -1,
    timeoutMs: 1000,
    topicData: [
      {
        name: version < 13 ? 't' : '',
        topicId: version < 13 ? zeroUuid : topicId,
        partitionData: [
          { index: 0, records: makeBatch({ values: ['x'] }).bytes },
          { index: 9, records: null },
        ],
      },
    ],
  }),
  Fetch: (version) => ({
    maxWaitMs: 0,
    minBytes: 0,
    isolationLevel: 1,
    topics: [
      {
        topic: version < 13 ? 't' : '',
        topicId: version < 13 ? zeroUuid : topicId,
        partitions: [0, 9].map((partition) => ({ partition, fetchOffset: 0n, partitionMaxBytes: 1000 })),
      },
    ],
  }),
  ListOffsets: () => ({
    replicaId: -1,
    topics: [{ name: 't', partitions: [0, 9].map((partitionIndex) => ({ partitionIndex, timestamp: -1n })) }],
  }),
  Metadata: (version) => ({
    topics: ['t', 'not/valid'].map((name) => ({ name })),
    includeTopicAuthorizedOperations: version >= 8,
    includeClusterAuthorizedOperations: version >= 8 && version <= 10,
  }),
  OffsetCommit: (version) => ({
    groupId: 'offsets',
    memberId: '',
    topics: [
      {
        name: version < 10 ? 't' : '',
        topicId: version < 10 ? zeroUuid : topicId,
        partitions: [0, 9].map((partitionIndex) => ({
          partitionIndex,
          committedOffset: 1n,
          committedMetadata: 'm',
        })),
      },
    ],
  }),
  OffsetFetch: (version) => {
    const topics = [{ name: 't', partitionIndexes: [0, 9] }];
    if (version < 8) return { groupId: 'offsets', topics };
    const byId = [{ topicId, partitionIndexes: [0, 9] }];
    return {
      groups: [
        { groupId: 'offsets', topics: version < 10 ? topics : byId },
        { groupId: 'offsets', topics: null },
      ],
    };
  },
  FindCoordinator: (version) =>
    version < 4 ? { key: 'g', keyType: version === 0 ? 0 : 1 } : { keyType: 1, coordinatorKeys: ['a', 'b'] },
  JoinGroup: (version) => ({
    groupId: `join-${version}`,
    sessionTimeoutMs: 100,
    memberId: '',
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: Buffer.from('m') }],
  }),
  Heartbeat: () => member,
  LeaveGroup: (version) =>
    version < 3 ? { groupId: 'g', memberId: 'm' } : { groupId: 'g', members: [{ memberId: 'm' }] },
  SyncGroup: () => ({ ...member, assignments: [{ memberId: 'm', assignment: Buffer.from('a') }] }),
  DescribeGroups: (version) => ({
    groups: ['join-0', 'offsets', 'absent'],
    includeAuthorizedOperations: version >= 3,
  }),
  ListGroups: (version) => (version < 4 ? {} : { statesFilter: ['Empty', 'Stable'] }),
  ApiVersions: () => ({}),
  CreateTopics: (version) => ({
    topics: [`new-${version}`, 't', 'not/valid'].map((name) => ({
      name,
      numPartitions: 1,
      replicationFactor: 1,
      assignments: [],
      configs: [{ name: 'retention.ms', value: '5' }],
    })),
  }),
  DeleteTopics: (version) =>
    version < 6
      ? { topicNames: [`new-${version}`, 'absent'], timeoutMs: 1000 }
      : { topics: [{ name: 'absent' }, { topicId: 'B'.repeat(22) }], timeoutMs: 1000 },
  InitProducerId: () => ({ transactionalId: null, transactionTimeoutMs: 0 }),
  DescribeConfigs: () => ({
    resources: [
      { resourceType: 2, resourceName: 't', configurationKeys: null },
      { resourceType: 4, resourceName: '1', configurationKeys: null },
      { resourceType: 2, resourceName: 'absent', configurationKeys: null },
    ],
    includeSynonyms: true,
  }),
  DescribeCluster: () => ({ includeClusterAuthorizedOperations: true }),
  SaslHandshake: () => ({ mechanism: 'PLAIN' }),
  SaslAuthenticate: () => ({ authBytes: Buffer.alloc(0) }),
  DescribeUserScramCredentials: () => ({ users: null }),
  AlterUserScramCredentials: () => ({
    deletions: [{ name: 'absent', mechanism: 1 }],
    upsertions: [
      { name: 'u', mechanism: 2, iterations: 4096, salt: Buffer.from('s'), saltedPassword: Buffer.from('p') },
    ],
  }),
  DeleteRecords: () => ({
    topics: [{ name: 't', partitions: [0, 9].map((partitionIndex) => ({ partitionIndex, offset: 0n })) }],
    timeoutMs: 1000,
  }),
  OffsetForLeaderEpoch: () => ({
    topics: [{ topic: 't', partitions: [0, 9].map((partition) => ({ partition, leaderEpoch: 0 })) }],
  }),
  AddPartitionsToTxn: (version) => {
    const topics = [{ name: 't', partitions: [0] }];
    const transaction = { ...producer, topics };
    return version < 4
      ? {
          v3AndBelowTransactionalId: 'tx',
          v3AndBelowProducerId: 1n,
          v3AndBelowProducerEpoch: 0,
          v3AndBelowTopics: topics,
        }
      : { transactions: [transaction, { ...transaction, verifyOnly: true }] };
  },
  AddOffsetsToTxn: () => ({ ...producer, groupId: 'g' }),
  EndTxn: () => ({ ...producer, committed: true }),
  WriteTxnMarkers: () => ({
    markers: [
      {
        producerId: 1n,
        producerEpoch: 0,
        transactionResult: false,
        topics: [{ name: 't', partitionIndexes: [0, 9] }],
        coordinatorEpoch: 0,
      },
    ],
  }),
  TxnOffsetCommit: () => ({
    ...producer,
    groupId: 'g',
    topics: [
      {
        name: 't',
        partitions: [{ partitionIndex: 0, committedOffset: 1n, committedMetadata: null }],
      },
    ],
  }),
  DescribeAcls: () => anyAcl,
  CreateAcls: () => ({
    creations: [
      { resourceType: 2, resourceName: 't', principal: 'User:a', host: '*', operation: 3, permissionType: 3 },
    ],
  }),
  DeleteAcls: () => ({ filters: [anyAcl] }),
  AlterConfigs: () => ({ resources: [alteredTopic, alteredBroker], validateOnly: false }),
  IncrementalAlterConfigs: () => ({
    resources: [alteredTopic, alteredBroker].map((resource) => ({
      ...resource,
      configs: resource.configs.map((config) => ({ ...config, configOperation: 0 })),
    })),
    validateOnly: false,
  }),
  CreatePartitions: (version) => ({
    topics: ['t', 'absent'].map((name) => ({ name, count: 2 + version, assignments: null })),
    timeoutMs: 1000,
    validateOnly: true,
  }),
  DeleteGroups: () => ({ groupsNames: ['absent', 'join-0'] }),
  OffsetDelete: () => ({
    groupId: 'offsets',
    topics: [{ name: 't', partitions: [0, 9].map((partitionIndex) => ({ partitionIndex })) }],
  }),
  ElectLeaders: (version) => ({
    ...(version > 0 && { electionType: 0 }),
    topicPartitions: [{ topic: 't', partitions: [0, 9] }],
  }),
  DescribeClientQuotas: () => ({
    components: [{ entityType: 'user', matchType: 2, match: null }],
    strict: false,
  }),
  UpdateFeatures: () => ({
    featureUpdates: [{ feature: 'transaction.version', maxVersionLevel: 2 }],
  }),
  DescribeProducers: () => ({ topics: [{ name: 't', partitionIndexes: [0, 9] }] }),
  DescribeTransactions: () => ({ transactionalIds: ['tx', 'absent'] }),
  ListTransactions: () => ({ stateFilters: ['Empty', 'Strange'], producerIdFilters: [] }),
  DescribeTopicPartitions: () => ({ topics: ['t', 'absent'].map((name) => ({ name })) }),
};

const withoutThrottle = new Set(['WriteTxnMarkers', 'SaslHandshake', 'SaslAuthenticate']);

const versions = apiHandlers.flatMap(({ key, name, minVersion, maxVersion }) =>
  Array.from({ length: maxVersion - minVersion + 1 }, (_each, index) => ({
    key,
    name,
    version: minVersion + index,
  })),
);

describe('the broker', () => {
  it.each(versions)('answers $name in version $version', async ({ key, name, version }) => {
    const api: LooseApi | undefined = findApi(key);
    if (api === undefined) throw new Error(`no API ${key}`);
    const answer = await client.call(api, version, requests[name]?.(version));
    expect(answer).toMatchObject(withoutThrottle.has(name) ? {} : { throttleTimeMs: 0 });
  });

  it('advertises exactly what it answers', async () => {
    const { apiKeys } = await client.call(apiVersionsApi, 4, {
      clientSoftwareName: 'test',
      clientSoftwareVersion: '1',
    });
    expect(apiKeys).toEqual(
      apiHandlers.map(({ key, minVersion, maxVersion }) => ({ apiKey: key, minVersion, maxVersion })),
    );
  });

  it.each(apiHandlers)(
    'stays with $name within what the protocol knows',
    ({ key, minVersion, maxVersion, notes }) => {
      const api = findApi(key);
      expect(minVersion).toBeGreaterThanOrEqual(api?.minVersion ?? Infinity);
      expect(maxVersion).toBeLessThanOrEqual(api?.maxVersion ?? -1);
      expect(notes).not.toBe('');
    },
  );

  it('serves every API of the protocol, or says why not', () => {
    const named = new Set([...apiHandlers.map(({ name }) => name), ...leftOut.flatMap(({ what }) => what)]);
    expect(apis.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([]);
  });
});
