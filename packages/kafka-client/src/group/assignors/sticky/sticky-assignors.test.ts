import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPartition } from '../../../topic-partition.ts';
import { allPartitions, type Subscriber } from '../assignor.ts';
import {
  readable,
  recordedGroups,
  type ReadableDivision,
  type RecordedGroup,
} from '../fixtures/recorded-groups.ts';
import { cooperativeStickyAssignor } from './cooperative-sticky-assignor.ts';
import { ownedPartitions } from './owned-partitions.ts';
import { stickyAssignor } from './sticky-assignor.ts';

const recorded = recordedGroups('sticky-assignments.json');
const isEqual = ({ subscribers: [first, ...others] }: RecordedGroup): boolean =>
  others.every(({ topics }) => [...topics].sort().join() === [...(first?.topics ?? [])].sort().join());
const equal = recorded.filter(isEqual);
const mixed = recorded.filter((group) => !isEqual(group));
const hasRacks = ({ subscribers }: RecordedGroup): boolean =>
  subscribers.some(({ rackId }) => rackId !== null);

/** Java gives topics to members that do not want them when the first member wants nothing: no measure for us. */
function givesOnlyWanted({ subscribers, sticky }: RecordedGroup): boolean {
  return subscribers.every(({ memberId, topics }) =>
    sticky[memberId]?.every((one) => topics.includes(one.split('-')[0] ?? '')),
  );
}

/** The sum of the differences between all pairs of members: the lower, the more balanced. */
function imbalance(division: ReadableDivision): number {
  const counts = Object.values(division).map(({ length }) => length);
  return counts.reduce((sum, one, index) => {
    return counts.slice(index + 1).reduce((more, other) => more + Math.abs(one - other), sum);
  }, 0);
}

function keptCount(division: ReadableDivision, subscribers: readonly Subscriber[]): number {
  return subscribers.reduce((sum, { memberId, owned }) => {
    const now = new Set(division[memberId]);
    return sum + owned.filter((one) => now.has(formatPartition(one))).length;
  }, 0);
}

const bare = (memberId: string, topics: readonly string[]): Subscriber => ({
  memberId,
  groupInstanceId: null,
  topics,
  owned: [],
  generationId: 3,
  rackId: null,
});

const topicNames = ['t', 'u', 'v'];

/** Groups in which every partition has one owner at most. */
const groups = fc
  .record({
    counts: fc.array(fc.nat(9), { minLength: 3, maxLength: 3 }),
    wants: fc.array(fc.subarray(topicNames), { minLength: 1, maxLength: 6 }),
    owners: fc.array(fc.nat(12), { minLength: 27, maxLength: 27 }),
  })
  .map(({ counts, wants, owners }) => {
    const topics = new Map(
      topicNames.map((topic, index) => [topic, Array.from({ length: counts[index] ?? 0 }, () => [])]),
    );
    const partitions = allPartitions(topics);
    const subscribers = wants.map((topics, index) => ({
      ...bare(`m${index}`, topics),
      owned: partitions.filter((_, place) => owners[place] === index),
    }));
    return { topics, subscribers };
  });

describe('the sticky assignors', () => {
  it('divide groups whose members want the same as Java does, with racks and without', () => {
    expect([equal.length, equal.filter(hasRacks).length]).toEqual([268, 85]);
    for (const { topics, subscribers, sticky, cooperative } of equal) {
      expect(readable(stickyAssignor.assign(topics, subscribers))).toEqual(sticky);
      expect(readable(cooperativeStickyAssignor.assign(topics, subscribers))).toEqual(cooperative);
    }
  });

  it('divide groups whose members want different topics as evenly as Java does, and move no more', () => {
    const judged = mixed.filter((group) => !hasRacks(group) && givesOnlyWanted(group));
    expect(judged).toHaveLength(117);
    for (const { topics, subscribers, sticky } of judged) {
      const ours = readable(stickyAssignor.assign(topics, subscribers));
      expect(imbalance(ours)).toBeLessThanOrEqual(imbalance(sticky));
      const isSettled = ownedPartitions(topics, subscribers).contested.size === 0;
      const isAsEven = isSettled && imbalance(ours) === imbalance(sticky);
      const enough = isAsEven ? keptCount(sticky, subscribers) : 0;
      expect(keptCount(ours, subscribers)).toBeGreaterThanOrEqual(enough);
    }
  });

  it('give every partition that somebody wants to one member that wants it', () => {
    fc.assert(
      fc.property(groups, ({ topics, subscribers }) => {
        const division = stickyAssignor.assign(topics, subscribers);
        for (const { memberId, topics: wanted } of subscribers)
          expect(division.get(memberId)?.every(({ topic }) => wanted.includes(topic))).toBe(true);
        const given = [...division.values()].flat().map(formatPartition).sort();
        const wanted = allPartitions(topics).filter(({ topic }) =>
          subscribers.some((one) => one.topics.includes(topic)),
        );
        expect(given).toEqual(wanted.map(formatPartition).sort());
      }),
    );
  });

  it('leave a group alone that is divided already', () => {
    fc.assert(
      fc.property(groups, ({ topics, subscribers }) => {
        const before = stickyAssignor.assign(topics, subscribers);
        const settled = subscribers.map((one) => ({
          ...one,
          owned: before.get(one.memberId) ?? [],
          generationId: 9,
        }));
        const after = cooperativeStickyAssignor.assign(topics, settled);
        expect(readable(after)).toEqual(readable(before));
      }),
    );
  });

  it('by the cooperative protocol give nothing away before its owner has let it go', () => {
    fc.assert(
      fc.property(groups, ({ topics, subscribers }) => {
        const owners = new Map(
          subscribers.flatMap(({ memberId, owned }) => owned.map((one) => [formatPartition(one), memberId])),
        );
        const division = cooperativeStickyAssignor.assign(topics, subscribers);
        for (const [memberId, partitions] of division)
          for (const one of partitions) expect(owners.get(formatPartition(one)) ?? memberId).toBe(memberId);
      }),
    );
  });

  it('tell and understand what a member had', () => {
    const last = { partitions: [{ topic: 't', partition: 3 }], generationId: 8 };
    const plain = { ...bare('a', ['t']), generationId: -1 };
    const told = stickyAssignor.readUserData(plain, stickyAssignor.userData(last));
    expect(told).toEqual({ ...plain, owned: last.partitions, generationId: 8 });
    const untold = { ...plain, owned: [], generationId: -1 };
    expect(stickyAssignor.readUserData(plain, Buffer.from('no'))).toEqual(untold);
    expect(stickyAssignor.readUserData(plain, stickyAssignor.userData(null))).toEqual(untold);
    const generation = cooperativeStickyAssignor.userData(last);
    expect(cooperativeStickyAssignor.readUserData(plain, generation).generationId).toBe(8);
    const known = { ...plain, generationId: 9 };
    expect(cooperativeStickyAssignor.readUserData(known, generation).generationId).toBe(9);
  });
});
