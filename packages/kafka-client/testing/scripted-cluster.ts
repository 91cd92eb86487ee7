import {
  errorCodes,
  findCoordinatorApi,
  metadataApi,
  type AnyApi,
  type RequestOf,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';
import { Admin } from '../src/admin/admin.ts';
import { parseAdminSettings } from '../src/settings/admin-settings.ts';
import type { ClientProperties } from '../src/settings/parse-settings.ts';
import { ScriptedBroker, type Handler } from './scripted-broker.ts';

/** Several scripted brokers that tell who leads, controls and coordinates; a test may change each at any time. */
export class ScriptedCluster {
  readonly brokers: readonly ScriptedBroker[];
  readonly #admins: Admin[] = [];
  /** By topic, the leader of each partition. */
  readonly leaders = new Map<string, number[]>();
  /** By group or transactional id; node 1 when absent. */
  readonly coordinators = new Map<string, number>();
  controllerId = 1;

  static async start(count = 2): Promise<ScriptedCluster> {
    return new ScriptedCluster(
      await Promise.all(Array.from({ length: count }, () => ScriptedBroker.start())),
    );
  }

  private constructor(brokers: readonly ScriptedBroker[]) {
    this.brokers = brokers;
    this.onAll(metadataApi, (request) => this.#metadata(request));
    this.onAll(findCoordinatorApi, ({ coordinatorKeys }) => ({
      coordinators: coordinatorKeys.map((key) => ({
        key,
        ...this.#node(this.coordinators.get(key) ?? 1),
        errorCode: 0,
        errorMessage: null,
      })),
    }));
  }

  /** An admin client of the cluster, closed with it. */
  admin(properties: ClientProperties = {}): Admin {
    const { settings } = parseAdminSettings({
      'bootstrap.servers': this.brokers.map(({ address }) => address).join(','),
      'retry.backoff.ms': '2',
      'retry.backoff.max.ms': '5',
      'reconnect.backoff.ms': '2',
      'reconnect.backoff.max.ms': '5',
      'default.api.timeout.ms': '5000',
      ...properties,
    });
    const admin = new Admin(settings);
    this.#admins.push(admin);
    return admin;
  }

  /** By node id, from 1. */
  broker(nodeId: number): ScriptedBroker {
    const broker = this.brokers[nodeId - 1];
    if (broker === undefined) throw new Error(`there is no broker ${nodeId}`);
    return broker;
  }

  onAll<A extends AnyApi>(api: A, handler: Handler<A>): this {
    for (const broker of this.brokers) broker.on(api, handler);
    return this;
  }

  /** Has all brokers speak an API only up to a version, or not at all (`null`). */
  limit(api: AnyApi, maxVersion: number | null): this {
    for (const broker of this.brokers) broker.limit(api, maxVersion);
    return this;
  }

  /** The requests that each broker got, by node id. */
  requestsOf<A extends AnyApi>(api: A): RequestOf<A>[][] {
    return this.brokers.map((broker) => broker.requestsOf(api));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#admins.map((admin) => admin.close()));
    await Promise.all(this.brokers.map((broker) => broker.stop()));
  }

  #node(nodeId: number): { nodeId: number; host: string; port: number } {
    return { nodeId, host: '127.0.0.1', port: this.broker(nodeId).port };
  }

  #metadata({ topics }: RequestOf<typeof metadataApi>): ResponseInputOf<typeof metadataApi> {
    const names = topics?.map(({ name }) => name ?? '') ?? [...this.leaders.keys()];
    return {
      brokers: this.brokers.map((_, index) => this.#node(index + 1)),
      clusterId: 'scripted',
      controllerId: this.controllerId,
      topics: names.map((name) => ({
        name,
        errorCode: this.leaders.has(name) ? 0 : errorCodes.UNKNOWN_TOPIC_OR_PARTITION,
        isInternal: name.startsWith('__'),
        partitions: (this.leaders.get(name) ?? []).map((leaderId, partitionIndex) => ({
          partitionIndex,
          errorCode: 0,
          leaderId,
          leaderEpoch: 3,
          replicaNodes: [1, 2],
          isrNodes: [1],
          offlineReplicas: [2],
        })),
      })),
    };
  }
}
