import {
  BadRequestError,
  ConflictError,
  isConnectError,
  NotFoundError,
  type PluginLogger,
} from '@sluice/connect-api';
import type { ConnectorValidator } from '../../../config/connector-validator.ts';
import type { TargetState } from '../../../states.ts';
import type { ConfigStore } from '../../../stores/config/config-store.ts';
import { KeyedQueue } from '../../../timing/keyed-queue.ts';
import type {
  ConnectorInfo,
  PutConnectorRequest,
  PutConnectorResult,
  SubmittedConfig,
} from '../../herder.ts';
import type { ConnectorOffsets } from '../../offsets/connector-offsets.ts';
import type { ConnectorOffset } from '../../offsets/offset-json.ts';
import { refuseUnstopped } from '../../offsets/offset-errors.ts';
import type { OffsetsOwner } from '../../offsets/offset-access.ts';
import { patchConfig } from '../../patch-config.ts';
import { planRestart } from '../../restart-plan.ts';
import type { ConnectorStatus, RestartRequest } from '../../herder.ts';
import type { ClusterView } from '../cluster-view.ts';

export interface LeaderRequestsParts {
  readonly config: ConfigStore;
  readonly view: ClusterView;
  readonly validator: Pick<ConnectorValidator, 'define'>;
  readonly offsets: ConnectorOffsets;
  /** Keeps tasks of a source from writing whose offsets are to be changed; nothing where none deliver exactly once. */
  readonly fenceBeforeAltering: (connector: string) => Promise<void>;
  /** A write was refused because another worker may lead now. */
  readonly onClaimLost: () => void;
  readonly log: PluginLogger;
}

/** What only the leader does: it writes what the cluster is configured to do. Requests about one connector are in order. */
export class LeaderRequests {
  readonly #parts: LeaderRequestsParts;
  readonly #queue = new KeyedQueue();

  constructor(parts: LeaderRequestsParts) {
    this.#parts = parts;
  }

  async putConnector(request: PutConnectorRequest): Promise<PutConnectorResult> {
    const { validator, config, offsets } = this.#parts;
    const { name, initialState = null, initialOffsets } = request;
    const definition = await validator.define(name, request.config);
    return this.#inTurn(name, async () => {
      const exists = config.snapshot.has(name);
      if (exists && (!request.allowReplace || initialOffsets !== undefined))
        throw new ConflictError(`Connector ${name} already exists`, { code: 'CONNECTOR_EXISTS' });
      const offsetsStatus = initialOffsets && (await offsets.replace(definition, initialOffsets));
      // What was wanted of a connector of this name before must not be wanted of this one.
      const state = exists ? null : this.#firstState(name, initialState);
      await config.putConnector(name, definition.config, state);
      const tasks = exists ? config.snapshot.tasks(name) : [];
      const info = { name, config: definition.config, tasks, type: definition.type };
      return { created: !exists, info, ...(offsetsStatus === undefined ? {} : { offsetsStatus }) };
    });
  }

  patchConnector(name: string, patch: SubmittedConfig): Promise<ConnectorInfo> {
    const { view, validator, config } = this.#parts;
    return this.#inTurn(name, async () => {
      const definition = await validator.define(name, patchConfig(view.configOf(name), patch));
      await config.putConnector(name, definition.config, null);
      const { type } = definition;
      return { name, config: definition.config, tasks: config.snapshot.tasks(name), type };
    });
  }

  deleteConnector(name: string): Promise<void> {
    return this.#inTurn(name, async () => {
      this.#parts.view.configOf(name);
      await this.#parts.config.deleteConnector(name);
    });
  }

  /** First there are no tasks any more, then the connector is to be stopped. */
  stopConnector(name: string): Promise<void> {
    const { view, config } = this.#parts;
    return this.#inTurn(name, async () => {
      view.configOf(name, `Unknown connector ${name}`);
      await config.putTasks(name, []);
      await this.#retarget(name, 'STOPPED');
    });
  }

  /** As the worker wants it that has the connector. */
  putTasks(name: string, configs: readonly SubmittedConfig[]): Promise<void> {
    const { view, config } = this.#parts;
    return this.#inTurn(name, async () => {
      view.configOf(name);
      if (configs.length > 0 && config.snapshot.targetState(name) === 'STOPPED') {
        throw new BadRequestError(
          `Cannot submit non-empty set of task configs for stopped connector ${name}`,
          { code: 'REQUEST_INVALID' },
        );
      }
      await config.putTasks(name, configs);
    });
  }

  /** Has every worker restart its part. @returns how the connector looks meanwhile. */
  restart(request: RestartRequest): Promise<ConnectorStatus> {
    const { view, config } = this.#parts;
    const name = request.connector;
    return this.#inTurn(name, async () => {
      view.configOf(name, `Unknown connector: ${name}`);
      const { status } = planRestart(request, view.status(name, `Status for connector ${name} not found`));
      await config.putRestart(request);
      return status;
    });
  }

  alterOffsets(name: string, offsets: readonly ConnectorOffset[]): Promise<string> {
    return this.#whileStopped(name, (owner) => this.#parts.offsets.alter(owner, offsets));
  }

  resetOffsets(name: string): Promise<string> {
    return this.#whileStopped(name, (owner) => this.#parts.offsets.reset(owner));
  }

  /** A connector whose offsets are asked about. @throws NotFoundError */
  ownerOf(name: string): OffsetsOwner {
    const { view } = this.#parts;
    const config = view.configOf(name);
    const type = view.typeOf(name);
    if (type !== 'unknown') return { name, type, config };
    throw new NotFoundError(
      `The plugin of connector ${name}, ${config['connector.class'] ?? 'which it does not name'}, is not installed on this worker`,
      { code: 'PLUGIN_NOT_FOUND' },
    );
  }

  /** Requests that were taken before have been carried out. */
  settled(): Promise<void> {
    return this.#queue.settled();
  }

  #whileStopped(name: string, change: (owner: OffsetsOwner) => Promise<string>): Promise<string> {
    return this.#inTurn(name, async () => {
      const owner = this.ownerOf(name);
      this.#refuseUnstopped(name);
      if (owner.type === 'source') await this.#parts.fenceBeforeAltering(name);
      this.#refuseUnstopped(name);
      return change(owner);
    });
  }

  #refuseUnstopped(name: string): void {
    const { snapshot } = this.#parts.config;
    refuseUnstopped(name, snapshot.targetState(name) ?? 'STARTED', snapshot.taskCount(name));
  }

  async #retarget(name: string, target: TargetState): Promise<void> {
    const { config } = this.#parts;
    await config.putTargetState(name, target);
    await config.readToEnd(readTimeoutMs);
  }

  /** Nothing has to be written of a connector that is to be started, unless something else is left of an earlier one. */
  #firstState(name: string, wanted: TargetState | null): TargetState | null {
    const left = this.#parts.config.snapshot.targetState(name) ?? 'STARTED';
    const state = wanted ?? 'STARTED';
    return state === left && state === 'STARTED' ? null : state;
  }

  #inTurn<T>(name: string, action: () => Promise<T>): Promise<T> {
    return this.#queue.run(name, async () => {
      try {
        return await action();
      } catch (error) {
        if (isConnectError(error) && error.code === 'CONFIG_WRITE_FENCED') this.#parts.onClaimLost();
        throw error;
      }
    });
  }
}

/** As all writes have. */
const readTimeoutMs = 30_000;
