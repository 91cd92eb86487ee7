import type { fetchApi, RequestInputOf, ResponseOf } from '@sluice/kafka-protocol';
import type { Cluster } from '../cluster/cluster.ts';
import type { ConsumerSettings } from '../settings/consumer-settings.ts';
import type { FetchTicket } from './partition-state.ts';

type FetchRequest = RequestInputOf<typeof fetchApi>;
type PartitionRequest = FetchRequest['topics'][number]['partitions'][number];

const isolationLevels = { read_uncommitted: 0, read_committed: 1 } as const;

/** A request without a session: it names every partition. */
export function fetchRequest(
  tickets: readonly FetchTicket[],
  { cluster, settings, maxBytes }: { cluster: Cluster; settings: ConsumerSettings; maxBytes: number },
): FetchRequest {
  const byTopic = new Map<string, PartitionRequest[]>();
  for (const { state, offset } of tickets) {
    const partitions = byTopic.get(state.topic) ?? [];
    partitions.push({
      partition: state.partition,
      currentLeaderEpoch: cluster.leaderOf(state.topic, state.partition)?.epoch ?? -1,
      fetchOffset: BigInt(offset),
      partitionMaxBytes: settings['max.partition.fetch.bytes'],
    });
    byTopic.set(state.topic, partitions);
  }
  return {
    maxWaitMs: settings['fetch.max.wait.ms'],
    minBytes: settings['fetch.min.bytes'],
    maxBytes,
    isolationLevel: isolationLevels[settings['isolation.level']],
    topics: [...byTopic].map(([topic, partitions]) => ({ topic, partitions })),
    forgottenTopicsData: [],
  };
}

/** What the broker says about one partition. */
export type PartitionResponse = ResponseOf<typeof fetchApi>['responses'][number]['partitions'][number];
