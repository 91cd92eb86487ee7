import { fetchApi, zeroUuid } from '@sluice/kafka-protocol';
import type { Cluster } from '../cluster/cluster.ts';
import type { ReadyConnection } from '../connection/open-connection.ts';
import { KafkaError } from '../errors/kafka-error.ts';
import { refusal } from '../errors/refusal.ts';
import type { ConsumerSettings } from '../settings/consumer-settings.ts';
import type { FetchAnswer } from './answers/fetch-answers.ts';
import {
  fetchRequest,
  lastVersionWithNames,
  resultsIn,
  type FetchResponse,
} from './session/fetch-request.ts';
import { FetchSession, type SessionRequest, type WantedPartition } from './session/fetch-session.ts';
import type { FetchTicket, PartitionState } from './state/partition-state.ts';

export interface BrokerFetchParts {
  readonly nodeId: number;
  readonly cluster: Cluster;
  readonly settings: ConsumerSettings;
}

/** What is asked of a broker at once. */
export interface FetchOrder {
  /** Those that are still wanted when there is a connection are asked for. */
  readonly states: readonly PartitionState[];
  readonly maxBytes: number;
  readonly isWanted: (state: PartitionState) => boolean;
}

export interface BrokerAnswer extends FetchAnswer {
  readonly latencyMs: number;
  readonly throttleMs: number;
}

const firstVersionWithLastEpoch = 12;

/** Fetches from one broker, with one request at a time. */
export class BrokerFetch {
  readonly #parts: BrokerFetchParts;
  readonly #session = new FetchSession();
  #underWay: Promise<unknown> | null = null;
  /** By the monotonic clock: the broker wants no request before (KIP-219). */
  #notBeforeMs = 0;

  constructor(parts: BrokerFetchParts) {
    this.#parts = parts;
  }

  get isBusy(): boolean {
    return this.#underWay !== null;
  }

  get notBeforeMs(): number {
    return this.#notBeforeMs;
  }

  /** `null` when there is nothing to ask for any more, or the broker wants to be asked anew. Rejects with a KafkaError. */
  async fetch(order: FetchOrder): Promise<BrokerAnswer | null> {
    const underWay = this.#fetch(order);
    this.#underWay = underWay;
    try {
      return await underWay;
    } finally {
      this.#underWay = null;
    }
  }

  /** Ends the session when the last request is answered, if the broker can still be reached. Never rejects. */
  async close(): Promise<void> {
    await this.#underWay?.catch(() => undefined);
    const ready = this.#parts.cluster.links.link(this.#parts.nodeId)?.open;
    const request = this.#session.closing();
    if (ready && request !== null) await this.#send(ready, request, 0).catch(() => undefined);
  }

  async #fetch({ states, maxBytes, isWanted }: FetchOrder): Promise<BrokerAnswer | null> {
    const { cluster, nodeId } = this.#parts;
    const link = cluster.links.link(nodeId);
    if (link === undefined)
      throw new KafkaError('LEADER_NOT_AVAILABLE', `The address of node ${nodeId} is not known`);
    const ready = await link.connect();
    const tickets = states.filter(isWanted).map((state) => state.ticket());
    if (tickets.length === 0) return null;
    const beganMs = performance.now();
    const response = await this.#request(ready, tickets, maxBytes);
    const nowMs = performance.now();
    this.#notBeforeMs = nowMs + Math.min(response.throttleTimeMs, this.#parts.settings['request.timeout.ms']);
    return this.#judge(response, { tickets, broker: ready.connection.broker, latencyMs: nowMs - beganMs });
  }

  async #request(
    ready: ReadyConnection,
    tickets: readonly FetchTicket[],
    maxBytes: number,
  ): Promise<FetchResponse> {
    const version = ready.versions.versionOf(fetchApi);
    const wanted = tickets.map(({ state }) => this.#wanted(state, version));
    const request = this.#session.next(wanted, { knowsTopicIds: version > lastVersionWithNames });
    try {
      return await this.#send(ready, request, maxBytes);
    } catch (error) {
      this.#session.lost();
      throw error;
    }
  }

  async #send(
    { connection, versions }: ReadyConnection,
    request: SessionRequest,
    maxBytes: number,
  ): Promise<FetchResponse> {
    const { settings } = this.#parts;
    const newest = versions.versionOf(fetchApi);
    const version = request.usesTopicIds ? newest : Math.min(newest, lastVersionWithNames);
    const timeoutMs = settings['request.timeout.ms'] + settings['fetch.max.wait.ms'];
    const body = fetchRequest(request, settings, maxBytes);
    return await connection.request(fetchApi, body, { version, timeoutMs });
  }

  #judge(
    response: FetchResponse,
    { tickets, broker, latencyMs }: { tickets: readonly FetchTicket[]; broker: string; latencyMs: number },
  ): BrokerAnswer | null {
    const { errorCode, sessionId, throttleTimeMs: throttleMs, nodeEndpoints: endpoints } = response;
    const results = resultsIn(response, this.#session);
    const verdict = this.#session.answered({ errorCode, sessionId, partitions: results });
    if (verdict === 'valid') return { broker, tickets, results, endpoints, latencyMs, throttleMs };
    if (verdict === 'again') return null;
    if (verdict === 'refused') throw refusal({ code: errorCode, action: 'Fetch', broker });
    const message = `Kafka at ${broker} answered Fetch with other partitions than it was asked for`;
    throw new KafkaError('NETWORK_EXCEPTION', message, { broker });
  }

  #wanted(
    { topic, partition, fetchPosition, lastFetchedEpoch }: PartitionState,
    version: number,
  ): WantedPartition {
    const { cluster, settings } = this.#parts;
    return {
      topic,
      partition,
      topicId: cluster.topic(topic)?.topicId ?? zeroUuid,
      fetchOffset: fetchPosition.offset,
      currentLeaderEpoch: cluster.leaderOf(topic, partition)?.epoch ?? -1,
      lastFetchedEpoch: version < firstVersionWithLastEpoch ? -1 : (lastFetchedEpoch ?? -1),
      maxBytes: settings['max.partition.fetch.bytes'],
    };
  }
}
