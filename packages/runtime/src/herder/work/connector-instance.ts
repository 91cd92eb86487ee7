import type { TaskConfig } from '@sluice/connect-api';
import type { ConnectorConfig } from '../herder.ts';
import type { TargetState } from '../../states.ts';
import type { RestartSettings } from '../../restart/restart-settings.ts';
import type { Resolved } from '../../task-host/resolved.ts';
import type { HostedConnector, StateChange, TaskHost } from '../../task-host/task-host.ts';
import { storedTaskConfigs } from './task-configs.ts';

/** What a herder knows of a connector when it starts it. */
export interface ConnectorDefinition {
  readonly name: string;
  readonly config: ConnectorConfig;
  readonly taskClassName: string;
  readonly maxTasks: number;
  readonly enforceMaxTasks: boolean;
  readonly restart: RestartSettings;
}

/** What is told of a connector's instance. */
export interface InstanceListener {
  onConnectorState(change: StateChange): void;
  onReconfiguration(): void;
  onResolved(resolved: Resolved): void;
}

/** How a connector divided its work. */
export interface DividedWork {
  /** As they are stored. */
  readonly configs: readonly TaskConfig[];
  /** Recognises the resolved configuration they were made from. */
  readonly digest: string;
}

/**
 * One instance of a connector in a host. `transition` and `divide` take as long as the connector likes; everything else
 * ends in bounded time.
 */
export class ConnectorInstance {
  readonly definition: ConnectorDefinition;
  readonly #host: Pick<TaskHost, 'addConnector'>;
  readonly #listener: InstanceListener;
  #hosted: HostedConnector | null = null;
  /** Of the configuration that the instance was made from; empty when it has no references. */
  #digest = '';

  constructor(
    definition: ConnectorDefinition,
    parts: { readonly host: Pick<TaskHost, 'addConnector'>; readonly listener: InstanceListener },
  ) {
    this.definition = definition;
    this.#host = parts.host;
    this.#listener = parts.listener;
  }

  get isThere(): boolean {
    return this.#hosted !== null;
  }

  /** Has the instance built; nothing is started. */
  add(): void {
    const { name, config } = this.definition;
    this.#hosted = this.#host.addConnector(
      { name, config },
      {
        onState: (change) => this.#listener.onConnectorState(change),
        onReconfiguration: () => this.#listener.onReconfiguration(),
        onResolved: (resolved) => {
          this.#digest = resolved.digest;
          this.#listener.onResolved(resolved);
        },
      },
    );
  }

  /** @throws ConnectError when the connector could not be built or fails on the way. */
  async transition(target: TargetState): Promise<void> {
    await this.#hosted?.transition(target);
  }

  /** Has the connector divide its work. @throws what it throws, ConnectError when there are too many tasks. */
  async divide(): Promise<DividedWork> {
    const { config, taskClassName, maxTasks, enforceMaxTasks } = this.definition;
    const limit = { maxTasks, enforced: enforceMaxTasks };
    const generated = (await this.#hosted?.taskConfigs(limit)) ?? [];
    return { configs: storedTaskConfigs(generated, taskClassName, config), digest: this.#digest };
  }

  async shutdown(): Promise<void> {
    await this.#hosted?.shutdown();
    this.#hosted = null;
  }
}
