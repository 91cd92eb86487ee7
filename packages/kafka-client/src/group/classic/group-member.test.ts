import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../client-log.ts';
import { KafkaError } from '../../errors/kafka-error.ts';
import { MemberMetrics } from '../member-metrics.ts';
import { GroupMember } from './group-member.ts';
import type { GroupRequests, JoinResponse, Leaving } from './group-requests.ts';
import type { Membership } from '../membership.ts';

type Script<T> = (() => Promise<T> | T)[];

const joined = (more: Partial<JoinResponse> = {}): JoinResponse => ({
  throttleTimeMs: 0,
  errorCode: 0,
  generationId: 5,
  protocolType: 'consumer',
  protocolName: 'range',
  leader: 'someone',
  skipAssignment: false,
  memberId: 'me',
  members: [],
  ...more,
});

const fail = (name: ConstructorParameters<typeof KafkaError>[0]) => (): never => {
  throw new KafkaError(name, `refused: ${name}`);
};

/** Answers by script; with nothing left, joins and heartbeats succeed. */
class ScriptedRequests {
  readonly joins: Script<JoinResponse> = [];
  readonly syncs: Script<Buffer> = [];
  readonly beats: Script<void> = [];
  readonly calls: string[] = [];

  readonly reasons: string[] = [];

  async join(memberId: string, _offers: unknown, reason: string): Promise<JoinResponse> {
    this.calls.push(`join ${memberId}`);
    this.reasons.push(reason);
    return await (this.joins.shift() ?? joined)();
  }

  async sync(
    { memberId, generationId }: Membership,
    _protocol: string | null,
    assignments: readonly unknown[],
  ): Promise<Buffer> {
    this.calls.push(`sync ${memberId}/${generationId} ${assignments.length}`);
    return await (this.syncs.shift() ?? (() => Buffer.from('assigned')))();
  }

  async heartbeat({ memberId, generationId }: Membership): Promise<void> {
    this.calls.push(`beat ${memberId}/${generationId}`);
    await this.beats.shift()?.();
  }

  async leave({ memberId }: Membership, { isWaiting, isForGood, reason }: Leaving): Promise<void> {
    this.calls.push(`leave ${memberId}${isWaiting ? ' past the join' : ''}${isForGood ? ' for good' : ''}`);
    this.reasons.push(reason);
    await Promise.resolve();
  }
}

let requests: ScriptedRequests;
let member: GroupMember;
let divided: number;
let changes: number;
let metrics: MemberMetrics;

beforeEach(() => {
  vi.useFakeTimers();
  divided = 0;
  changes = 0;
  metrics = new MemberMetrics('connect');
  requests = new ScriptedRequests();
  member = new GroupMember({
    requests: requests as unknown as GroupRequests,
    owner: {
      offers: () => [{ name: 'range', metadata: Buffer.alloc(0) }],
      divide: () => {
        divided += 1;
        return Promise.resolve([{ memberId: 'me', assignment: Buffer.alloc(1) }]);
      },
    },
    heartbeatIntervalMs: 1000,
    absence: { maxMs: 60_000, reason: 'away', warning: 'The owner was away' },
    backoff: { initialMs: 100, maxMs: 1000, random: () => 0.5 },
    log: silentLog,
    metrics,
    onChange: () => (changes += 1),
  });
});

afterEach(async () => {
  await member.leave({ reason: 'the test is over' });
  vi.useRealTimers();
});

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

async function becomeStable(): Promise<void> {
  member.enter();
  await settle();
  member.takenOver();
  expect(member.state).toBe('stable');
  requests.calls.length = 0;
}

describe('a group member', () => {
  it('joins with the id that the group gives it, and syncs', async () => {
    requests.joins.push(() => joined({ errorCode: 79, memberId: 'me' }));
    member.enter();
    await settle();
    expect(requests.calls).toEqual(['join ', 'join me', 'sync me/5 0']);
    expect(member.state).toBe('handing-over');
    expect(String(member.assignment)).toBe('assigned');
    expect(member.isLeader).toBe(false);
  });

  it('gives back an id that comes when it wants to be out already', async () => {
    const answer = Promise.withResolvers<void>();
    requests.joins.push(async () => {
      await answer.promise;
      return joined({ errorCode: 79, memberId: 'late' });
    });
    member.enter();
    await settle();
    const left = member.leave({ reason: 'enough' });
    answer.resolve();
    await left;
    expect(requests.calls).toEqual(['join ', 'leave  past the join', 'leave late']);
  });

  it('divides the work when it leads, unless the group says that the division stands', async () => {
    requests.joins.push(() => joined({ leader: 'me' }));
    member.enter();
    await settle();
    expect(requests.calls).toContain('sync me/5 1');
    member.takenOver();
    requests.joins.push(() => joined({ leader: 'me', skipAssignment: true, generationId: 6 }));
    member.requestRebalance('more to do');
    member.released();
    await settle();
    expect(requests.calls).toContain('sync me/6 0');
    expect(requests.reasons).toEqual(['', 'more to do']);
    // It is asked all the same, to know what the division rests on.
    expect(divided).toBe(2);
  });

  it('beats as long as it is in the group, also while its owner gives partitions up', async () => {
    await becomeStable();
    await vi.advanceTimersByTimeAsync(3000);
    expect(requests.calls).toEqual(['beat me/5', 'beat me/5', 'beat me/5']);
    requests.beats.push(fail('REBALANCE_IN_PROGRESS'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(member.state).toBe('revoking');
    await vi.advanceTimersByTimeAsync(1000);
    expect(requests.calls).toHaveLength(5);
    member.released();
    await settle();
    expect(requests.calls.slice(5)).toEqual(['join me', 'sync me/5 0']);
  });

  it('beats again soon after a heartbeat that got no answer', async () => {
    await becomeStable();
    requests.beats.push(fail('NETWORK_EXCEPTION'));
    await vi.advanceTimersByTimeAsync(1100);
    expect(requests.calls).toEqual(['beat me/5', 'beat me/5']);
    expect(member.state).toBe('stable');
  });

  it.each([
    ['UNKNOWN_MEMBER_ID', ''],
    ['ILLEGAL_GENERATION', 'me'],
  ] as const)('loses its place when a heartbeat brings %s, and joins as "%s"', async (name, memberId) => {
    await becomeStable();
    requests.beats.push(fail(name));
    await vi.advanceTimersByTimeAsync(1000);
    expect(member.state).toBe('losing');
    expect(member.membership).toEqual({ memberId, generationId: -1 });
    member.released();
    await settle();
    expect(requests.calls).toContain(`join ${memberId}`);
  });

  it('loses its place when something asked for as this member was refused, but not as an earlier one', async () => {
    await becomeStable();
    const unknown = new KafkaError('UNKNOWN_MEMBER_ID', 'no');
    member.refused(unknown, { memberId: 'me', generationId: 4 });
    member.refused(new KafkaError('NOT_COORDINATOR', 'no'), member.membership);
    expect(member.state).toBe('stable');
    member.refused(unknown, member.membership);
    expect(member.state).toBe('losing');
  });

  it('joins again, ever more slowly, while the coordinator moves or does not answer', async () => {
    requests.joins.push(
      fail('COORDINATOR_NOT_AVAILABLE'),
      fail('NETWORK_EXCEPTION'),
      fail('REBALANCE_IN_PROGRESS'),
    );
    member.enter();
    await vi.advanceTimersByTimeAsync(99);
    expect(requests.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(requests.calls).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(200);
    expect(requests.calls).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(400);
    expect(member.state).toBe('handing-over');
  });

  it('joins again when the group rebalances, or has lost it, before it has synced', async () => {
    requests.syncs.push(fail('REBALANCE_IN_PROGRESS'), fail('UNKNOWN_MEMBER_ID'));
    member.enter();
    await settle();
    expect(requests.calls).toEqual(['join ', 'sync me/5 0', 'join me', 'sync me/5 0']);
    // A cooperative owner may have work that others have already.
    expect(member.state).toBe('losing');
    member.released();
    await settle();
    expect(requests.calls.slice(4)).toEqual(['join ', 'sync me/5 0']);
    expect(requests.reasons).toEqual([
      '',
      'rebalance failed due to REBALANCE_IN_PROGRESS',
      'rebalance failed due to UNKNOWN_MEMBER_ID',
    ]);
  });

  it('has the group divided again after the handing over in which that was asked for', async () => {
    requests.joins.push(() => joined({ leader: 'me' }));
    member.enter();
    await settle();
    member.requestRebalance('again');
    expect(member.state).toBe('handing-over');
    member.takenOver();
    expect(member.state).toBe('revoking');
    member.released();
    await settle();
    member.takenOver();
    expect(member.state).toBe('stable');
    expect(requests.reasons).toEqual(['', 'again']);
    expect([member.leaderId, member.isLeader, member.protocolName]).toEqual(['someone', false, 'range']);
  });

  it('tells for how long the coordinator has been silent, and its owner when that begins and ends', async () => {
    await becomeStable();
    const before = changes;
    requests.beats.push(fail('NETWORK_EXCEPTION'), fail('COORDINATOR_NOT_AVAILABLE'));
    await vi.advanceTimersByTimeAsync(1050);
    expect(changes).toBe(before + 1);
    expect(member.silentForMs).toBe(50);
    await vi.advanceTimersByTimeAsync(1000);
    expect(changes).toBe(before + 2);
    expect(member.silentForMs).toBeNull();
  });

  it('counts what it does', async () => {
    await becomeStable();
    await vi.advanceTimersByTimeAsync(3000);
    const values = metrics.metrics().map(({ name, value }): [string, number] => [name, value]);
    expect(Object.fromEntries(values)).toMatchObject({
      'join-total': 1,
      'sync-total': 1,
      'heartbeat-total': 3,
      'rebalance-total': 1,
      'failed-rebalance-total': 0,
    });
  });

  it.each([
    'GROUP_AUTHORIZATION_FAILED',
    'FENCED_INSTANCE_ID',
    'INCONSISTENT_GROUP_PROTOCOL',
    'GROUP_MAX_SIZE_REACHED',
  ] as const)('fails for good on %s', async (name) => {
    requests.joins.push(fail(name));
    member.enter();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(member.state).toBe('failed');
    expect(member.failure.errorName).toBe(name);
    expect(requests.calls).toEqual(['join ']);
  });

  it('leaves the group when its owner stays away for too long, and comes back when it returns', async () => {
    await becomeStable();
    member.ownerArrived();
    member.ownerWent();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests.calls.at(-1)).toBe('leave me');
    expect(member.state).toBe('losing');
    member.released();
    await settle();
    expect(requests.calls.slice(-2)).toEqual(['join ', 'sync me/5 0']);
  });

  it('takes no notice of an answer to a join that it has given up', async () => {
    let answer: (response: JoinResponse) => void = () => undefined;
    requests.joins.push(() => new Promise((resolve) => (answer = resolve)));
    member.enter();
    member.ownerWent();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(member.state).toBe('losing');
    answer(joined());
    await settle();
    expect(member.state).toBe('losing');
    expect(requests.calls).toEqual(['join ', 'leave  past the join']);
  });

  it('tells the group that it leaves, and beats no more', async () => {
    await becomeStable();
    await member.leave({ reason: 'bye' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(requests.calls).toEqual(['leave me']);
    expect(requests.reasons.at(-1)).toBe('bye');
    expect(member.state).toBe('gone');
  });

  it.each([
    ['leave', ['leave me for good']],
    ['remain', ['leave ']],
  ] as const)('asked to %s, tells the group accordingly', async (operation, calls) => {
    await becomeStable();
    await member.leave({ reason: 'bye', operation });
    expect(requests.calls).toEqual(calls);
  });
});
