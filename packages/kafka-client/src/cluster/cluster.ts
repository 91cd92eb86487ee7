import { errorCodes, isRetriable, metadataApi } from '@sluice/kafka-protocol';
import { silentLog, type ClientLog } from '../client-log.ts';
import { channelSecurity } from '../connection/channel-security.ts';
import { connectionMetrics, type ConnectionMetrics } from '../connection/connection-metrics.ts';
import { KafkaError } from '../errors/kafka-error.ts';
import { refusal } from '../errors/refusal.ts';
import type { Metric } from '../metrics/metric.ts';
import type { ClientSettings } from '../settings/client-settings.ts';
import { backoffMs, type BackoffOptions } from '../timing/backoff.ts';
import { delay, timerMs } from '../timing/delay.ts';
import type { TopicPartition } from '../topic-partition.ts';
import { BrokerLinks, type BrokerEndpoint } from './broker-links.ts';
import {
  mergeTopic,
  topicMetadata,
  withLeader,
  type Leader,
  type MetadataResponse,
  type TopicMetadata,
} from './topic-metadata.ts';

export interface ClusterOptions {
  readonly settings: ClientSettings;
  readonly log?: ClientLog | undefined;
  /** Of the figures of its connections, for example `producer-metrics`. */
  readonly metricGroup: string;
  /** Whether asking for a topic that does not exist may create it. */
  readonly allowAutoTopicCreation: boolean;
}

/** What one client knows of a cluster: its brokers, and the leaders of the topics it uses. */
export class Cluster {
  readonly links: BrokerLinks;
  readonly retryBackoff: BackoffOptions;
  readonly #options: ClusterOptions;
  readonly #log: ClientLog;
  readonly #closing = new AbortController();
  readonly #topics = new Map<string, TopicMetadata>();
  /** Topics that were looked up and are not tracked. */
  readonly #visited = new Map<string, TopicMetadata>();
  readonly #racks = new Map<number, string | null>();
  /** The topics every refresh asks for; `null` is all topics of the cluster. */
  #tracked: Set<string> | null = new Set();
  #current: Promise<void> | null = null;
  #next: Promise<void> | null = null;
  #isRepairing = false;
  #refreshedAtMs = Number.NEGATIVE_INFINITY;
  #ageTimer: NodeJS.Timeout | undefined;
  /** When refreshes began to fail; `null` while they succeed. */
  #failingSinceMs: number | null = null;
  #failure: KafkaError | null = null;
  readonly #metrics: ConnectionMetrics;
  /** Called when a refresh failed for a reason that stays. */
  onFailed: () => void = () => undefined;
  /** Called after every refresh. */
  onRefreshed: () => void = () => undefined;

  /** @throws SettingsError when the settings of TLS or SASL cannot be used. */
  constructor(options: ClusterOptions) {
    const { settings, log = silentLog, metricGroup } = options;
    this.#options = options;
    this.#log = log;
    this.#metrics = connectionMetrics(metricGroup);
    const security = channelSecurity(settings);
    this.links = new BrokerLinks({ settings, security, metrics: this.#metrics });
    this.links.onDisconnected = () => this.markStale();
    this.retryBackoff = { initialMs: settings['retry.backoff.ms'], maxMs: settings['retry.backoff.max.ms'] };
  }

  /** Aborted by `close`. */
  get closeSignal(): AbortSignal {
    return this.#closing.signal;
  }

  /** The figures of all its connections. */
  metrics(): Metric[] {
    return this.#metrics.metrics();
  }

  /** As of the last refresh or look-up; `undefined` for topics that were not asked for yet. */
  topic(name: string): TopicMetadata | undefined {
    return this.#topics.get(name) ?? this.#visited.get(name);
  }

  /** Those that are tracked. */
  topics(): Iterable<TopicMetadata> {
    return this.#topics.values();
  }

  /** `null` when there is none now, or none is known. */
  leaderOf(topic: string, partition: number): Leader | null {
    const metadata = this.topic(topic)?.partitions[partition];
    if (metadata === undefined || metadata.leader < 0) return null;
    return { nodeId: metadata.leader, epoch: metadata.leaderEpoch };
  }

  /**
   * Takes over a leader that a response names (KIP-951) if it is newer than the one that is known, and can be reached.
   * Returns whether it did.
   */
  learnLeader(
    { topic, partition }: TopicPartition,
    leader: Leader,
    endpoints: readonly BrokerEndpoint[] = [],
  ): boolean {
    const known = this.#topics.get(topic);
    const before = known?.partitions[partition];
    if (known === undefined || before === undefined || leader.epoch <= before.leaderEpoch) return false;
    this.links.learn(endpoints.filter(({ nodeId }) => nodeId === leader.nodeId));
    if (!this.links.isKnown(leader.nodeId)) return false;
    this.#topics.set(topic, withLeader(known, partition, leader));
    return true;
  }

  /** Asks for topics once, tracked or not; `null` is all topics of the cluster. Those named are known from then on. */
  async lookUp(names: readonly string[] | null): Promise<readonly TopicMetadata[]> {
    const response = await this.#ask(names);
    this.links.learn(response.brokers);
    const told = response.topics.map(topicMetadata);
    for (const topic of names === null ? [] : told) {
      const known = this.#topics.has(topic.name) ? this.#topics : this.#visited;
      known.set(topic.name, mergeTopic(known.get(topic.name), topic));
    }
    return told;
  }

  /** Where a broker stands; `null` when it does not say. */
  rackOf(nodeId: number): string | null {
    return this.#racks.get(nodeId) ?? null;
  }

  /** Why the last refresh failed, when waiting does not help against that: told once, by whoever asks first. */
  takeFailure(): KafkaError | null {
    const failure = this.#failure;
    this.#failure = null;
    return failure;
  }

  /** Includes a topic in every refresh from now on. */
  track(topic: string): void {
    this.#tracked?.add(topic);
  }

  /** Leaves a topic out of every refresh from now on, and forgets it. */
  untrack(topic: string): void {
    this.#tracked?.delete(topic);
    this.#topics.delete(topic);
  }

  /** Replaces what every refresh asks for; `null` is all topics of the cluster. */
  trackOnly(topics: Iterable<string> | null): void {
    this.#tracked = topics === null ? null : new Set(topics);
    for (const name of this.#topics.keys()) {
      if (this.#tracked?.has(name) === false) this.#topics.delete(name);
    }
  }

  /** Asks for the tracked topics. Resolves when a refresh that began after this call is done. */
  refresh(): Promise<void> {
    this.#next ??= this.#afterCurrent();
    return this.#next;
  }

  /** Has everything asked for again in the background: soon, but not more often than the retry back-off allows. */
  markStale(): void {
    if (this.#isRepairing || this.closeSignal.aborted) return;
    this.#isRepairing = true;
    void this.#repair();
  }

  close(): void {
    clearTimeout(this.#ageTimer);
    this.#closing.abort();
    this.links.close();
  }

  async #afterCurrent(): Promise<void> {
    await this.#current?.catch(() => undefined);
    this.#current = this.#next;
    this.#next = null;
    await this.#load();
  }

  async #repair(): Promise<void> {
    for (let failures = 1; !this.closeSignal.aborted; failures += 1) {
      const pauseMs = backoffMs(failures, this.retryBackoff);
      await delay(this.#refreshedAtMs + pauseMs - performance.now(), this.closeSignal);
      try {
        await this.refresh();
        if (this.#isComplete()) break;
      } catch (error) {
        if (failures === 1) this.#log.warn({ err: error }, 'Kafka does not answer; trying again');
        this.#refreshedAtMs = performance.now();
      }
    }
    this.#isRepairing = false;
  }

  /** Whether there is nothing that is worth asking for again soon. */
  #isComplete(): boolean {
    for (const { errorCode, partitions } of this.#topics.values()) {
      if (isRetriable(errorCode) || partitions.some(({ leader }) => leader < 0)) return false;
    }
    return true;
  }

  async #load(): Promise<void> {
    const tracked = this.#tracked;
    try {
      this.#apply(await this.#ask(tracked), tracked);
    } catch (error) {
      this.#startOverInTime();
      this.#noteFailure(error);
      throw error;
    }
    this.#failingSinceMs = null;
    this.#failure = null;
    this.#refreshedAtMs = performance.now();
    clearTimeout(this.#ageTimer);
    const maxAgeMs = this.#options.settings['metadata.max.age.ms'];
    this.#ageTimer = setTimeout(() => this.markStale(), timerMs(maxAgeMs)).unref();
    if (this.closeSignal.aborted) clearTimeout(this.#ageTimer);
    else this.onRefreshed();
  }

  async #ask(names: Iterable<string> | null): Promise<MetadataResponse> {
    const { allowAutoTopicCreation } = this.#options;
    const topics = names === null ? null : [...names].map((name) => ({ name }));
    const body = { topics, allowAutoTopicCreation };
    const { response, broker } = await this.links.askAny(metadataApi, body);
    if (response.errorCode === errorCodes.NONE) return response;
    if (response.errorCode !== errorCodes.REBOOTSTRAP_REQUIRED) {
      throw refusal({ code: response.errorCode, action: 'Metadata', broker });
    }
    this.links.retain(new Set());
    const message = `Kafka at ${broker} asks this client to begin anew with bootstrap.servers`;
    throw new KafkaError('NETWORK_EXCEPTION', message, { broker });
  }

  #noteFailure(error: unknown): void {
    if (!(error instanceof KafkaError) || error.retriable) return;
    this.#failure = error;
    this.onFailed();
  }

  /** Brokers that answer nothing useful for long may be those of another cluster by now (KIP-1102). */
  #startOverInTime(): void {
    const { settings } = this.#options;
    this.#failingSinceMs ??= performance.now();
    const isOver =
      performance.now() - this.#failingSinceMs >= settings['metadata.recovery.rebootstrap.trigger.ms'];
    if (!isOver || settings['metadata.recovery.strategy'] === 'none') return;
    this.links.retain(new Set());
    this.#failingSinceMs = null;
  }

  #apply({ brokers, topics }: MetadataResponse, tracked: ReadonlySet<string> | null): void {
    this.links.learn(brokers);
    for (const { nodeId, rack } of brokers) this.#racks.set(nodeId, rack);
    // A broker that is being started knows nobody yet.
    if (brokers.length > 0) this.links.retain(new Set(brokers.map(({ nodeId }) => nodeId)));
    const told = new Map(topics.map(topicMetadata).map((topic) => [topic.name, topic]));
    for (const [name, topic] of told) {
      this.#topics.set(name, mergeTopic(this.#topics.get(name), topic));
      this.#visited.delete(name);
    }
    if (tracked !== null) return;
    for (const name of this.#topics.keys()) if (!told.has(name)) this.#topics.delete(name);
  }
}
