import { decodeSubscription, encodeAssignment } from '@sluice/kafka-protocol';
import type { Assignor, Subscriber, TopicRacks } from '../../group/assignors/assignor.ts';
import type { JoinResponse, MemberAssignment } from '../../group/classic/group-requests.ts';
import { partitionsByTopic, type TopicPartition } from '../../topic-partition.ts';
import type { SessionCluster } from './group-session.ts';

/** What the members of a group told its leader. */
export function subscribersIn(members: JoinResponse['members'], assignor: Assignor): Subscriber[] {
  return members.map(({ memberId, groupInstanceId, metadata }) => {
    const { topics, ownedPartitions, generationId, rackId, userData } = decodeSubscription(metadata);
    const owned = ownedPartitions.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    const subscriber = { memberId, groupInstanceId, topics, owned, generationId, rackId };
    return assignor.readUserData(subscriber, userData);
  });
}

export interface GroupToDivide {
  readonly cluster: Pick<SessionCluster, 'topic' | 'rackOf'>;
  readonly assignor: Assignor;
  readonly subscribers: readonly Subscriber[];
}

/** Divides the partitions that there are, of the topics that the members want. */
export function divideGroup({ cluster, assignor, subscribers }: GroupToDivide): MemberAssignment[] {
  const racks = new Map<string, (readonly string[])[]>();
  for (const topic of new Set(subscribers.flatMap((one) => one.topics))) {
    const partitions = cluster.topic(topic)?.partitions ?? [];
    if (partitions.length > 0) racks.set(topic, partitions.map(racksOf));
  }
  const division = assignor.assign(racks satisfies TopicRacks, subscribers);
  return [...division].map(([memberId, partitions]) => ({ memberId, assignment: encode(partitions) }));

  function racksOf({ replicas }: { readonly replicas: readonly number[] }): string[] {
    return replicas.map((nodeId) => cluster.rackOf(nodeId)).filter((rack) => rack !== null);
  }
}

function encode(partitions: readonly TopicPartition[]): Buffer {
  const assignedPartitions = partitionsByTopic(partitions).map(([topic, numbers]) => ({
    topic,
    partitions: numbers,
  }));
  return encodeAssignment({ assignedPartitions });
}
