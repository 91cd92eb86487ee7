import { metadataApi } from '@sluice/kafka-protocol';
import type { Cluster } from '../../cluster/cluster.ts';
import type { TopicPartition } from '../../topic-partition.ts';
import type { TopicIdPartitions } from './target.ts';

export type TopicNamesCluster = Pick<Cluster, 'topics'> & {
  readonly links: Pick<Cluster['links'], 'requestAny'>;
};

export interface NamedPartitions {
  readonly partitions: readonly TopicPartition[];
  /** Those of the partitions asked for whose topics have a name. */
  readonly named: TopicIdPartitions;
}

/** Finds the names of topics of which the coordinator tells only the ids. */
export class TopicNames {
  readonly #cluster: TopicNamesCluster;
  #names = new Map<string, string>();

  constructor(cluster: TopicNamesCluster) {
    this.#cluster = cluster;
  }

  /**
   * Asks brokers, if it may, for names that are not known. A topic that was deleted has no name any more, and a new one may not have reached every broker yet. Rejects with a
   * KafkaError when no broker answers.
   */
  async resolve(wanted: TopicIdPartitions, mayAsk: boolean): Promise<NamedPartitions> {
    const known = new Map([...this.#cluster.topics()].map(({ topicId, name }) => [topicId, name]));
    this.#names = new Map(
      [...wanted.keys()].flatMap((id) => entryOf(id, this.#names.get(id) ?? known.get(id))),
    );
    const unknown = [...wanted.keys()].filter((id) => !this.#names.has(id));
    if (mayAsk && unknown.length > 0) await this.#ask(unknown);
    const named = new Map([...wanted].filter(([id]) => this.#names.has(id)));
    const partitions = [...named].flatMap(([id, numbers]) =>
      numbers.map((partition) => ({ topic: this.#names.get(id) ?? '', partition })),
    );
    return { partitions, named };
  }

  async #ask(topicIds: readonly string[]): Promise<void> {
    const topics = topicIds.map((topicId) => ({ topicId, name: null }));
    const response = await this.#cluster.links.requestAny(metadataApi, {
      topics,
      allowAutoTopicCreation: false,
    });
    for (const { topicId, name, errorCode } of response.topics)
      if (errorCode === 0 && name !== null) this.#names.set(topicId, name);
  }
}

function entryOf(id: string, name: string | undefined): [string, string][] {
  return name === undefined ? [] : [[id, name]];
}
