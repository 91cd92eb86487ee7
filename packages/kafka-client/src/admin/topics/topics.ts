import { deleteTopicsApi, zeroUuid, type RequestInputOf, type ResponseOf } from '@sluice/kafka-protocol';
import type { TopicPartition } from '../../topic-partition.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';
import { controllerRoute } from '../requests/broker-routes.ts';
import type { BulkCall } from '../requests/bulk-call.ts';
import type { Outcomes, PartitionOutcome } from '../requests/outcome.ts';
import type { ValidateOptions } from '../requests/validate-options.ts';
import { addPartitions, type NewPartitions } from './add-partitions.ts';
import { createTopics, type CreatedTopic, type NewTopic } from './create-topics.ts';
import { describeTopics, type TopicDescription } from './describe-topics.ts';
import { electLeaders, type Election, type ElectionResult } from './elect-leaders.ts';
import { idOrNone } from './topic-id.ts';

export interface ListedTopic {
  readonly name: string;
  /** `null` where the broker is too old to tell (before 2.8). */
  readonly topicId: string | null;
  readonly isInternal: boolean;
}

/** The topics of a cluster. */
export class TopicAdmin {
  readonly #requests: AdminRequests;

  constructor(requests: AdminRequests) {
    this.#requests = requests;
  }

  /** By name, internal ones included. */
  async list(): Promise<readonly ListedTopic[]> {
    const { topics } = await this.#requests.retry('List topics', () => this.#requests.metadata(null));
    return topics
      .map(({ name, topicId, isInternal }) => ({ name: name ?? '', topicId: idOrNone(topicId), isInternal }))
      .sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  /** A topic that does not exist is `UNKNOWN_TOPIC_OR_PARTITION` at once. */
  describe(topics: readonly string[]): Promise<Outcomes<TopicDescription>> {
    return describeTopics(this.#requests, topics);
  }

  /** @throws KafkaError `INVALID_REQUEST` where a topic is named twice. */
  create(topics: readonly NewTopic[], options: ValidateOptions = {}): Promise<Outcomes<CreatedTopic>> {
    return createTopics(this.#requests, topics, options);
  }

  delete(topics: readonly string[]): Promise<Outcomes<null>> {
    return this.#requests.run(topics, deleteCall(this.#requests.requestTimeoutMs), {
      route: controllerRoute(this.#requests),
    });
  }

  /** Gives topics more partitions. @throws KafkaError `INVALID_REQUEST` where a topic is named twice. */
  addPartitions(topics: readonly NewPartitions[], options: ValidateOptions = {}): Promise<Outcomes<null>> {
    return addPartitions(this.#requests, topics, options);
  }

  /** Has partitions elect their preferred leader, or any that lives where records may be lost. */
  electLeaders(
    partitions: readonly TopicPartition[],
    election: Election,
  ): Promise<readonly PartitionOutcome<ElectionResult>[]> {
    return electLeaders(this.#requests, partitions, election);
  }
}

type DeleteCall = BulkCall<RequestInputOf<typeof deleteTopicsApi>, ResponseOf<typeof deleteTopicsApi>, null>;

function deleteCall(timeoutMs: number): DeleteCall {
  return {
    api: deleteTopicsApi,
    body: (names) => (version) =>
      version < 6
        ? { topicNames: names, timeoutMs }
        : { topics: names.map((name) => ({ name, topicId: zeroUuid })), timeoutMs },
    answers: ({ responses }) =>
      responses.map(({ name, errorCode, errorMessage }) => ({
        key: name ?? '',
        errorCode,
        errorMessage,
        value: null,
      })),
    action: (name) => `Delete topic ${name}`,
    place: (name) => ({ topic: name }),
  };
}
