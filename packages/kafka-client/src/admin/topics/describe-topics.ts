import { errorCodes } from '@sluice/kafka-protocol';
import { refusal } from '../../errors/refusal.ts';
import { topicMetadata, type PartitionMetadata, type TopicMetadata } from '../../cluster/topic-metadata.ts';
import { allowedOperations, type AclOperation } from '../names/operations.ts';
import { isUnsupported } from '../names/unsupported.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';
import type { AttemptReport } from '../requests/attempt-report.ts';
import type { Outcomes } from '../requests/outcome.ts';
import { describeInPages } from './describe-in-pages.ts';

export interface PartitionDescription extends PartitionMetadata {
  readonly offlineReplicas: readonly number[];
  /** Replicas that may lead though they are not in sync; `null` where the broker does not tell (before 4.0). */
  readonly eligibleLeaderReplicas: readonly number[] | null;
}

export interface TopicDescription extends TopicMetadata {
  readonly partitions: readonly PartitionDescription[];
  /** What the client may do with the topic; `null` where the broker does not tell. */
  readonly authorizedOperations: readonly (AclOperation | 'UNKNOWN')[] | null;
}

/** Asks page by page, or all at once where the broker has no pages (KIP-966, before 3.8). */
export function describeTopics(
  requests: AdminRequests,
  topics: readonly string[],
): Promise<Outcomes<TopicDescription>> {
  return requests.settle<TopicDescription>(
    topics,
    async (names, report) => {
      const found = await describeInPages(requests, names, report).catch((error: unknown) => {
        if (isUnsupported(error)) return describeAtOnce(requests, names);
        throw error;
      });
      reportTopics(found, report);
    },
    {
      action: (name) => `Describe topic ${name}`,
      isFinal: (error) => error.is('UNKNOWN_TOPIC_OR_PARTITION'),
    },
  );
}

function reportTopics(topics: readonly TopicDescription[], report: AttemptReport<TopicDescription>): void {
  for (const topic of topics) {
    const { name, errorCode: code } = topic;
    const action = `Describe topic ${name}`;
    report.settle(name, code === errorCodes.NONE ? topic : refusal({ code, action, topic: name }));
  }
}

async function describeAtOnce(
  requests: AdminRequests,
  names: readonly string[],
): Promise<TopicDescription[]> {
  const { topics } = await requests.metadata(names);
  return topics.map((topic) => {
    const plain = topicMetadata(topic);
    const offline = new Map(topic.partitions.map((one) => [one.partitionIndex, one.offlineReplicas]));
    return {
      ...plain,
      partitions: plain.partitions.map((one) => ({
        ...one,
        offlineReplicas: offline.get(one.partition) ?? [],
        eligibleLeaderReplicas: null,
      })),
      authorizedOperations: allowedOperations(topic.topicAuthorizedOperations),
    };
  });
}
