import { errorCodes } from '@sluice/kafka-protocol';
import type { MetadataResponse } from '../../cluster/topic-metadata.ts';
import { refusal } from '../../errors/refusal.ts';
import { formatPartition, type TopicPartition } from '../../topic-partition.ts';
import type { AdminRequests } from './admin-requests.ts';
import type { Route } from './bulk-call.ts';

/** A topic that has just been made is not known to every broker at once. */
export const unknownTopicGraceMs = 2000;

/** The leader of each of the partitions that the keys name. */
export function leaderRoute(requests: AdminRequests, partitions: ReadonlyMap<string, TopicPartition>): Route {
  return async (keys, fail) => {
    const wanted = keys.flatMap((key) => partitions.get(key) ?? []);
    const { topics } = await requests.metadata([...new Set(wanted.map(({ topic }) => topic))]);
    const byName = new Map(topics.map((topic) => [topic.name, topic]));
    const leaders = keys.flatMap((key) => {
      const one = partitions.get(key);
      return one === undefined ? [] : { key, one, ...findLeader(byName.get(one.topic), one.partition) };
    });
    for (const { key, one, code } of leaders) {
      if (code === errorCodes.NONE) continue;
      fail(
        key,
        refusal({
          code,
          action: `Find the leader of ${formatPartition(one)}`,
          topic: one.topic,
          partition: one.partition,
        }),
      );
    }
    const found = leaders.filter(({ code }) => code === errorCodes.NONE);
    return [...Map.groupBy(found, ({ nodeId }) => nodeId)].map(([nodeId, own]) => ({
      link: requests.link(nodeId) ?? null,
      keys: own.map(({ key }) => key),
    }));
  };
}

type Topic = MetadataResponse['topics'][number];

function findLeader(topic: Topic | undefined, partition: number): { code: number; nodeId: number } {
  const code = topic?.errorCode ?? errorCodes.UNKNOWN_TOPIC_OR_PARTITION;
  if (topic === undefined || code !== errorCodes.NONE) return { code, nodeId: -1 };
  const found = topic.partitions.find(({ partitionIndex }) => partitionIndex === partition);
  if (found === undefined) return { code: errorCodes.UNKNOWN_TOPIC_OR_PARTITION, nodeId: -1 };
  const { leaderId } = found;
  return { code: leaderId < 0 ? errorCodes.LEADER_NOT_AVAILABLE : errorCodes.NONE, nodeId: leaderId };
}
