import type { ApiIdentity } from '@sluice/kafka-protocol';
import { KafkaError } from '../errors/kafka-error.ts';
import { newestVersion } from './api-limits.ts';

export interface ApiVersionRange {
  readonly apiKey: number;
  readonly minVersion: number;
  readonly maxVersion: number;
}

/** What a cluster has agreed upon (KIP-584): each feature by name, with its level. */
export interface FinalizedFeatures {
  /** Grows with every change; -1 when the broker does not tell. */
  readonly epoch: bigint;
  readonly levels: ReadonlyMap<string, number>;
}

export const noFeatures: FinalizedFeatures = { epoch: -1n, levels: new Map() };

/** What one broker speaks, as it said when the connection was made. */
export class SupportedVersions {
  readonly #broker: string;
  readonly #ranges: ReadonlyMap<number, ApiVersionRange>;
  readonly #chosen = new Map<ApiIdentity, number>();
  readonly features: FinalizedFeatures;

  constructor(broker: string, ranges: readonly ApiVersionRange[], features: FinalizedFeatures = noFeatures) {
    this.#broker = broker;
    this.features = features;
    this.#ranges = new Map(ranges.map((range) => [range.apiKey, range]));
  }

  /**
   * The newest version that both sides speak.
   * @throws KafkaError `UNSUPPORTED_VERSION` when there is none.
   */
  versionOf(api: ApiIdentity): number {
    const known = this.#chosen.get(api);
    if (known !== undefined) return known;
    const version = this.#choose(api);
    this.#chosen.set(api, version);
    return version;
  }

  #choose(api: ApiIdentity): number {
    const range = this.#ranges.get(api.key);
    const version = Math.min(newestVersion(api), range?.maxVersion ?? -1);
    if (range !== undefined && version >= Math.max(api.minVersion, range.minVersion)) return version;
    const theirs = range === undefined ? 'not at all' : `in versions ${range.minVersion}-${range.maxVersion}`;
    const message =
      `Kafka at ${this.#broker} speaks ${api.name} ${theirs}, ` +
      `this client in versions ${api.minVersion}-${newestVersion(api)}; brokers from 2.1 to 4.x are supported`;
    throw new KafkaError('UNSUPPORTED_VERSION', message, { broker: this.#broker });
  }
}
