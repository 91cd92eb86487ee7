import type { AdminRequests } from '../requests/admin-requests.ts';
import type { Outcome } from '../requests/outcome.ts';
import type { ValidateOptions } from '../requests/validate-options.ts';
import { alterConfigs, type ConfigChanges } from './alter-configs.ts';
import type { ConfigEntry } from './config-entry.ts';
import type { ConfigResource } from './config-resource.ts';
import { describeConfigs, type DescribeConfigsOptions } from './describe-configs.ts';

export interface ConfigOutcome<T> {
  readonly resource: ConfigResource;
  readonly result: Outcome<T>;
}

/** The settings of topics, brokers and groups. */
export class ConfigAdmin {
  readonly #requests: AdminRequests;

  constructor(requests: AdminRequests) {
    this.#requests = requests;
  }

  /** The settings of each resource by name, defaults included. */
  describe(
    resources: readonly ConfigResource[],
    options: DescribeConfigsOptions = {},
  ): Promise<readonly ConfigOutcome<ReadonlyMap<string, ConfigEntry>>[]> {
    return describeConfigs(this.#requests, resources, options);
  }

  /** Changes the settings that are named and leaves the others (KIP-339; brokers from 2.3 on). */
  alter(
    changes: readonly ConfigChanges[],
    options: ValidateOptions = {},
  ): Promise<readonly ConfigOutcome<null>[]> {
    return alterConfigs(this.#requests, changes, options);
  }
}
