import { errorCodes, metadataApi, ProtocolError, type RequestInputOf } from '@sluice/kafka-protocol';
import type { Answer } from '../../cluster/broker-links.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { MetadataResponse } from '../../cluster/topic-metadata.ts';
import type { ClientApi } from '../../connection/broker-connection.ts';
import type { BrokerLink, Versioned } from '../../connection/broker-link.ts';
import { KafkaError } from '../../errors/kafka-error.ts';
import { refusal } from '../../errors/refusal.ts';
import { formatAddress } from '../../settings/bootstrap-servers.ts';
import type { AdminSettings } from '../../settings/admin-settings.ts';
import { Deadline } from '../../timing/delay.ts';
import { askPlacement } from './ask-placement.ts';
import type { BulkCall, Route } from './bulk-call.ts';
import { resultOf, type Outcomes } from './outcome.ts';
import { settleAll, type Attempt } from './settle-all.ts';

/** How long to try. */
export interface SettleRules {
  readonly action: (key: string) => string;
  /** A new `default.api.timeout.ms` when absent. */
  readonly deadline?: Deadline;
  readonly isFinal?: (error: KafkaError) => boolean;
}

type MetadataRequest = RequestInputOf<typeof metadataApi>;

/** How an admin client asks: which broker, how often, for how long. Everything it can do is done through this. */
export class AdminRequests {
  readonly #settings: AdminSettings;
  readonly #cluster: Cluster;

  constructor(settings: AdminSettings, cluster: Cluster) {
    this.#settings = settings;
    this.#cluster = cluster;
  }

  /** What a broker may take to do something, told to it with the request. */
  get requestTimeoutMs(): number {
    return this.#settings['request.timeout.ms'];
  }

  /** For what takes several calls, but no more time than one. */
  newDeadline(): Deadline {
    return new Deadline(this.#settings['default.api.timeout.ms']);
  }

  /** The link to a broker, if the last that was heard of the cluster names it. */
  link(nodeId: number): BrokerLink | undefined {
    return this.#cluster.links.link(nodeId);
  }

  learn(brokers: Parameters<Cluster['links']['learn']>[0]): void {
    this.#cluster.links.learn(brokers);
  }

  get #bootstrapServers(): string {
    return this.#settings['bootstrap.servers'].map(formatAddress).join(', ');
  }

  /** Asks once: this broker, or one after the other until one answers. Rejects with a KafkaError. */
  async ask<In, Out>(
    link: BrokerLink | null,
    api: ClientApi<In, Out>,
    body: Versioned<In>,
  ): Promise<Answer<Out>> {
    try {
      if (link === null) return await this.#cluster.links.askAny(api, body);
      return { response: await link.request(api, body), broker: formatAddress(link.address) };
    } catch (error) {
      if (!(error instanceof ProtocolError || error instanceof RangeError)) throw error;
      const broker = link === null ? this.#bootstrapServers : formatAddress(link.address);
      const message = `Kafka at ${broker}: ${api.name} cannot be asked this way: ${error.message}`;
      throw new KafkaError('INVALID_REQUEST', message, { broker, cause: error });
    }
  }

  /** Asks once for the topics, all where there are none named, and learns where the brokers are. */
  async metadata(
    topics: readonly string[] | null,
    more: Partial<MetadataRequest> = {},
  ): Promise<MetadataResponse> {
    const named = topics?.map((name) => ({ name })) ?? null;
    const body = { topics: named, allowAutoTopicCreation: false, ...more };
    const { response, broker } = await this.ask(null, metadataApi, body);
    if (response.errorCode !== errorCodes.NONE) {
      throw refusal({ code: response.errorCode, action: metadataApi.name, broker });
    }
    this.learn(response.brokers);
    return response;
  }

  /** Tries one thing until it succeeds or nothing more can be hoped for. Rejects with a KafkaError. */
  async retry<T>(action: string, attempt: () => Promise<T>, deadline?: Deadline): Promise<T> {
    const rules = { action: () => action, ...(deadline === undefined ? {} : { deadline }) };
    const outcomes = await this.settle<T>(
      [action],
      async (_keys, report) => report.settle(action, await attempt()),
      rules,
    );
    return resultOf(outcomes, action);
  }

  /** Tries many things, each until it succeeds or nothing more can be hoped for. */
  settle<T>(
    keys: Iterable<string>,
    attempt: Attempt<T>,
    { action, deadline = this.newDeadline(), isFinal = () => false }: SettleRules,
  ): Promise<Outcomes<T>> {
    return settleAll(keys, attempt, {
      action,
      deadline,
      isFinal,
      maxRetries: this.#settings.retries,
      backoff: this.#cluster.retryBackoff,
      signal: this.#cluster.closeSignal,
      bootstrapServers: this.#bootstrapServers,
    });
  }

  /** Makes a call about many things, each with the broker that the route finds for it. */
  run<In, Out, T>(
    keys: Iterable<string>,
    call: BulkCall<In, Out, T>,
    { route, deadline }: { readonly route: Route; readonly deadline?: Deadline },
  ): Promise<Outcomes<T>> {
    const attempt: Attempt<T> = async (open, report) => {
      const placements = await route(open, (key, error) => report.settle(key, error));
      await Promise.all(
        placements.map((placement) => askPlacement(placement, { requests: this, call, report })),
      );
    };
    const rules = {
      action: call.action,
      isFinal: finality(call),
      ...(deadline === undefined ? {} : { deadline }),
    };
    return this.settle(keys, attempt, rules);
  }
}

function finality({
  finalCodes = [],
  unknownTopicGraceMs = 0,
}: Pick<BulkCall<never, never, never>, 'finalCodes' | 'unknownTopicGraceMs'>): (
  error: KafkaError,
) => boolean {
  const grace = new Deadline(unknownTopicGraceMs);
  return (error) =>
    finalCodes.includes(error.code) || (error.is('UNKNOWN_TOPIC_OR_PARTITION') && grace.isOver);
}
