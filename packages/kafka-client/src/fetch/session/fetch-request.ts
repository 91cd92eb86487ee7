import type { fetchApi, RequestInputOf, ResponseOf } from '@sluice/kafka-protocol';
import type { ConsumerSettings } from '../../settings/consumer-settings.ts';
import type { FetchSession, PartitionName, SessionRequest, WantedPartition } from './fetch-session.ts';

type FetchRequest = RequestInputOf<typeof fetchApi>;
export type FetchResponse = ResponseOf<typeof fetchApi>;
type PartitionRequest = FetchRequest['topics'][number]['partitions'][number];
type ForgottenTopic = NonNullable<FetchRequest['forgottenTopicsData']>[number];

/** What a broker says about one partition. */
export type PartitionAnswer = FetchResponse['responses'][number]['partitions'][number];

const isolationLevels = { read_uncommitted: 0, read_committed: 1 } as const;

/** The last version that names topics by name. */
export const lastVersionWithNames = 12;

export function fetchRequest(
  { sessionId, sessionEpoch, toSend, toForget }: SessionRequest,
  settings: ConsumerSettings,
  maxBytes: number,
): FetchRequest {
  return {
    maxWaitMs: settings['fetch.max.wait.ms'],
    minBytes: settings['fetch.min.bytes'],
    maxBytes,
    isolationLevel: isolationLevels[settings['isolation.level']],
    sessionId,
    sessionEpoch,
    topics: byTopic(toSend).map(([{ topic, topicId }, partitions]) => ({
      topic,
      topicId,
      partitions: partitions.map(partitionRequest),
    })),
    forgottenTopicsData: byTopic(toForget).map(([{ topic, topicId }, partitions]): ForgottenTopic => ({
      topic,
      topicId,
      partitions: partitions.map(({ partition }) => partition),
    })),
    rackId: settings['client.rack'],
  };
}

export interface PartitionResult extends PartitionName {
  readonly answer: PartitionAnswer;
}

/** The answers by the names of their topics; those of topics that nobody asked for have an empty one. */
export function resultsIn({ responses }: FetchResponse, session: FetchSession): PartitionResult[] {
  return responses.flatMap(({ topic, topicId, partitions }) => {
    const name = topic === '' ? (session.topicName(topicId) ?? '') : topic;
    return partitions.map((answer) => ({ topic: name, topicId, partition: answer.partitionIndex, answer }));
  });
}

function partitionRequest(wanted: WantedPartition): PartitionRequest {
  const { partition, currentLeaderEpoch, fetchOffset, lastFetchedEpoch, maxBytes } = wanted;
  return {
    partition,
    currentLeaderEpoch,
    fetchOffset: BigInt(fetchOffset),
    lastFetchedEpoch,
    partitionMaxBytes: maxBytes,
  };
}

/** In the order in which the topics come first. */
function byTopic<P extends PartitionName>(partitions: readonly P[]): [P, P[]][] {
  const topics = new Map<string, [P, P[]]>();
  for (const one of partitions) {
    const key = `${one.topic}:${one.topicId}`;
    const known = topics.get(key);
    if (known === undefined) topics.set(key, [one, [one]]);
    else known[1].push(one);
  }
  return [...topics.values()];
}
