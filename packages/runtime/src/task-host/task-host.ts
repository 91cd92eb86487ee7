import type { TaskConfig } from '@sluice/connect-api';
import type { TaskLimit } from '../connector/task-limit.ts';
import type { ConnectorConfig } from '../herder/herder.ts';
import type { InstanceState, TargetState, TaskId } from '../states.ts';
import type { HostSample } from '../metrics/host-sample.ts';
import type { TaskFencing } from '../task/task-fencing.ts';
import type { FailureCause } from '../restart/failure-cause.ts';
import type { OffsetsAlteration } from './offsets-alteration.ts';
import type { ProgressReading } from '../task/progress/progress-reading.ts';
import type { TaskProgress } from '../task/progress/task-progress.ts';
import type { Resolved } from './resolved.ts';
import type { CheckFindings, SystemCheck } from './system-check.ts';
import type { TakenSeat } from './taken-seat.ts';

/** A change of state of a connector or task; `trace` and `cause` with FAILED only. */
export interface StateChange {
  readonly state: InstanceState;
  readonly trace?: string;
  readonly cause?: FailureCause;
}

export interface ConnectorSpec {
  readonly name: string;
  /** As it is stored: the host resolves its `${…}` references. */
  readonly config: ConnectorConfig;
}

export interface TaskSpec {
  readonly id: TaskId;
  /** As it is stored, like the configuration of the task. */
  readonly connectorConfig: ConnectorConfig;
  readonly taskConfig: TaskConfig;
  readonly targetState: TargetState;
}

export interface ConnectorListener {
  onState(change: StateChange): void;
  /** The connector wants its tasks configured anew. */
  onReconfiguration(): void;
  /** References were resolved to build it; heard before anything that the instance answers. */
  onResolved(resolved: Resolved): void;
}

export interface TaskListener {
  onState(change: StateChange): void;
  /** The task works with this topic; told once, and again after `forgetTopics`. */
  onTopic(topic: string): void;
  /** References were resolved to build the task. */
  onResolved(resolved: Resolved): void;
  /** Needed by source tasks that deliver exactly once. */
  readonly fencing?: TaskFencing | undefined;
  /** A sink task has another place in its consumer group, or none. */
  onSeat?(taken: TakenSeat | null): void;
}

/** A connector instance in its host. */
export interface HostedConnector {
  /** Takes as long as the connector likes. @throws ConnectError when it could not be built or failed. */
  transition(target: TargetState): Promise<void>;
  /** Takes as long as the connector likes. @throws whatever the connector throws. */
  taskConfigs(limit: TaskLimit): Promise<readonly TaskConfig[]>;
  /**
   * Resolves once the instance has ended (true), or was abandoned because that took too long (false); an abandoned
   * one is not heard of again.
   */
  shutdown(): Promise<boolean>;
}

/** How a task gets on, and whether its thread does. */
export interface TaskReading {
  readonly progress: ProgressReading;
  /** How long its thread has not answered; 0 when it does. */
  readonly silentMs: number;
}

/** A task in its host. */
export interface HostedTask {
  /** Resolves once the task was built from its configuration; rejects with why it could not. */
  readonly built: Promise<void>;
  setTarget(target: TargetState): void;
  /** How the task gets on, whatever it is doing. */
  read(): TaskReading;
  /** Nobody knows any more which topics the task works with. */
  forgetTopics(): void;
  /**
   * Resolves once the task has ended (true), or was abandoned because that took longer than the graceful timeout
   * (false); an abandoned task is not heard of again.
   */
  stop(): Promise<boolean>;
}

/** Where connectors and tasks run. */
export interface TaskHost {
  /** Builds an instance; nothing is started. One that cannot be built reports FAILED, and its calls are rejected. */
  addConnector(spec: ConnectorSpec, listener: ConnectorListener): HostedConnector;
  /**
   * Builds and starts a task; one that cannot be built reports FAILED.
   * @param progress - where it tells how it gets on, if that is not the host's business.
   */
  addTask(spec: TaskSpec, listener: TaskListener, progress?: TaskProgress): HostedTask;
  /**
   * Asks a connector about changes of its offsets, without building an instance. Resolves to whether it knows that it
   * reads the changed ones. @throws ConnectError when it objects, or does not answer in time.
   */
  alterOffsets(alteration: OffsetsAlteration): Promise<boolean>;
  /**
   * Has a connector class look at the other system, without building an instance; what it throws is a finding.
   * @throws ConnectError when it does not answer in time, or there is no such class.
   */
  checkSystem(check: SystemCheck): Promise<CheckFindings>;
  /** Tells what is known of tasks and threads, in bounded time: of one that does not answer, what was known last. */
  sample(): Promise<HostSample>;
  /** Releases what the host itself holds; everything in it has been stopped. */
  close(): Promise<void>;
}
