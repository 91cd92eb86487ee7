import { silentLog, type ClientLog } from '../client-log.ts';
import { Cluster } from '../cluster/cluster.ts';
import type { IsolationLevel, OffsetPlace } from '../cluster/list-offsets.ts';
import { KafkaError } from '../errors/kafka-error.ts';
import type { Metric } from '../metrics/metric.ts';
import type { AdminSettings } from '../settings/admin-settings.ts';
import type { TopicPartition } from '../topic-partition.ts';
import {
  describeCluster,
  type ClusterDescription,
  type DescribeClusterOptions,
} from './cluster/describe-cluster.ts';
import { ConfigAdmin } from './configs/configs.ts';
import { GroupAdmin } from './groups/groups.ts';
import { PartitionAdmin } from './partitions/partitions.ts';
import { AdminRequests } from './requests/admin-requests.ts';
import { resultOf } from './requests/outcome.ts';
import { AclAdmin } from './security/acls.ts';
import { ScramUserAdmin } from './security/scram-users.ts';
import type { NewTopic } from './topics/create-topics.ts';
import type { TopicDescription } from './topics/describe-topics.ts';
import { TopicAdmin } from './topics/topics.ts';
import { TransactionAdmin } from './transactions/transactions.ts';

export interface AdminOptions {
  readonly log?: ClientLog;
}

/**
 * Asks about a cluster and changes it. Every call tries again while that may help, and is over within
 * `default.api.timeout.ms`. A call about many things gives for each its result or a KafkaError.
 */
export class Admin {
  readonly topics: TopicAdmin;
  readonly partitions: PartitionAdmin;
  readonly configs: ConfigAdmin;
  readonly groups: GroupAdmin;
  readonly transactions: TransactionAdmin;
  readonly acls: AclAdmin;
  readonly scramUsers: ScramUserAdmin;
  readonly #cluster: Cluster;
  readonly #requests: AdminRequests;

  constructor(settings: AdminSettings, { log = silentLog }: AdminOptions = {}) {
    this.#cluster = new Cluster({
      settings,
      log,
      metricGroup: 'admin-client-metrics',
      allowAutoTopicCreation: false,
    });
    this.#requests = new AdminRequests(settings, this.#cluster);
    this.topics = new TopicAdmin(this.#requests);
    this.partitions = new PartitionAdmin(this.#requests);
    this.configs = new ConfigAdmin(this.#requests);
    this.groups = new GroupAdmin(this.#requests);
    this.transactions = new TransactionAdmin(this.#requests);
    this.acls = new AclAdmin(this.#requests);
    this.scramUsers = new ScramUserAdmin(this.#requests);
  }

  describeCluster(options: DescribeClusterOptions = {}): Promise<ClusterDescription> {
    return describeCluster(this.#requests, options);
  }

  /** Names in order, internal topics left out. */
  async listTopics(): Promise<readonly string[]> {
    const topics = await this.topics.list();
    return topics.filter(({ isInternal }) => !isInternal).map(({ name }) => name);
  }

  /** @throws KafkaError `UNKNOWN_TOPIC_OR_PARTITION`, at once, when there is none. */
  async describeTopic(topic: string): Promise<TopicDescription> {
    return resultOf(await this.topics.describe([topic]), topic);
  }

  /** @throws KafkaError for example `TOPIC_ALREADY_EXISTS`. */
  async createTopic(topic: NewTopic): Promise<void> {
    resultOf(await this.topics.create([topic]), topic.name);
  }

  /** @throws KafkaError for example `UNKNOWN_TOPIC_OR_PARTITION`. */
  async deleteTopic(topic: string): Promise<void> {
    resultOf(await this.topics.delete([topic]), topic);
  }

  /**
   * The offsets in the order of the partitions; `null` where no record is as young as the time asked for. With
   * `read_committed` a partition ends before the first open transaction.
   * @throws KafkaError where that of any partition cannot be found.
   */
  async listOffsets(
    partitions: readonly TopicPartition[],
    at: OffsetPlace,
    isolation: IsolationLevel = 'read_uncommitted',
  ): Promise<readonly (number | null)[]> {
    const queries = partitions.map(({ topic, partition }) => ({ topic, partition, at }));
    const outcomes = await this.partitions.findOffsets(queries, isolation);
    return outcomes.map(({ result }) => {
      if (result instanceof KafkaError) throw result;
      return result.offset;
    });
  }

  /** The settings of a topic, defaults included; `null` for secrets. @throws KafkaError */
  async describeTopicConfigs(topic: string): Promise<ReadonlyMap<string, string | null>> {
    const [outcome] = await this.configs.describe([{ type: 'TOPIC', name: topic }]);
    const configs = outcome?.result ?? new Map<string, never>();
    if (configs instanceof KafkaError) throw configs;
    return new Map([...configs.values()].map(({ name, value }) => [name, value]));
  }

  /** The figures it keeps of itself, by Kafka's names. */
  metrics(): readonly Metric[] {
    return this.#cluster.metrics();
  }

  /** Ends all connections; calls under way fail. */
  close(): Promise<void> {
    this.#cluster.close();
    return Promise.resolve();
  }
}
