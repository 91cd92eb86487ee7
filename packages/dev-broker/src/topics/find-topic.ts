import { RequestError } from '../requests/request-error.ts';
import type { TopicRegistry } from './topic-registry.ts';
import type { Topic } from './topic.ts';

/** How a request names a topic: by its id or, before there were ids, by its name. */
export interface TopicReference {
  readonly name: string;
  readonly id: string;
  readonly byId: boolean;
}

/** Throws RequestError where there is no such topic. */
export function requireTopic(topics: TopicRegistry, { name, id, byId }: TopicReference): Topic {
  const topic = byId ? topics.findById(id) : topics.findByName(name);
  if (topic !== undefined) return topic;
  throw byId
    ? new RequestError('UNKNOWN_TOPIC_ID', 'This server does not host this topic ID.')
    : new RequestError('UNKNOWN_TOPIC_OR_PARTITION', 'This server does not host this topic-partition.');
}

/** Throws RequestError where the topic has no such partition. */
export function requirePartition(topic: Topic, partition: number): void {
  if (topic.hasPartition(partition)) return;
  throw new RequestError('UNKNOWN_TOPIC_OR_PARTITION', 'This server does not host this topic-partition.');
}
