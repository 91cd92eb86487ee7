import { decodeStickyUserData, encodeStickyUserData } from '@sluice/kafka-protocol';
import { partitionsByTopic } from '../../../topic-partition.ts';
import type { Assignor, LastDivision, Subscriber } from '../assignor.ts';
import { divideSticky } from './sticky-division.ts';

/**
 * Sticky by the eager protocol: members give everything up before the group is divided, so they remind the leader of
 * what they had.
 */
export const stickyAssignor: Assignor = {
  name: 'sticky',
  className: 'org.apache.kafka.clients.consumer.StickyAssignor',
  isCooperative: false,
  assign: (topics, subscribers) => divideSticky(topics, subscribers).division,
  userData: (last) => (last === null ? null : encode(last)),
  readUserData: (subscriber, userData) => ({ ...subscriber, ...decode(userData) }),
};

function encode({ partitions, generationId }: LastDivision): Buffer {
  const previousAssignment = partitionsByTopic(partitions).map(([topic, numbers]) => ({
    topic,
    partitions: numbers,
  }));
  return encodeStickyUserData({ previousAssignment, generationId });
}

/** A member whose bytes cannot be read has had nothing. */
function decode(userData: Buffer | null): Pick<Subscriber, 'owned' | 'generationId'> {
  const nothing = { owned: [], generationId: -1 };
  if (userData === null || userData.length === 0) return nothing;
  try {
    const { previousAssignment, generationId } = decodeStickyUserData(userData);
    const owned = previousAssignment.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    return { owned, generationId };
  } catch {
    return nothing;
  }
}
