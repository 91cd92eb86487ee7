import {
  createTopicsApi,
  deleteGroupsApi,
  encodeSubscription,
  joinGroupApi,
  offsetCommitApi,
  offsetDeleteApi,
  offsetFetchApi,
} from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDevBroker, type DevBroker } from '../../index.ts';
import { RawClient } from '../../network/fixtures/raw-client.ts';

let broker: DevBroker;
let client: RawClient;

beforeEach(async () => {
  broker = await startDevBroker({ groupMinSessionTimeoutMs: 10 });
  client = await RawClient.connect(broker.port);
  await client.call(createTopicsApi, 6, {
    topics: ['read', 'other'].map((name) => ({
      name,
      numPartitions: 1,
      replicationFactor: 1,
      assignments: [],
      configs: [],
    })),
  });
  const partitions = [{ partitionIndex: 0, committedOffset: 1n, committedMetadata: null }];
  const topics = ['read', 'other'].map((name) => ({ name, partitions }));
  await client.call(offsetCommitApi, 8, { groupId: 'g', memberId: '', topics });
});

afterEach(async () => {
  client.close();
  await broker.stop();
});

async function join(protocolType: string): Promise<void> {
  const metadata = encodeSubscription({ topics: ['read'], ownedPartitions: [] }, 0);
  await client.call(joinGroupApi, 3, {
    groupId: 'g',
    sessionTimeoutMs: 60_000,
    memberId: '',
    protocolType,
    protocols: [{ name: 'range', metadata }],
  });
}

async function remove(groupId: string): Promise<number | undefined> {
  return (await client.call(deleteGroupsApi, 2, { groupsNames: [groupId] })).results[0]?.errorCode;
}

async function removeOffsets(groupId = 'g'): Promise<{ errorCode: number; codes: number[] }> {
  const topics = ['read', 'other', 'absent'].map((name) => ({ name, partitions: [{ partitionIndex: 0 }] }));
  const answer = await client.call(offsetDeleteApi, 0, { groupId, topics });
  const codes = answer.topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode));
  return { errorCode: answer.errorCode, codes };
}

async function topicsWithOffsets(): Promise<string[]> {
  return (await client.call(offsetFetchApi, 7, { groupId: 'g', topics: null })).topics.map(
    ({ name }) => name,
  );
}

describe('DeleteGroups', () => {
  it('removes a group with its offsets', async () => {
    expect([await remove('g'), await topicsWithOffsets(), await remove('g')]).toEqual([0, [], 69]);
  });

  it('leaves groups that have members', async () => {
    await join('consumer');
    expect([await remove('g'), await topicsWithOffsets()]).toEqual([68, ['read', 'other']]);
  });
});

describe('OffsetDelete', () => {
  it('removes offsets of a group without members', async () => {
    expect(await removeOffsets()).toEqual({ errorCode: 0, codes: [0, 0, 3] });
    expect(await topicsWithOffsets()).toEqual([]);
  });

  it('leaves those of topics that consumers read', async () => {
    await join('consumer');
    expect(await removeOffsets()).toEqual({ errorCode: 0, codes: [86, 0, 3] });
    expect(await topicsWithOffsets()).toEqual(['read']);
  });

  it('leaves groups of other kinds that have members, and knows of no others', async () => {
    await join('connect');
    expect(await removeOffsets()).toEqual({ errorCode: 68, codes: [] });
    expect(await removeOffsets('absent')).toEqual({ errorCode: 69, codes: [] });
  });
});
