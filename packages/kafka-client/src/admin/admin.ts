import {
  createTopicsApi,
  deleteTopicsApi,
  describeConfigsApi,
  errorCodes,
  metadataApi,
  zeroUuid,
  type RequestInputOf,
} from '@sluice/kafka-protocol';
import { silentLog, type ClientLog } from '../client-log.ts';
import { Cluster } from '../cluster/cluster.ts';
import { listOffsets, type OffsetPlace } from '../cluster/list-offsets.ts';
import { topicMetadata, type MetadataResponse, type TopicMetadata } from '../cluster/topic-metadata.ts';
import type { ClientApi } from '../connection/broker-connection.ts';
import type { Versioned } from '../connection/broker-link.ts';
import { refusal } from '../errors/refusal.ts';
import type { AdminSettings } from '../settings/admin-settings.ts';
import { retry } from '../timing/retry.ts';
import { partitionKey, type TopicPartition } from '../topic-partition.ts';

export interface AdminOptions {
  readonly log?: ClientLog;
}

export interface NewTopic {
  readonly name: string;
  /** -1 (default) is the broker's default. */
  readonly partitions?: number;
  /** -1 (default) is the broker's default. */
  readonly replicationFactor?: number;
  readonly configs?: Readonly<Record<string, string>>;
}

export interface ClusterDescription {
  /** `null` when the cluster has none. */
  readonly clusterId: string | null;
  readonly controllerId: number;
  readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[];
}

const topicResource = 2;

/** Asks about a cluster and changes it. Every call tries again while that may help, at most `default.api.timeout.ms`. */
export class Admin {
  readonly #settings: AdminSettings;
  readonly #cluster: Cluster;

  constructor(settings: AdminSettings, { log = silentLog }: AdminOptions = {}) {
    this.#settings = settings;
    this.#cluster = new Cluster({ settings, log, allowAutoTopicCreation: false });
  }

  async describeCluster(): Promise<ClusterDescription> {
    const { clusterId, controllerId, brokers } = await this.#metadata([]);
    return {
      clusterId,
      controllerId,
      brokers: brokers.map(({ nodeId, host, port }) => ({ nodeId, host, port })),
    };
  }

  /** Names in order, internal topics left out. */
  async listTopics(): Promise<readonly string[]> {
    const { topics } = await this.#metadata(null);
    const visible = topics.map(topicMetadata).filter(({ isInternal }) => !isInternal);
    return visible.map(({ name }) => name).sort();
  }

  /** @throws KafkaError `UNKNOWN_TOPIC_OR_PARTITION`, at once, when there is none. */
  async describeTopic(topic: string): Promise<TopicMetadata> {
    const { topics } = await this.#metadata([topic]);
    const [metadata] = topics.map(topicMetadata);
    const code = metadata?.errorCode ?? errorCodes.UNKNOWN_TOPIC_OR_PARTITION;
    if (metadata !== undefined && code === errorCodes.NONE) return metadata;
    throw refusal({ code, action: `Describe topic ${topic}`, topic });
  }

  /** @throws KafkaError for example `TOPIC_ALREADY_EXISTS`. */
  async createTopic({
    name,
    partitions = -1,
    replicationFactor = -1,
    configs = {},
  }: NewTopic): Promise<void> {
    const topic = {
      name,
      numPartitions: partitions,
      replicationFactor,
      assignments: [],
      configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
    };
    const body = { topics: [topic], timeoutMs: this.#settings['request.timeout.ms'] };
    const answer = await this.#askController(createTopicsApi, body, ({ topics }) => topics[0]);
    throwRefusal(answer, `Create topic ${name}`, name);
  }

  /** @throws KafkaError for example `UNKNOWN_TOPIC_OR_PARTITION`. */
  async deleteTopic(topic: string): Promise<void> {
    const timeoutMs = this.#settings['request.timeout.ms'];
    const body = (version: number): RequestInputOf<typeof deleteTopicsApi> =>
      version < 6
        ? { topicNames: [topic], timeoutMs }
        : { topics: [{ name: topic, topicId: zeroUuid }], timeoutMs };
    const answer = await this.#askController(deleteTopicsApi, body, ({ responses }) => responses[0]);
    throwRefusal(answer, `Delete topic ${topic}`, topic);
  }

  /** The offsets in the order of the partitions; `null` where no record is as young as the time asked for. */
  async listOffsets(
    partitions: readonly TopicPartition[],
    at: OffsetPlace,
  ): Promise<readonly (number | null)[]> {
    const queries = partitions.map(({ topic, partition }) => ({ topic, partition, at }));
    return await this.#retry(async () => {
      this.#cluster.trackOnly(partitions.map(({ topic }) => topic));
      await this.#cluster.refresh();
      const { offsets, failures } = await listOffsets(this.#cluster, queries);
      const [failure] = failures.values();
      if (failure !== undefined) throw failure;
      return partitions.map(({ topic, partition }) => offsets.get(partitionKey(topic, partition)) ?? null);
    });
  }

  /** The settings of a topic, defaults included; `null` for secrets. */
  async describeTopicConfigs(topic: string): Promise<ReadonlyMap<string, string | null>> {
    const resources = [{ resourceType: topicResource, resourceName: topic, configurationKeys: null }];
    return await this.#retry(async () => {
      const { results } = await this.#cluster.links.requestAny(describeConfigsApi, { resources });
      throwRefusal(results[0], `Describe the configuration of topic ${topic}`, topic);
      return new Map((results[0]?.configs ?? []).map(({ name, value }) => [name, value]));
    });
  }

  /** Ends all connections; calls under way fail. */
  close(): Promise<void> {
    this.#cluster.close();
    return Promise.resolve();
  }

  #metadata(topics: readonly string[] | null): Promise<MetadataResponse> {
    const body = {
      topics: topics === null ? null : topics.map((name) => ({ name })),
      allowAutoTopicCreation: false,
    };
    return this.#retry(() => this.#cluster.links.requestAny(metadataApi, body));
  }

  // Any broker passes the request on (KIP-590); only clusters with ZooKeeper insist on the controller.
  async #askController<In, Out>(
    api: ClientApi<In, Out>,
    body: Versioned<In>,
    answerIn: (response: Out) => Answer | undefined,
  ): Promise<Answer | undefined> {
    return await this.#retry(async () => {
      const { controllerId, brokers } = await this.#cluster.links.requestAny(metadataApi, { topics: [] });
      this.#cluster.links.learn(brokers);
      const link = this.#cluster.links.link(controllerId);
      const response = await (link?.request(api, body) ?? this.#cluster.links.requestAny(api, body));
      const answer = answerIn(response);
      if (answer?.errorCode !== errorCodes.NOT_CONTROLLER) return answer;
      throw refusal({ code: answer.errorCode, action: api.name });
    });
  }

  #retry<T>(attempt: () => Promise<T>): Promise<T> {
    return retry(attempt, {
      timeoutMs: this.#settings['default.api.timeout.ms'],
      backoff: this.#cluster.retryBackoff,
      signal: this.#cluster.closeSignal,
    });
  }
}

interface Answer {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

function throwRefusal(answer: Answer | undefined, action: string, topic: string): void {
  const code = answer?.errorCode ?? errorCodes.UNKNOWN_SERVER_ERROR;
  if (code === errorCodes.NONE) return;
  throw refusal({ code, action, detail: answer?.errorMessage ?? null, topic });
}
