import { errorName } from '@sluice/kafka-protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryStorage } from '../storage/memory-storage.ts';
import type { JoinRequest } from './classic-group.ts';
import type { CommittedPartition } from './committed-offsets.ts';
import { ManualTimers } from './fixtures/manual-timers.ts';
import { GroupCoordinator } from './group-coordinator.ts';
import { GroupStore } from './group-store.ts';

const outsider = { memberId: '', instanceId: null, generationId: -1 };

let storage: MemoryStorage;
let nowMs: number;

beforeEach(() => {
  storage = new MemoryStorage();
  nowMs = 0;
});

async function open(): Promise<GroupCoordinator> {
  return new GroupCoordinator({
    store: await GroupStore.open(storage),
    startTimer: new ManualTimers().start,
    now: () => nowMs,
    initialRebalanceDelayMs: 0,
    minSessionTimeoutMs: 6000,
    maxSessionTimeoutMs: 60_000,
    offsetsRetentionMs: 1000,
    onError: () => undefined,
  });
}

function joinRequest(changed: Partial<JoinRequest> = {}): JoinRequest {
  return {
    memberId: '',
    instanceId: null,
    clientId: 'client',
    clientHost: '/127.0.0.1',
    sessionTimeoutMs: 6000,
    rebalanceTimeoutMs: 6000,
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: Buffer.alloc(0) }],
    needsKnownId: false,
    canSkipAssignment: true,
    ...changed,
  };
}

const offsetOf = (topic: string, partition: number, offset: bigint): CommittedPartition => ({
  topic,
  partition,
  offset,
  leaderEpoch: 0,
  metadata: 'note',
});

describe('the coordinator of groups', () => {
  it('keeps committed offsets when the broker ends', async () => {
    const first = await open();
    await first.commit('g', [offsetOf('t', 0, 5n), offsetOf('t', 1, 2n ** 60n)]);
    await first.commit('g', [offsetOf('t', 0, 9n)]);
    const second = await open();
    expect(second.offsetsOf('g')?.all()).toEqual([offsetOf('t', 0, 9n), offsetOf('t', 1, 2n ** 60n)]);
    expect(second.find('g')?.state).toBe('Empty');
  });

  it('goes on counting generations when the broker ended', async () => {
    const first = await open();
    expect((await first.join('g', joinRequest())).generationId).toBe(1);
    await first.commit('g', [offsetOf('t', 0, 5n)]);
    const second = await open();
    expect([second.find('g')?.generationId, second.find('g')?.protocolType]).toEqual([1, 'consumer']);
  });

  it.each([
    { problem: 'no group id', groupId: '', changed: {}, expected: 'INVALID_GROUP_ID' },
    {
      problem: 'a session too short',
      groupId: 'g',
      changed: { sessionTimeoutMs: 5999 },
      expected: 'INVALID_SESSION_TIMEOUT',
    },
    {
      problem: 'a session too long',
      groupId: 'g',
      changed: { sessionTimeoutMs: 60_001 },
      expected: 'INVALID_SESSION_TIMEOUT',
    },
    {
      problem: 'a member id that nobody gave it',
      groupId: 'g',
      changed: { memberId: 'made-up' },
      expected: 'UNKNOWN_MEMBER_ID',
    },
  ])('refuses a join with $problem', async ({ groupId, changed, expected }) => {
    const groups = await open();
    expect(errorName((await groups.join(groupId, joinRequest(changed))).errorCode)).toBe(expected);
    expect(groups.all()).toEqual([]);
  });

  it('lets clients commit in the name of a group that nobody joined', async () => {
    const groups = await open();
    expect(groups.mayCommit({ groupId: 'g', ...outsider })).toBe('NONE');
    expect(groups.mayCommit({ groupId: 'g', ...outsider, generationId: 3 })).toBe('ILLEGAL_GENERATION');
    expect(groups.mayCommit({ groupId: '', ...outsider })).toBe('INVALID_GROUP_ID');
  });

  it('forgets the offsets of a topic that is gone', async () => {
    const groups = await open();
    await groups.commit('g', [offsetOf('t', 0, 5n), offsetOf('other', 0, 6n)]);
    await groups.forgetTopic('t');
    expect(groups.offsetsOf('g')?.all()).toEqual([offsetOf('other', 0, 6n)]);
    expect((await open()).offsetsOf('g')?.all()).toEqual([offsetOf('other', 0, 6n)]);
  });

  it('removes groups without members whose offsets are old, or that have none', async () => {
    const groups = await open();
    await groups.commit('old', [offsetOf('t', 0, 1n)]);
    nowMs = 500;
    await groups.commit('young', [offsetOf('t', 0, 1n)]);
    await groups.join('living', joinRequest());
    const { memberId } = await groups.join('left', joinRequest());
    expect(groups.leave('left', { memberId, instanceId: null })).toBe('NONE');
    nowMs = 1000;
    await groups.removeExpired();
    expect(groups.all().map(({ id }) => id)).toEqual(['young', 'living']);
    expect((await open()).offsetsOf('old')).toBeUndefined();
  });

  it('answers who waits when it closes', async () => {
    const groups = await open();
    const { memberId } = await groups.join('g', joinRequest());
    const waiting = groups.join('g', joinRequest());
    groups.close();
    expect(errorName((await waiting).errorCode)).toBe('COORDINATOR_NOT_AVAILABLE');
    expect(groups.heartbeat('g', { memberId, instanceId: null }, 1)).toBe('UNKNOWN_MEMBER_ID');
  });
});
