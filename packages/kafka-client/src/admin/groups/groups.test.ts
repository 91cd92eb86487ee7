import {
  consumerGroupDescribeApi,
  deleteGroupsApi,
  describeGroupsApi,
  encodeAssignment,
  errorCodes,
  findCoordinatorApi,
  leaveGroupApi,
  listGroupsApi,
  offsetCommitApi,
  offsetDeleteApi,
  offsetFetchApi,
  zeroUuid,
} from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedCluster } from '../../../testing/scripted-cluster.ts';

let cluster: ScriptedCluster;

beforeEach(async () => {
  cluster = await ScriptedCluster.start(2);
  cluster.coordinators.set('g2', 2);
});

afterEach(() => cluster.stop());

describe('listing groups', () => {
  it('asks every broker, and tells which did not answer', async () => {
    cluster.broker(1).on(listGroupsApi, ({ statesFilter, typesFilter }) => ({
      errorCode: 0,
      groups: [
        {
          groupId: 'g1',
          protocolType: 'consumer',
          groupState: statesFilter.join(),
          groupType: typesFilter.join(),
        },
      ],
    }));
    cluster.broker(2).on(listGroupsApi, () => ({
      errorCode: errorCodes.CLUSTER_AUTHORIZATION_FAILED,
      groups: [],
    }));
    const { items, failures } = await cluster.admin().groups.list({ states: ['Stable'], types: ['classic'] });
    expect(items).toEqual([{ groupId: 'g1', protocolType: 'consumer', state: 'Stable', type: 'classic' }]);
    expect([...failures]).toEqual([
      [
        2,
        expect.objectContaining({
          errorName: 'CLUSTER_AUTHORIZATION_FAILED',
          broker: cluster.broker(2).address,
        }),
      ],
    ]);
  });

  it('does not list without a filter what an old broker cannot filter', async () => {
    cluster.limit(listGroupsApi, 4).onAll(listGroupsApi, () => ({ errorCode: 0, groups: [] }));
    const { failures } = await cluster.admin().groups.list({ types: ['consumer'] });
    expect(failures.get(1)).toMatchObject({
      message: 'The broker cannot list groups by type: this needs Kafka 3.8 or later',
    });
    expect((await cluster.admin().groups.list()).failures.size).toBe(0);
  });
});

describe('describing groups', () => {
  const classicGroup = (groupId: string, errorCode = 0) => ({
    errorCode,
    groupId,
    groupState: 'Stable',
    protocolType: 'consumer',
    protocolData: 'range',
    members: [
      {
        memberId: 'm',
        groupInstanceId: 'i',
        clientId: 'c',
        clientHost: '/1.2.3.4',
        memberMetadata: Buffer.from('x'),
        memberAssignment: encodeAssignment({
          assignedPartitions: [{ topic: 't', partitions: [0, 2] }],
          userData: null,
        }),
      },
    ],
  });
  const notFound = (groupId: string) => ({
    errorCode: errorCodes.GROUP_ID_NOT_FOUND,
    groupId,
    groupState: '',
    groupEpoch: 0,
    assignmentEpoch: 0,
    assignorName: '',
    members: [],
  });

  it('tells groups of both protocols, each from its own coordinator', async () => {
    const partitions = (numbers: number[]) => ({
      topicPartitions: [{ topicId: zeroUuid, topicName: 't', partitions: numbers }],
    });
    cluster.onAll(consumerGroupDescribeApi, ({ groupIds }) => ({
      groups: groupIds.map((groupId) =>
        groupId === 'g1'
          ? notFound(groupId)
          : {
              ...notFound(groupId),
              errorCode: 0,
              groupState: 'Reconciling',
              assignorName: 'uniform',
              members: [
                {
                  memberId: 'm',
                  memberEpoch: 3,
                  clientId: 'c',
                  clientHost: '/h',
                  subscribedTopicNames: ['t'],
                  assignment: partitions([0]),
                  targetAssignment: partitions([0, 1]),
                },
              ],
            },
      ),
    }));
    cluster.onAll(describeGroupsApi, ({ groups }) => ({
      groups: groups.map((groupId) => classicGroup(groupId)),
    }));
    const outcomes = await cluster.admin().groups.describe(['g1', 'g2']);
    expect(outcomes.get('g1')).toMatchObject({
      type: 'classic',
      state: 'Stable',
      assignor: 'range',
      members: [
        {
          groupInstanceId: 'i',
          assignment: [
            { topic: 't', partition: 0 },
            { topic: 't', partition: 2 },
          ],
          targetAssignment: null,
          metadata: Buffer.from('x'),
        },
      ],
    });
    expect(outcomes.get('g2')).toMatchObject({
      type: 'consumer',
      state: 'Reconciling',
      members: [
        {
          assignment: [{ topic: 't', partition: 0 }],
          targetAssignment: [
            { topic: 't', partition: 0 },
            { topic: 't', partition: 1 },
          ],
          metadata: null,
        },
      ],
    });
    expect(
      cluster.requestsOf(describeGroupsApi).map((requests) => requests.map(({ groups }) => groups)),
    ).toEqual([[['g1']], []]);
    expect(cluster.broker(2).requestsOf(consumerGroupDescribeApi)[0]?.groupIds).toEqual(['g2']);
  });

  it('takes an old broker for one of classic groups, and tells which groups there are not', async () => {
    cluster.limit(consumerGroupDescribeApi, null).onAll(describeGroupsApi, ({ groups }) => ({
      groups: groups.map((groupId) =>
        classicGroup(groupId, groupId === 'g2' ? errorCodes.GROUP_ID_NOT_FOUND : 0),
      ),
    }));
    const outcomes = await cluster.admin().groups.describe(['g1', 'g2']);
    expect(outcomes.get('g1')).toMatchObject({ type: 'classic' });
    expect(outcomes.get('g2')).toMatchObject({
      errorName: 'GROUP_ID_NOT_FOUND',
      message: expect.stringContaining('Describe group g2') as string,
    });
  });

  it('survives a member whose assignment is no assignment', async () => {
    const group = classicGroup('g1');
    const members = group.members.map((member) => ({ ...member, memberAssignment: Buffer.from('?') }));
    cluster
      .limit(consumerGroupDescribeApi, null)
      .onAll(describeGroupsApi, () => ({ groups: [{ ...group, members }] }));
    expect((await cluster.admin().groups.describe(['g1'])).get('g1')).toMatchObject({
      members: [{ assignment: null, assignmentBytes: Buffer.from('?') }],
    });
  });
});

describe('changing groups', () => {
  it('goes to the new coordinator when it has moved', async () => {
    cluster.broker(1).on(deleteGroupsApi, () => {
      cluster.coordinators.set('g1', 2);
      return { results: [{ groupId: 'g1', errorCode: errorCodes.NOT_COORDINATOR }] };
    });
    cluster.broker(2).on(deleteGroupsApi, ({ groupsNames }) => ({
      results: groupsNames.map((groupId) => ({
        groupId,
        errorCode: groupId === 'g2' ? errorCodes.NON_EMPTY_GROUP : 0,
      })),
    }));
    const outcomes = await cluster.admin().groups.delete(['g1', 'g2']);
    expect(outcomes.get('g1')).toBeNull();
    expect(outcomes.get('g2')).toMatchObject({ errorName: 'NON_EMPTY_GROUP' });
  });

  it('asks for one coordinator at a time where a broker knows no more', async () => {
    cluster.limit(findCoordinatorApi, 3).onAll(findCoordinatorApi, ({ key }) => ({
      errorCode: key === 'g3' ? errorCodes.GROUP_AUTHORIZATION_FAILED : 0,
      nodeId: key === 'g2' ? 2 : 1,
      host: '127.0.0.1',
      port: cluster.broker(key === 'g2' ? 2 : 1).port,
    }));
    cluster.onAll(deleteGroupsApi, ({ groupsNames }) => ({
      results: groupsNames.map((groupId) => ({ groupId, errorCode: 0 })),
    }));
    const outcomes = await cluster.admin().groups.delete(['g1', 'g2', 'g3']);
    expect([...outcomes]).toEqual([
      ['g1', null],
      ['g2', null],
      [
        'g3',
        expect.objectContaining({ message: expect.stringContaining('coordinator of group g3') as string }),
      ],
    ]);
    expect(cluster.requestsOf(deleteGroupsApi).map(([request]) => request?.groupsNames)).toEqual([
      ['g1'],
      ['g2'],
    ]);
  });

  it('removes members by id and static ones by name, with a reason', async () => {
    cluster.onAll(leaveGroupApi, ({ members }) => ({
      errorCode: 0,
      members: members.map(({ memberId, groupInstanceId }) => ({
        memberId: groupInstanceId === null ? memberId : 'm7',
        groupInstanceId,
        errorCode: memberId === 'gone' ? errorCodes.UNKNOWN_MEMBER_ID : 0,
      })),
    }));
    const members = [{ memberId: 'm1' }, { groupInstanceId: 's1' }, { memberId: 'gone' }];
    const outcomes = await cluster.admin().groups.removeMembers('g2', members, 'too slow');
    expect(outcomes).toEqual([
      { member: { memberId: 'm1' }, result: null },
      { member: { groupInstanceId: 's1' }, result: null },
      {
        member: { memberId: 'gone' },
        result: expect.objectContaining({ errorName: 'UNKNOWN_MEMBER_ID' }) as unknown,
      },
    ]);
    expect(cluster.broker(2).requestsOf(leaveGroupApi)[0]?.members).toEqual([
      { memberId: 'm1', groupInstanceId: null, reason: 'too slow' },
      { memberId: '', groupInstanceId: 's1', reason: 'too slow' },
      { memberId: 'gone', groupInstanceId: null, reason: 'too slow' },
    ]);
  });
});

describe('offsets of groups', () => {
  const partition = (partitionIndex: number, committedOffset: bigint, errorCode = 0) => ({
    partitionIndex,
    committedOffset,
    committedLeaderEpoch: 4,
    metadata: 'm',
    errorCode,
  });
  const places = [0, 1, 2, 3].map((number) => ({ topic: 't', partition: number }));

  it.each([9, 7])('are told for each partition in version %i', async (version) => {
    const topics = [
      {
        name: 't',
        partitions: [
          partition(0, 5n),
          partition(1, -1n),
          partition(2, -1n, errorCodes.UNKNOWN_TOPIC_OR_PARTITION),
        ],
      },
    ];
    cluster
      .limit(offsetFetchApi, version)
      .onAll(offsetFetchApi, ({ groups }) =>
        version < 8 ? { topics } : { groups: [{ groupId: groups[0]?.groupId ?? '', topics }] },
      );
    const admin = cluster.admin();
    const outcomes = await admin.groups.offsets([{ groupId: 'g1', partitions: places }, { groupId: 'g2' }]);
    expect(outcomes.get('g1')).toEqual([
      { topic: 't', partition: 0, result: { offset: 5, metadata: 'm', leaderEpoch: 4 } },
      { topic: 't', partition: 1, result: null },
      {
        topic: 't',
        partition: 2,
        result: expect.objectContaining({
          errorName: 'UNKNOWN_TOPIC_OR_PARTITION',
          topic: 't',
          partition: 2,
        }) as unknown,
      },
      {
        topic: 't',
        partition: 3,
        result: expect.objectContaining({
          message: expect.stringContaining('not in the answer') as string,
        }) as unknown,
      },
    ]);
    const ofAll = outcomes.get('g2') as readonly { readonly partition: number }[];
    expect(ofAll.map((one) => one.partition)).toEqual([0, 2]);
    expect(cluster.broker(2).requestsOf(offsetFetchApi)[0]?.requireStable).toBe(true);
  });

  it('are waited for while a transaction may change them', async () => {
    const answers = [partition(0, -1n, errorCodes.UNSTABLE_OFFSET_COMMIT), partition(0, 8n)];
    cluster.onAll(offsetFetchApi, () => ({
      groups: [{ groupId: 'g1', topics: [{ name: 't', partitions: answers.splice(0, 1) }] }],
    }));
    const outcomes = await cluster.admin().groups.offsets([{ groupId: 'g1' }]);
    expect(outcomes.get('g1')).toMatchObject([{ result: { offset: 8 } }]);
  });

  it('are set for each partition, and the error says why a group with members refuses', async () => {
    cluster.onAll(offsetCommitApi, ({ topics }) => ({
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => ({
          partitionIndex,
          errorCode: partitionIndex === 1 ? errorCodes.UNKNOWN_MEMBER_ID : 0,
        })),
      })),
    }));
    const outcomes = await cluster.admin().groups.alterOffsets('g2', [
      { topic: 't', partition: 0, offset: 7, metadata: 'x', leaderEpoch: 2 },
      { topic: 't', partition: 1, offset: 8 },
    ]);
    expect(outcomes[0]?.result).toBeNull();
    expect(outcomes[1]?.result).toMatchObject({
      message: `Kafka at ${cluster.broker(2).address}: Set the offset of t-1 of group g2: UNKNOWN_MEMBER_ID (the group has members; stop them first)`,
    });
    expect(cluster.broker(2).requestsOf(offsetCommitApi)[0]).toMatchObject({
      memberId: '',
      generationIdOrMemberEpoch: -1,
      topics: [
        {
          partitions: [
            { committedOffset: 7n, committedLeaderEpoch: 2, committedMetadata: 'x' },
            { committedOffset: 8n, committedLeaderEpoch: -1, committedMetadata: '' },
          ],
        },
      ],
    });
  });

  it('are deleted', async () => {
    cluster.onAll(offsetDeleteApi, () => ({
      errorCode: 0,
      topics: [
        {
          name: 't',
          partitions: [
            { partitionIndex: 0, errorCode: 0 },
            { partitionIndex: 1, errorCode: errorCodes.GROUP_SUBSCRIBED_TO_TOPIC },
          ],
        },
      ],
    }));
    const outcomes = await cluster.admin().groups.deleteOffsets('g1', places.slice(0, 2));
    expect(outcomes.map(({ result }) => result)).toEqual([
      null,
      expect.objectContaining({ errorName: 'GROUP_SUBSCRIBED_TO_TOPIC' }),
    ]);
  });

  it('of a group that is not there are an error for each', async () => {
    cluster.onAll(offsetDeleteApi, () => ({ errorCode: errorCodes.GROUP_ID_NOT_FOUND, topics: [] }));
    const outcomes = await cluster.admin().groups.deleteOffsets('g1', places);
    expect(outcomes.map(({ result }) => result)).toEqual(
      places.map(() => expect.objectContaining({ errorName: 'GROUP_ID_NOT_FOUND' }) as unknown),
    );
  });
});
