import { setTimeout as delay } from 'node:timers/promises';
import type { PluginLogger, TaskConfig } from '@sluice/connect-api';
import type { TargetState } from '../../../states.ts';
import type { ClusterConfig } from '../../../stores/config/cluster-config.ts';
import type { StoredConfig } from '../../../stores/config/config-record.ts';
import type { ConnectorInstance } from '../../work/connector-instance.ts';
import { RelayedAnswer } from '../../relayed-answer.ts';
import { sameStored } from './stored-text.ts';

export interface TaskPublicationParts {
  /** The instance that can divide its work now; `null` where there is none here. */
  readonly dividing: (connector: string) => Pick<ConnectorInstance, 'divide'> | null;
  readonly config: () => ClusterConfig;
  readonly targetOf: (connector: string) => TargetState;
  /** Has the leader write them. */
  readonly publish: (connector: string, configs: readonly TaskConfig[]) => Promise<void>;
  readonly log: PluginLogger;
}

const firstRetryMs = 250;
const longestRetryMs = 60_000;
/** For so long a refused signature is taken for one by a key that has just been replaced. */
const keyChangeMs = 60_000;

interface Attempts {
  /** Asked for again since the attempt under way began. */
  isWanted: boolean;
  /** Ends the wait for the next attempt. */
  wake: AbortController;
}

/**
 * Has connectors divide their work and the leader write what came of it, where that is something else than before. What
 * fails is tried again for as long as the connector is here.
 */
export class TaskPublication {
  readonly #parts: TaskPublicationParts;
  readonly #attempts = new Map<string, Attempts>();
  #isClosed = false;

  constructor(parts: TaskPublicationParts) {
    this.#parts = parts;
  }

  /** Soon; several requests about one connector may be answered together. */
  request(connector: string): void {
    if (this.#isClosed) return;
    const under = this.#attempts.get(connector);
    if (under === undefined) {
      const attempts = { isWanted: true, wake: new AbortController() };
      this.#attempts.set(connector, attempts);
      void this.#run(connector, attempts);
      return;
    }
    under.isWanted = true;
    under.wake.abort();
  }

  close(): void {
    this.#isClosed = true;
    for (const { wake } of this.#attempts.values()) wake.abort();
  }

  async #run(connector: string, attempts: Attempts): Promise<void> {
    let failures = 0;
    const startedMs = Date.now();
    while (attempts.isWanted && !this.#isClosed) {
      attempts.isWanted = false;
      attempts.wake = new AbortController();
      try {
        await this.#attempt(connector);
        failures = 0;
      } catch (error) {
        if (this.#parts.dividing(connector) === null) break;
        attempts.isWanted = true;
        const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** failures++);
        this.#report(connector, error, { waitMs, sinceMs: Date.now() - startedMs });
        await delay(waitMs, undefined, { signal: attempts.wake.signal }).catch(() => undefined);
      }
    }
    this.#attempts.delete(connector);
  }

  async #attempt(connector: string): Promise<void> {
    const { dividing, targetOf, config, publish } = this.#parts;
    const instance = dividing(connector);
    if (instance === null || targetOf(connector) !== 'STARTED') return;
    const { configs } = await instance.divide();
    if (dividing(connector) !== instance || isAsCommitted(connector, configs, config())) return;
    await publish(connector, configs);
  }

  #report(
    connector: string,
    err: unknown,
    times: { readonly waitMs: number; readonly sinceMs: number },
  ): void {
    const { waitMs: inMs, sinceMs } = times;
    const isKeyChange = err instanceof RelayedAnswer && err.status === 403 && sinceMs < keyChangeMs;
    const fields = { connector, err, inMs };
    const text = 'The tasks of a connector could not be configured; trying again';
    if (isKeyChange) this.#parts.log.debug(fields, text);
    else this.#parts.log.warn(fields, text);
  }
}

/** Whether tasks of exactly these configurations are committed, made from the configuration that the connector has now. */
function isAsCommitted(connector: string, configs: readonly TaskConfig[], cluster: ClusterConfig): boolean {
  const committed: readonly StoredConfig[] = cluster.taskConfigs(connector);
  return (
    !cluster.isInconsistent(connector) &&
    cluster.taskCount(connector) === configs.length &&
    sameStored(cluster.appliedConfig(connector), cluster.connectorConfig(connector)) &&
    configs.every((config, task) => sameStored(config, committed[task] ?? null))
  );
}
