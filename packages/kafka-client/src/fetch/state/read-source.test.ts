import { describe, expect, it } from 'vitest';
import { ReadSource } from './read-source.ts';

const known = { offset: 10, leaderEpoch: 2 };
const unknown = { offset: 10, leaderEpoch: null };

describe('the source of a partition', () => {
  it.each([
    { what: 'is new', before: null, leader: { nodeId: 1, epoch: 3 }, isUnchecked: true },
    {
      what: 'is the same',
      before: { nodeId: 1, epoch: 3 },
      leader: { nodeId: 1, epoch: 3 },
      isUnchecked: false,
    },
    {
      what: 'has a new epoch',
      before: { nodeId: 1, epoch: 3 },
      leader: { nodeId: 1, epoch: 4 },
      isUnchecked: true,
    },
    {
      what: 'is another node',
      before: { nodeId: 1, epoch: 3 },
      leader: { nodeId: 2, epoch: 3 },
      isUnchecked: true,
    },
    {
      what: 'has no epoch',
      before: { nodeId: 1, epoch: 3 },
      leader: { nodeId: 2, epoch: -1 },
      isUnchecked: false,
    },
  ])('where the leader $what', ({ before, leader, isUnchecked }) => {
    const source = new ReadSource();
    if (before !== null) source.follow(before, known);
    source.checked();
    source.follow(leader, known);
    expect(source.isUnchecked).toBe(isUnchecked);
  });

  it('has nothing to check where the epoch of what was read is not known', () => {
    const source = new ReadSource();
    source.follow({ nodeId: 1, epoch: 3 }, unknown);
    expect(source.isUnchecked).toBe(false);
  });

  it('has the same leader judge another position', () => {
    const source = new ReadSource();
    source.follow({ nodeId: 1, epoch: 3 }, unknown);
    source.forgetLeader();
    source.follow({ nodeId: 1, epoch: 3 }, known);
    expect(source.isUnchecked).toBe(true);
  });

  it('is a replica until its time is over, the leader changes or it is left', () => {
    const leader = { nodeId: 1, epoch: 3 };
    const source = new ReadSource();
    source.follow(leader, unknown);
    source.prefer(2, 1000);
    expect([source.nodeId(leader, 999), source.replica]).toEqual([2, 2]);
    expect([source.nodeId(leader, 1000), source.replica]).toEqual([1, null]);
    source.prefer(2, 2000);
    source.follow({ nodeId: 1, epoch: 4 }, unknown);
    expect(source.nodeId(leader, 1500)).toBe(1);
    source.prefer(2, 2000);
    expect([source.leaveReplica(), source.leaveReplica()]).toEqual([true, false]);
    expect(source.nodeId(leader, 1500)).toBe(1);
  });
});
