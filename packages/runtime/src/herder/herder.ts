import type { ConfigInfos, ConfigKeyInfo } from '@sluice/connect-api';
import type { BrokenPlugin, ListedPlugin } from '../plugins/plugin-info.ts';
import type { Verdict } from '../health/judge-progress.ts';
import type { RestartOutlook } from '../restart/restarts.ts';
import type { ConnectorCheck } from './check/connector-check.ts';
import type { ClusterInfo } from './cluster-info.ts';
import type { ConnectorOffset } from './offsets/offset-json.ts';
import type { InternalRequest, RequestOrigin } from './request-origin.ts';
import type { ConnectorType, InstanceState, TaskId, TargetState } from '../states.ts';

/** A connector's stored configuration: text as the user wrote it, `${…}` references unresolved. */
export type ConnectorConfig = Readonly<Record<string, string>>;

/** A configuration as it arrives: `null` values are kept until validation names them. */
export type SubmittedConfig = Readonly<Record<string, string | null>>;

export interface ConnectorInfo {
  readonly name: string;
  readonly config: ConnectorConfig;
  readonly tasks: readonly TaskId[];
  readonly type: ConnectorType;
}

/** One instance's state as users see it; `trace` only when FAILED. */
export interface InstanceStatus {
  readonly state: InstanceState;
  readonly workerId: string;
  readonly version: string | null;
  readonly trace?: string;
}

export interface TaskStatus extends InstanceStatus {
  readonly id: number;
}

export interface ConnectorStatus {
  readonly name: string;
  readonly connector: InstanceStatus;
  /** Ascending by id. */
  readonly tasks: readonly TaskStatus[];
  readonly type: ConnectorType;
}

/** How a connector or task is beside its state. */
export interface InstanceHealth {
  /** Whether a task gets on; `null` where it does not run, and for connectors. */
  readonly progress: Verdict | null;
  readonly restart: RestartOutlook;
}

export interface ConnectorHealth {
  readonly connector: InstanceHealth;
  /** What is to be expected where the connector could not divide its work into tasks; `null` where it could. */
  readonly division: RestartOutlook | null;
  /** By the numbers of the tasks. */
  readonly tasks: ReadonlyMap<number, InstanceHealth>;
}

export interface TaskInfo {
  readonly id: TaskId;
  readonly config: Readonly<Record<string, string>>;
}

export interface PutConnectorRequest {
  readonly name: string;
  readonly config: SubmittedConfig;
  /** `STARTED` by default; kept on a replacement. */
  readonly initialState?: TargetState;
  /** Where the connector is to begin, in place of all offsets that were stored under its name. Not for a replacement. */
  readonly initialOffsets?: readonly ConnectorOffset[];
  /** When false an existing connector is a ConflictError. */
  readonly allowReplace: boolean;
}

export interface PutConnectorResult {
  readonly created: boolean;
  readonly info: ConnectorInfo;
  /** What became of the initial offsets, in words; absent where there were none. */
  readonly offsetsStatus?: string;
}

export interface RestartRequest {
  readonly connector: string;
  readonly includeTasks: boolean;
  readonly onlyFailed: boolean;
}

/** Facts about the worker for `GET /`. */
export interface ServerInfo {
  readonly version: string;
  readonly commit: string;
  readonly kafkaClusterId: string;
}

/**
 * What REST, the command line and files can ask of a worker, whatever its mode. Every call answers with a
 * ConnectError on failure (NotFoundError, ConflictError, ConfigError, …). Nothing here waits for connector code
 * longer than the operation itself needs.
 */
export interface Herder {
  serverInfo(): ServerInfo;
  /** Resolves once the worker has proved that it handles requests; never rejects while it merely starts. */
  ping(): Promise<void>;
  /** What the worker is doing, or did last, in a sentence; `null` where it does not tell. */
  readonly stage: string | null;
  /** Whether the start-up work (connector files included) is done. */
  readonly isReady: boolean;

  connectors(): Promise<readonly string[]>;
  connectorInfo(name: string): Promise<ConnectorInfo>;
  connectorStatus(name: string): Promise<ConnectorStatus>;
  taskStatus(id: TaskId): Promise<TaskStatus>;
  connectorHealth(name: string): Promise<ConnectorHealth>;
  taskInfos(name: string): Promise<readonly TaskInfo[]>;

  /** The topics that a connector works with, none for one that nobody knows; ConnectError where they are not tracked. */
  activeTopics(name: string): Promise<readonly string[]>;
  /** Forgets them, so that those still in use are noticed anew. */
  resetActiveTopics(name: string): Promise<void>;

  /** Validates, stores and starts; resolves when the connector has started and its tasks are known. */
  putConnector(request: PutConnectorRequest): Promise<PutConnectorResult>;
  /**
   * Changes a part of a configuration (KIP-477): what the patch holds is set, what is `null` in it is removed, the rest
   * stays. The outcome is validated and started like any other; NotFoundError when there is no such connector.
   */
  patchConnectorConfig(name: string, patch: SubmittedConfig): Promise<ConnectorInfo>;
  deleteConnector(name: string): Promise<void>;
  pauseConnector(name: string): Promise<void>;
  resumeConnector(name: string): Promise<void>;
  stopConnector(name: string): Promise<void>;
  restartConnector(name: string): Promise<void>;
  restartTask(id: TaskId): Promise<void>;
  /** Restarts a connector and tasks by plan; answers at once with what will be restarted shown as RESTARTING. */
  restartConnectorAndTasks(request: RestartRequest): Promise<ConnectorStatus>;

  /** Where a connector is, in every partition it has an offset for. */
  connectorOffsets(name: string): Promise<readonly ConnectorOffset[]>;
  /** Alters offsets of a stopped connector, others stay; says what was done. A `null` offset resets its partition. */
  alterConnectorOffsets(name: string, offsets: readonly ConnectorOffset[]): Promise<string>;
  /** Resets all offsets of a stopped connector; says what was done. */
  resetConnectorOffsets(name: string): Promise<string>;

  plugins(filter: { readonly connectorsOnly: boolean }): Promise<readonly ListedPlugin[]>;
  /** What is installed and cannot be used, with the reasons. */
  brokenPlugins(): Promise<readonly BrokenPlugin[]>;
  /**
   * The definition of a plugin's keys, framework keys included for connectors; NotFoundError when unknown.
   * `version` is a version or a range of versions; by default the newest is described.
   */
  pluginConfig(pluginName: string, version?: string): Promise<readonly ConfigKeyInfo[]>;
  /** Checks a configuration without applying it; every problem at once. */
  validateConfig(config: SubmittedConfig): Promise<ConfigInfos>;
  /** A dry run: checks a configuration and has the connector look at the other system, within 30 seconds. */
  checkConnector(config: SubmittedConfig): Promise<ConnectorCheck>;

  /** The workers of the cluster, and why its work was divided as it is. */
  clusterInfo(): Promise<ClusterInfo>;
  /** The same herder for a request of this origin, which decides to whom it may hand it on. */
  onBehalfOf(origin: RequestOrigin): Herder;
  /** Another worker wants the tasks of its connector configured like this. @throws ConnectError unless it may. */
  putTaskConfigs(
    connector: string,
    configs: readonly SubmittedConfig[],
    request: InternalRequest,
  ): Promise<void>;
  /** Another worker wants earlier tasks of a source kept from writing. @throws ConnectError unless it may. */
  fenceTasks(connector: string, request: InternalRequest): Promise<void>;
}
