import {
  describeTopicPartitionsApi,
  errorCodes,
  type RequestInputOf,
  type ResponseOf,
} from '@sluice/kafka-protocol';
import type { Answer } from '../../cluster/broker-links.ts';
import { KafkaError } from '../../errors/kafka-error.ts';
import { topicMetadata } from '../../cluster/topic-metadata.ts';
import { allowedOperations } from '../names/operations.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';
import type { TopicDescription } from './describe-topics.ts';

type Response = ResponseOf<typeof describeTopicPartitionsApi>;
type TopicPage = Response['topics'][number];
type Cursor = NonNullable<Response['nextCursor']>;

// As large as Kafka's own clients ask for; brokers may give less.
const partitionsPerPage = 2000;

/** Rejects with `UNSUPPORTED_VERSION` where the broker has no pages. */
export async function describeInPages(
  requests: AdminRequests,
  names: readonly string[],
  asking: { readonly isAbandoned: boolean },
): Promise<TopicDescription[]> {
  const topics = new Map<string, TopicDescription>();
  let cursor: Cursor | null = null;
  do {
    const body = pageBody(names, cursor);
    const answer: Answer<Response> = await requests.ask(null, describeTopicPartitionsApi, body);
    const { response: page, broker } = answer;
    for (const topic of page.topics) addPage(topics, describePage(topic));
    if (page.nextCursor !== null && cursor !== null) checkProgress(cursor, page.nextCursor, broker);
    cursor = page.nextCursor;
  } while (cursor !== null && !asking.isAbandoned);
  return [...topics.values()];
}

function pageBody(
  names: readonly string[],
  cursor: Cursor | null,
): RequestInputOf<typeof describeTopicPartitionsApi> {
  return {
    topics: names.map((name) => ({ name })),
    responsePartitionLimit: partitionsPerPage,
    cursor,
  };
}

function describePage({ topicAuthorizedOperations, ...topic }: TopicPage): TopicDescription {
  const details = new Map(topic.partitions.map((one) => [one.partitionIndex, one]));
  const plain = topicMetadata({ ...topic, topicAuthorizedOperations });
  return {
    ...plain,
    partitions: plain.partitions.map((one) => ({
      ...one,
      offlineReplicas: details.get(one.partition)?.offlineReplicas ?? [],
      eligibleLeaderReplicas: details.get(one.partition)?.eligibleLeaderReplicas ?? null,
    })),
    authorizedOperations: allowedOperations(topicAuthorizedOperations),
  };
}

/** A topic of many partitions goes on in the next page. */
function addPage(topics: Map<string, TopicDescription>, page: TopicDescription): void {
  const before = topics.get(page.name);
  const isMore = before !== undefined && before.errorCode === errorCodes.NONE;
  topics.set(page.name, isMore ? { ...page, partitions: [...before.partitions, ...page.partitions] } : page);
}

/** A broker that gives the same page again and again must not hold the client for ever. */
function checkProgress(before: Cursor, next: Cursor, broker: string): void {
  const isFurther =
    next.topicName === before.topicName
      ? next.partitionIndex > before.partitionIndex
      : next.topicName > before.topicName;
  if (isFurther) return;
  const place = `${next.topicName}-${next.partitionIndex}`;
  const message = `Kafka at ${broker}: DescribeTopicPartitions goes back to ${place}`;
  throw new KafkaError('UNKNOWN_SERVER_ERROR', message, { broker });
}
