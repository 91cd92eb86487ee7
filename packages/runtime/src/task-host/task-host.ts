import type { TaskConfig } from '@sluice/connect-api';
import type { ConnectorConfig } from '../herder/herder.ts';
import type { InstanceState, TargetState, TaskId } from '../herder/states.ts';

/** A change of state of a connector or task; `trace` with FAILED only. */
export interface StateChange {
  readonly state: InstanceState;
  readonly trace?: string;
}

export interface ConnectorSpec {
  readonly name: string;
  /** With `${…}` references resolved. */
  readonly config: ConnectorConfig;
}

export interface TaskSpec {
  readonly id: TaskId;
  readonly connectorConfig: ConnectorConfig;
  readonly taskConfig: TaskConfig;
  readonly targetState: TargetState;
}

export interface ConnectorListener {
  onState(change: StateChange): void;
  /** The connector wants its tasks configured anew. */
  onReconfiguration(): void;
}

export interface TaskListener {
  onState(change: StateChange): void;
}

/** A connector instance in its host. */
export interface HostedConnector {
  /** @throws ConnectError when the connector failed. */
  transition(target: TargetState): Promise<void>;
  /** @throws ConnectError with what the connector threw. */
  taskConfigs(maxTasks: number): Promise<readonly TaskConfig[]>;
  /** Resolves once the instance has ended, or was abandoned because that took too long. */
  shutdown(): Promise<void>;
}

/** A task in its host. */
export interface HostedTask {
  setTarget(target: TargetState): void;
  /** Resolves once the task has ended, or was abandoned because that took longer than the graceful timeout. */
  stop(): Promise<void>;
}

/** Where connectors and tasks run. */
export interface TaskHost {
  /** Builds the instance; nothing is started. When that fails it reports FAILED. @throws ConnectError */
  addConnector(spec: ConnectorSpec, listener: ConnectorListener): Promise<HostedConnector>;
  /** Builds and starts a task; a task that cannot be built reports FAILED. */
  addTask(spec: TaskSpec, listener: TaskListener): HostedTask;
  /** Releases what the host itself holds; everything in it has been stopped. */
  close(): Promise<void>;
}
