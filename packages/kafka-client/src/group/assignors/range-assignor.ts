import {
  emptyDivision,
  inMemberOrder,
  type Assignor,
  type Division,
  type Subscriber,
  type TopicRacks,
} from './assignor.ts';
import { TopicShares } from './topic-shares.ts';

/**
 * Gives every subscriber of a topic a run of its partitions: subscribers in order, the first ones with one partition
 * more where it does not come out even. Topics with equally many partitions and the same subscribers are divided alike,
 * so that partitions of the same number meet at one subscriber; as far as that allows, in its own rack (KIP-881).
 */
export const rangeAssignor: Assignor = {
  name: 'range',
  className: 'org.apache.kafka.clients.consumer.RangeAssignor',
  isCooperative: false,
  assign: assignRanges,
  userData: () => null,
  readUserData: (subscriber) => subscriber,
};

function assignRanges(topics: TopicRacks, subscribers: readonly Subscriber[]): Division {
  const division = emptyDivision(subscribers);
  const inOrder = inMemberOrder(subscribers);
  const shares = [...topics].map(([topic, racks]) => new TopicShares(topic, racks, inOrder));
  if (shares.some((one) => one.racksMatter)) giveByRacks(shares, division);
  for (const one of shares) one.giveRanges(division, () => true);
  return division;
}

function giveByRacks(shares: readonly TopicShares[], division: Division): void {
  for (const alike of dividedAlike(shares)) {
    const [only] = alike;
    if (alike.length > 1) giveTogether(alike, division);
    else if (only?.racksMatter === true)
      only.giveRanges(division, (member, partition) => only.isNear(member, partition));
  }
}

/** Topics with the same subscribers and equally many partitions. */
function dividedAlike(shares: readonly TopicShares[]): TopicShares[][] {
  const groups = new Map<string, TopicShares[]>();
  for (const one of shares) {
    const key = JSON.stringify([one.partitionCount, one.members.map(({ memberId }) => memberId)]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/** Partitions of the same number go to the first subscriber that is near to all of them and has room. */
function giveTogether(alike: readonly TopicShares[], division: Division): void {
  const { members = [], partitionCount = 0 } = alike[0] ?? {};
  for (let partition = 0; partition < partitionCount; partition += 1) {
    const near = members.find((member) =>
      alike.every((one) => one.room(member) > 0 && one.isNear(member, partition)),
    );
    if (near !== undefined) for (const one of alike) one.give(near, [partition], division);
  }
}
