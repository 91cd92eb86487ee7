import {
  createTopicsApi,
  deleteTopicsApi,
  describeGroupsApi,
  heartbeatApi,
  joinGroupApi,
  leaveGroupApi,
  listGroupsApi,
  offsetCommitApi,
  offsetFetchApi,
  syncGroupApi,
  type ResponseOf,
} from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDevBroker, type DevBroker } from '../../index.ts';
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

async function join(version: number, memberId = ''): Promise<ResponseOf<typeof joinGroupApi>> {
  return client.call(joinGroupApi, version, {
    groupId: 'g',
    sessionTimeoutMs: 10_000,
    memberId,
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: Buffer.from('wants') }],
  });
}

/** Joins and syncs; returns the member id. */
async function settle(): Promise<string> {
  const { memberId, generationId } = await join(9, (await join(9)).memberId);
  await client.call(syncGroupApi, 5, {
    groupId: 'g',
    generationId,
    memberId,
    protocolType: 'consumer',
    protocolName: 'range',
    assignments: [{ memberId, assignment: Buffer.from('gets') }],
  });
  return memberId;
}

describe('the APIs of groups', () => {
  it('bring a member from joining to leaving', async () => {
    const memberId = await settle();
    const claim = { groupId: 'g', generationId: 1, memberId };
    expect((await client.call(heartbeatApi, 4, claim)).errorCode).toBe(0);
    const { groups } = await client.call(describeGroupsApi, 6, {
      groups: ['g', 'absent'],
      includeAuthorizedOperations: true,
    });
    expect(groups).toMatchObject([
      {
        errorCode: 0,
        groupState: 'Stable',
        protocolType: 'consumer',
        protocolData: 'range',
        authorizedOperations: 3400,
        members: [
          {
            memberId,
            clientId: 'raw',
            clientHost: '/127.0.0.1',
            memberMetadata: Buffer.from('wants'),
            memberAssignment: Buffer.from('gets'),
          },
        ],
      },
      { errorCode: 69, groupState: 'Dead' },
    ]);
    const left = await client.call(leaveGroupApi, 5, {
      groupId: 'g',
      members: [{ memberId }, { memberId: 'stranger' }],
    });
    expect([left.errorCode, left.members.map(({ errorCode }) => errorCode)]).toEqual([0, [0, 25]]);
    expect((await client.call(heartbeatApi, 4, claim)).errorCode).toBe(25);
  });

  it('tell members their id first where the version has that', async () => {
    expect((await join(3)).errorCode).toBe(0);
    const newer = await join(4);
    expect([newer.errorCode, newer.memberId.startsWith('raw-')]).toEqual([79, true]);
  });

  it('list groups by state and type', async () => {
    await settle();
    const list = async (filters: object): Promise<string[]> =>
      (await client.call(listGroupsApi, 5, filters)).groups.map(
        (each) => `${each.groupId} ${each.groupState} ${each.groupType}`,
      );
    expect(await list({})).toEqual(['g Stable classic']);
    expect(await list({ statesFilter: ['stable'], typesFilter: ['Classic'] })).toEqual(['g Stable classic']);
    expect(await list({ statesFilter: ['Empty'] })).toEqual([]);
    expect(await list({ typesFilter: ['consumer'] })).toEqual([]);
  });
});

interface OffsetWish {
  readonly topic?: string;
  readonly partition?: number;
  readonly metadata?: string | null;
  readonly generationId?: number;
}

async function commit({
  topic = 't',
  partition = 0,
  metadata = 'note',
  generationId = -1,
}: OffsetWish = {}): Promise<number | undefined> {
  const partitions = [
    { partitionIndex: partition, committedOffset: 7n, committedLeaderEpoch: 0, committedMetadata: metadata },
  ];
  const answer = await client.call(offsetCommitApi, 8, {
    groupId: 'offsets',
    generationIdOrMemberEpoch: generationId,
    memberId: '',
    topics: [{ name: topic, partitions }],
  });
  return answer.topics[0]?.partitions[0]?.errorCode;
}

describe('committed offsets', () => {
  it('are given by name, by id and all together', async () => {
    expect(await commit()).toBe(0);
    const seven = { committedOffset: 7n, committedLeaderEpoch: 0, metadata: 'note', errorCode: 0 };
    const none = { committedOffset: -1n, committedLeaderEpoch: -1, metadata: '', errorCode: 0 };
    const old = await client.call(offsetFetchApi, 7, {
      groupId: 'offsets',
      topics: [{ name: 't', partitionIndexes: [0, 1] }],
    });
    expect(old.topics[0]?.partitions).toMatchObject([seven, none]);
    const named = await client.call(offsetFetchApi, 8, {
      groups: [
        { groupId: 'offsets', topics: [{ name: 't', partitionIndexes: [0] }] },
        { groupId: 'absent', topics: null },
      ],
    });
    expect(named.groups.map(({ topics }) => topics[0]?.partitions)).toMatchObject([[seven], undefined]);
    const identified = await client.call(offsetFetchApi, 10, {
      groups: [
        {
          groupId: 'offsets',
          topics: [
            { topicId, partitionIndexes: [0] },
            { topicId: 'B'.repeat(22), partitionIndexes: [0] },
          ],
        },
      ],
    });
    expect(identified.groups[0]?.topics.map(({ partitions }) => partitions[0])).toMatchObject([
      seven,
      { ...none, errorCode: 100 },
    ]);
    const all = await client.call(offsetFetchApi, 10, { groups: [{ groupId: 'offsets', topics: null }] });
    expect(all.groups[0]?.topics).toMatchObject([{ topicId, partitions: [seven] }]);
  });

  it.each([
    ['a topic that is not there', { topic: 'absent' }, 3],
    ['a partition that is not there', { partition: 2 }, 3],
    ['a note that is too long', { metadata: 'x'.repeat(4097) }, 12],
    ['a generation of a group that nobody joined', { generationId: 3 }, 22],
  ])('are refused for %s', async (_name, wish, errorCode) => {
    expect(await commit(wish)).toBe(errorCode);
    expect((await client.call(listGroupsApi, 4, {})).groups).toEqual([]);
  });

  it('take no note as well', async () => {
    await commit({ metadata: null });
    const { topics } = await client.call(offsetFetchApi, 7, { groupId: 'offsets', topics: null });
    expect(topics[0]?.partitions[0]?.metadata).toBeNull();
  });

  it('are gone with their topic', async () => {
    await commit();
    await client.call(deleteTopicsApi, 5, { topicNames: ['t'], timeoutMs: 1000 });
    const { topics } = await client.call(offsetFetchApi, 7, {
      groupId: 'offsets',
      topics: [{ name: 't', partitionIndexes: [0] }],
    });
    expect(topics[0]?.partitions[0]?.committedOffset).toBe(-1n);
  });
});
