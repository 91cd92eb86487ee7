import { beforeEach, describe, expect, it } from 'vitest';
import type { ClassicGroup } from './classic-group.ts';
import {
  GroupClient,
  openGroup,
  rebalanceTimeoutMs,
  sessionTimeoutMs,
  stabilize,
} from './fixtures/group-client.ts';
import type { GroupProtocol } from './group-protocol.ts';
import { ManualTimers } from './fixtures/manual-timers.ts';

let timers: ManualTimers;
let group: ClassicGroup;
let ann: GroupClient;
let bob: GroupClient;

beforeEach(() => {
  timers = new ManualTimers();
  group = openGroup(timers);
  ann = new GroupClient(group, 'ann');
  bob = new GroupClient(group, 'bob');
});

/** Ann and Bob as members of a stable group that Ann leads. */
function settle(): void {
  ann.join();
  bob.join();
  ann.join();
  ann.sync();
  bob.sync();
}

describe('a classic group', () => {
  it('makes its first member the leader, who assigns to itself', () => {
    stabilize(ann);
    expect(ann.isLeader).toBe(true);
    expect([group.state, group.protocolType, group.protocolName, ann.generationId]).toEqual([
      'Stable',
      'consumer',
      'range',
      1,
    ]);
    expect(ann.assignment).toBe('ann wants, gets');
  });

  it('brings the members together again when one more joins', () => {
    stabilize(ann);
    bob.join();
    expect([group.state, bob.joined, ann.heartbeat()]).toEqual([
      'PreparingRebalance',
      null,
      'REBALANCE_IN_PROGRESS',
    ]);
    ann.join();
    expect([ann.generationId, bob.generationId]).toEqual([2, 2]);
    expect(ann.joined?.members.map(({ metadata }) => metadata.toString())).toEqual([
      'ann wants',
      'bob wants',
    ]);
    expect(bob.joined?.members).toEqual([]);
  });

  it('keeps followers waiting until the leader has assigned', () => {
    ann.join();
    bob.join();
    ann.join();
    bob.sync();
    expect([group.state, bob.synced]).toEqual(['CompletingRebalance', null]);
    ann.sync();
    expect([group.state, ann.assignment, bob.assignment]).toEqual([
      'Stable',
      'ann wants, gets',
      'bob wants, gets',
    ]);
  });

  it('gives the assignment to a follower that asks after the leader', () => {
    settle();
    expect(bob.assignment).toBe('bob wants, gets');
  });

  it('tells those who wait for an assignment that someone has joined meanwhile', () => {
    ann.join();
    bob.join();
    ann.join();
    bob.sync();
    new GroupClient(group, 'cid').join();
    expect([bob.syncError, group.state]).toEqual(['REBALANCE_IN_PROGRESS', 'PreparingRebalance']);
  });

  it('answers a join that comes again without a new rebalance', () => {
    settle();
    bob.join();
    expect([bob.joinError, bob.generationId, group.state]).toEqual(['NONE', 2, 'Stable']);
  });

  it('rebalances when the leader joins again, for it has something new to assign', () => {
    settle();
    ann.join();
    expect([ann.joined, group.state]).toEqual([null, 'PreparingRebalance']);
  });

  it('rebalances when a member joins again with something else to say', () => {
    settle();
    bob.join({ protocols: [{ name: 'range', metadata: Buffer.from('bob wants more') }] });
    expect(group.state).toBe('PreparingRebalance');
    ann.join();
    expect(ann.joined?.members.map(({ metadata }) => metadata.toString())).toEqual([
      'ann wants',
      'bob wants more',
    ]);
  });

  it('goes on without members that do not join in time', () => {
    settle();
    ann.join({ rebalanceTimeoutMs: 5000 });
    for (let waited = 0; waited < rebalanceTimeoutMs; waited += 5000) {
      expect(ann.joined).toBeNull();
      expect(bob.heartbeat()).toBe('REBALANCE_IN_PROGRESS');
      timers.pass(5000);
    }
    expect([ann.joinError, ann.joined?.members.length, bob.heartbeat()]).toEqual([
      'NONE',
      1,
      'UNKNOWN_MEMBER_ID',
    ]);
  });

  it('removes members that are not heard of', () => {
    settle();
    timers.pass(sessionTimeoutMs - 1);
    expect(ann.heartbeat()).toBe('NONE');
    timers.pass(1);
    expect([group.state, group.members.length, bob.heartbeat()]).toEqual([
      'PreparingRebalance',
      1,
      'UNKNOWN_MEMBER_ID',
    ]);
  });

  it('does not take a member for gone that waits for the others', () => {
    settle();
    ann.join();
    for (let count = 0; count < 3; count += 1) {
      timers.pass(sessionTimeoutMs - 1);
      expect(bob.heartbeat()).toBe('REBALANCE_IN_PROGRESS');
    }
    bob.join();
    expect([ann.joinError, ann.joined?.members.length]).toEqual(['NONE', 2]);
  });

  it('starts anew without members that joined and then did not ask for their assignment', () => {
    ann.join();
    bob.join();
    ann.join();
    ann.sync();
    for (let waited = 0; waited < rebalanceTimeoutMs; waited += 5000) {
      bob.heartbeat();
      ann.heartbeat();
      timers.pass(5000);
    }
    expect([group.state, bob.heartbeat(), ann.heartbeat()]).toEqual([
      'PreparingRebalance',
      'UNKNOWN_MEMBER_ID',
      'REBALANCE_IN_PROGRESS',
    ]);
  });

  it('rebalances when a member leaves, and is empty when all have', () => {
    settle();
    expect(ann.leave()).toBe('NONE');
    bob.join();
    expect([bob.isLeader, bob.generationId, bob.joined?.members.length]).toEqual([true, 3, 1]);
    bob.sync();
    expect(bob.leave()).toBe('NONE');
    expect([group.state, group.generationId, group.protocolName, timers.count]).toEqual([
      'Empty',
      4,
      null,
      0,
    ]);
    expect(bob.leave()).toBe('UNKNOWN_MEMBER_ID');
  });

  it('goes on where it was when its members come back after a restart of the broker', () => {
    const generations: number[] = [];
    group = openGroup(timers, {
      generationId: 41,
      protocolType: 'consumer',
      onGeneration: (each) => generations.push(each.generationId),
    });
    const cid = new GroupClient(group, 'cid').join();
    expect([cid.generationId, generations]).toEqual([42, [42]]);
  });

  it('has no timers left after it is removed, and tells who waits', () => {
    settle();
    ann.join();
    group.remove();
    expect([group.state, ann.joinError, timers.count]).toEqual(['Dead', 'COORDINATOR_NOT_AVAILABLE', 0]);
    expect(bob.heartbeat()).toBe('COORDINATOR_NOT_AVAILABLE');
    expect(new GroupClient(group, 'cid').join().joinError).toBe('COORDINATOR_NOT_AVAILABLE');
  });
});

describe('a group checks', () => {
  it('that members know a common protocol', () => {
    stabilize(ann);
    const other = new GroupClient(group, 'cid', {
      protocols: [{ name: 'other', metadata: Buffer.alloc(0) }],
    });
    expect(other.join().joinError).toBe('INCONSISTENT_GROUP_PROTOCOL');
    const connect = new GroupClient(group, 'cid', { protocolType: 'connect' });
    expect(connect.join().joinError).toBe('INCONSISTENT_GROUP_PROTOCOL');
    expect(group.state).toBe('Stable');
  });

  it('that members say what they can do', () => {
    expect(ann.join({ protocols: [] }).joinError).toBe('INCONSISTENT_GROUP_PROTOCOL');
    expect(ann.join({ protocolType: '' }).joinError).toBe('INCONSISTENT_GROUP_PROTOCOL');
  });

  it('that a request is of this generation and of a member', () => {
    settle();
    expect(ann.sync({ generationId: 1 }).syncError).toBe('ILLEGAL_GENERATION');
    expect(ann.sync({ memberId: 'stranger' }).syncError).toBe('UNKNOWN_MEMBER_ID');
    expect(ann.sync({ protocolName: 'other' }).syncError).toBe('INCONSISTENT_GROUP_PROTOCOL');
    expect(ann.sync({ protocolType: 'connect' }).syncError).toBe('INCONSISTENT_GROUP_PROTOCOL');
    expect(group.heartbeat({ memberId: ann.memberId, instanceId: null }, 1)).toBe('ILLEGAL_GENERATION');
  });

  it.each([
    ['an outsider, to an empty group', () => group.commit({ memberId: '', instanceId: null }, -1), 'NONE'],
    ['a member', () => (settle(), bob.commit()), 'NONE'],
    ['a member that is to join again', () => (settle(), ann.join(), bob.commit()), 'NONE'],
    ['a member that has no assignment yet', () => (ann.join(), ann.commit()), 'REBALANCE_IN_PROGRESS'],
    [
      'an outsider, to a group with members',
      () => (settle(), group.commit({ memberId: '', instanceId: null }, -1)),
      'UNKNOWN_MEMBER_ID',
    ],
    [
      'a stranger',
      () => (settle(), group.commit({ memberId: 'stranger', instanceId: null }, 2)),
      'UNKNOWN_MEMBER_ID',
    ],
    [
      'a member of an older generation',
      () => (settle(), group.commit({ memberId: bob.memberId, instanceId: null }, 1)),
      'ILLEGAL_GENERATION',
    ],
  ])('who commits: %s', (_name, commit, expected) => {
    expect(commit()).toBe(expected);
  });
});

describe('a member that needs to know its id first', () => {
  beforeEach(() => {
    ann = new GroupClient(group, 'ann', { needsKnownId: true });
  });

  it('is told the id, and joins with it', () => {
    ann.join();
    expect([ann.joinError, ann.memberId.startsWith('ann-'), group.members.length]).toEqual([
      'MEMBER_ID_REQUIRED',
      true,
      0,
    ]);
    ann.join();
    expect([ann.joinError, ann.isLeader]).toEqual(['NONE', true]);
  });

  it('cannot make up an id', () => {
    expect(ann.join({ memberId: 'made-up' }).joinError).toBe('UNKNOWN_MEMBER_ID');
  });

  it('is waited for by those who join meanwhile, for a session', () => {
    stabilize(bob);
    ann.join();
    expect(group.state).toBe('Stable');
    bob.join();
    expect(bob.joined).toBeNull();
    timers.pass(sessionTimeoutMs);
    expect([bob.joinError, bob.joined?.members.length]).toEqual(['NONE', 1]);
    expect(ann.join().joinError).toBe('UNKNOWN_MEMBER_ID');
  });

  it('disturbs nobody when it never joins', () => {
    stabilize(bob);
    ann.join();
    const heartbeats = Array.from({ length: 3 }, () => {
      timers.pass(sessionTimeoutMs / 2);
      return bob.heartbeat();
    });
    expect([group.state, ...heartbeats]).toEqual(['Stable', 'NONE', 'NONE', 'NONE']);
  });
});

describe('an initial delay', () => {
  beforeEach(() => {
    group = openGroup(timers, { initialRebalanceDelayMs: 3000 });
    ann = new GroupClient(group, 'ann');
    bob = new GroupClient(group, 'bob');
  });

  it('lets members that come soon after each other into one generation', () => {
    ann.join();
    timers.pass(2000);
    bob.join();
    timers.pass(1000);
    expect([ann.joined, bob.joined]).toEqual([null, null]);
    timers.pass(3000);
    expect([ann.generationId, bob.generationId, ann.joined?.members.length]).toEqual([1, 1, 2]);
  });

  it('is over when nobody else comes, and does not hold up later rebalances', () => {
    ann.join();
    timers.pass(3000);
    expect(ann.generationId).toBe(1);
    ann.sync();
    bob.join();
    ann.join();
    expect([ann.generationId, bob.generationId]).toEqual([2, 2]);
  });

  it('is no longer than the rebalance may take', () => {
    ann.join();
    for (let waited = 0; waited < rebalanceTimeoutMs; waited += 2000) {
      expect(ann.joined).toBeNull();
      new GroupClient(group, `late-${waited}`).join();
      timers.pass(2000);
    }
    expect(ann.generationId).toBe(1);
  });
});

describe('a static member', () => {
  let sam: GroupClient;
  let samAgain: GroupClient;

  beforeEach(() => {
    sam = new GroupClient(group, 'sam', { instanceId: 'instance-1' });
    samAgain = new GroupClient(group, 'sam', { instanceId: 'instance-1' });
  });

  /** Ann leads, Sam follows. */
  function settleWithSam(): void {
    ann.join();
    sam.join();
    ann.join();
    ann.sync();
    sam.sync();
  }

  it('comes back under a new id to what it had, and nobody notices', () => {
    settleWithSam();
    samAgain.join();
    expect([samAgain.joinError, samAgain.generationId, group.state, ann.heartbeat()]).toEqual([
      'NONE',
      2,
      'Stable',
      'NONE',
    ]);
    expect(samAgain.memberId).not.toBe(sam.memberId);
    expect(samAgain.sync().assignment).toBe('sam wants, gets');
  });

  it('fences off who had its place before', () => {
    settleWithSam();
    samAgain.join();
    expect([sam.heartbeat(), sam.commit(), sam.sync().syncError, sam.leave()]).toEqual(
      Array.from({ length: 4 }, () => 'FENCED_INSTANCE_ID'),
    );
  });

  it('fences off a request of its predecessor that still waits', () => {
    settleWithSam();
    sam.join({ protocols: [{ name: 'range', metadata: Buffer.from('changed') }] });
    samAgain.join();
    expect(sam.joinError).toBe('FENCED_INSTANCE_ID');
  });

  it('keeps its assignment when it led, where the client understands that', () => {
    stabilize(sam);
    samAgain.join();
    expect([samAgain.isLeader, samAgain.joined?.skipAssignment, samAgain.joined?.members.length]).toEqual([
      true,
      true,
      1,
    ]);
    expect(samAgain.sync({ assignments: [] }).assignment).toBe('sam wants, gets');
  });

  it('does not learn that it leads where the client would assign anew', () => {
    stabilize(sam);
    samAgain.join({ canSkipAssignment: false });
    expect([samAgain.isLeader, samAgain.joined?.skipAssignment, samAgain.joined?.members]).toEqual([
      false,
      false,
      [],
    ]);
  });

  it('starts a rebalance when it comes back with protocols that change the choice', () => {
    const knows = (...names: readonly string[]): GroupProtocol[] =>
      names.map((name) => ({ name, metadata: Buffer.alloc(0) }));
    ann.join({ protocols: knows('range', 'sticky') });
    sam.join({ protocols: knows('range', 'sticky') });
    ann.join({ protocols: knows('range', 'sticky') });
    ann.sync();
    sam.sync();
    samAgain.join({ protocols: knows('sticky') });
    expect([group.state, samAgain.joined]).toEqual(['PreparingRebalance', null]);
    ann.join({ protocols: knows('range', 'sticky') });
    expect([samAgain.joinError, group.protocolName]).toEqual(['NONE', 'sticky']);
  });

  it('keeps its place in a rebalance that it misses, until its session is over', () => {
    settleWithSam();
    ann.join();
    timers.pass(sessionTimeoutMs - 1);
    expect([ann.joined, group.members.length]).toEqual([null, 2]);
    timers.pass(1);
    expect([ann.joinError, ann.joined?.members.length]).toEqual(['NONE', 1]);
  });

  it('can be removed by its instance alone', () => {
    settleWithSam();
    expect(group.leave({ memberId: '', instanceId: 'instance-1' })).toBe('NONE');
    expect([group.members.length, sam.heartbeat()]).toEqual([1, 'UNKNOWN_MEMBER_ID']);
    expect(group.leave({ memberId: '', instanceId: 'instance-1' })).toBe('UNKNOWN_MEMBER_ID');
  });
});
