import type { NewTopic, TopicDescription } from '@sluice/kafka-client';
import type { TopicAdmin } from '../src/dead-letters/topic-admin.ts';

/** An error as brokers name it. */
export function kafkaError(errorName: string, message = errorName): Error {
  return Object.assign(new Error(message), { errorName, retriable: false });
}

/** Topics that are nowhere but here. */
export class InMemoryAdmin implements TopicAdmin {
  readonly created: NewTopic[] = [];
  /** What is refused next, by the name of the call. */
  readonly errors: { describe?: Error; create?: Error } = {};
  isClosed = false;
  readonly #topics: Set<string>;

  constructor(topics: readonly string[] = []) {
    this.#topics = new Set(topics);
  }

  describeTopic(topic: string): Promise<TopicDescription> {
    if (this.errors.describe !== undefined) return Promise.reject(this.errors.describe);
    if (!this.#topics.has(topic)) return Promise.reject(kafkaError('UNKNOWN_TOPIC_OR_PARTITION'));
    return Promise.resolve({ name: topic } as TopicDescription);
  }

  createTopic(topic: NewTopic): Promise<void> {
    if (this.errors.create !== undefined) return Promise.reject(this.errors.create);
    this.created.push(topic);
    this.#topics.add(topic.name);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}
