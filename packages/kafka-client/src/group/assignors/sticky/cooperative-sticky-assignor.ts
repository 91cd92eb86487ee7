import { decodeCooperativeUserData, encodeCooperativeUserData } from '@sluice/kafka-protocol';
import { partitionKey } from '../../../topic-partition.ts';
import type { Assignor, Division, Subscriber, TopicRacks } from '../assignor.ts';
import { divideSticky } from './sticky-division.ts';

/** Sticky by the cooperative protocol (KIP-429): members keep what they own, and give up only what moves. */
export const cooperativeStickyAssignor: Assignor = {
  name: 'cooperative-sticky',
  className: 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
  isCooperative: true,
  assign: assignInTwoPhases,
  userData: (last) => encodeCooperativeUserData(last?.generationId ?? -1),
  readUserData(subscriber, userData) {
    if (subscriber.generationId >= 0 || userData === null) return subscriber;
    const generationId = userData.length < 4 ? -1 : decodeCooperativeUserData(userData);
    return { ...subscriber, generationId };
  },
};

/**
 * A partition that moves is given to nobody at first: its owner sees that it has to give it up, and joins again when
 * that is done. Only then does the new owner get it.
 */
function assignInTwoPhases(topics: TopicRacks, subscribers: readonly Subscriber[]): Division {
  const { division, moving } = divideSticky(topics, subscribers);
  for (const [memberId, partitions] of division) {
    const free = partitions.filter(
      ({ topic, partition }) => moving.get(partitionKey(topic, partition)) !== memberId,
    );
    division.set(memberId, free);
  }
  return division;
}
