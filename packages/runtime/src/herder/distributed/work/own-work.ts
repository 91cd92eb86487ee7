import type { ClusterConfig } from '../../../stores/config/cluster-config.ts';
import type { StatusStore } from '../../../stores/status/status-store.ts';
import { connectorOwner, taskOwner } from '../../../stores/status/status-record.ts';
import type { Work } from '../../../group/protocol/work.ts';
import type { TargetState, TaskId } from '../../../states.ts';
import type { TaskSpec } from '../../../task-host/task-host.ts';
import type { OwnConnectors } from './own-connectors.ts';
import type { OwnTasks } from './own-tasks.ts';
import { configText, sameStored } from './stored-text.ts';

export interface OwnWorkParts {
  readonly connectors: Pick<OwnConnectors, 'names' | 'start' | 'stop' | 'retarget'>;
  readonly tasks: Pick<OwnTasks, 'ids' | 'spec' | 'start' | 'stop' | 'setTarget'>;
  readonly status: Pick<StatusStore, 'flush' | 'remove'>;
  readonly config: () => ClusterConfig;
  /** A connector is deleted, and what it used is to be forgotten. */
  readonly forget: (connector: string) => void;
  /** Tasks of a source that delivers exactly once must not outlive the generation that they belong to. */
  readonly isExactlyOnce: boolean;
}

/** What this worker runs of the work of the cluster. */
export class OwnWork {
  readonly #parts: OwnWorkParts;

  constructor(parts: OwnWorkParts) {
    this.#parts = parts;
  }

  /** Starts what does not run, and waits for nothing. */
  start({ connectors, tasks }: Work): void {
    for (const name of connectors) this.#parts.connectors.start(name);
    for (const id of tasks) this.#parts.tasks.start(id);
  }

  /** Ends the work; others may start it when this resolves, and everybody can know that it has ended. */
  async stop({ connectors, tasks }: Work): Promise<void> {
    await Promise.all([
      ...connectors.map((name) => this.#parts.connectors.stop(name)),
      ...tasks.map((id) => this.#parts.tasks.stop(id)),
    ]);
    this.#forgetDeleted({ connectors, tasks });
    await this.#parts.status.flush();
  }

  async stopAll(): Promise<void> {
    const { connectors, tasks } = this.#parts;
    await this.stop({ connectors: connectors.names, tasks: tasks.ids });
  }

  /**
   * Ends the tasks of a connector whose configurations are others now; they are started again once the work has been
   * divided. Those that stay as they are go on.
   */
  async stopChanged(connector: string): Promise<void> {
    const outdated = this.#tasksOf(connector).filter((id) => this.#isOutdated(id));
    await Promise.all(outdated.map((id) => this.#parts.tasks.stop(id)));
  }

  /** Brings a connector and its tasks where they are wanted to be. */
  retarget(connector: string, target: TargetState): void {
    const { connectors, tasks } = this.#parts;
    connectors.retarget(connector);
    for (const id of this.#tasksOf(connector)) {
      if (target === 'STOPPED') void tasks.stop(id);
      else tasks.setTarget(id, target);
    }
  }

  #tasksOf(connector: string): TaskId[] {
    return this.#parts.tasks.ids.filter((id) => id.connector === connector);
  }

  #isOutdated(id: TaskId): boolean {
    const running: TaskSpec | null = this.#parts.tasks.spec(id);
    const config = this.#parts.config();
    const committed = config.isInconsistent(id.connector) ? null : config.taskConfig(id);
    if (running === null || committed === null || this.#parts.isExactlyOnce) return true;
    return (
      !sameStored(running.taskConfig, configText(committed)) ||
      !sameStored(running.connectorConfig, configText(config.appliedConfig(id.connector) ?? {}))
    );
  }

  #forgetDeleted({ connectors, tasks }: Work): void {
    const config = this.#parts.config();
    for (const id of tasks) if (!config.has(id.connector)) this.#parts.status.remove(taskOwner(id));
    for (const name of connectors) {
      if (config.has(name)) continue;
      this.#parts.status.remove(connectorOwner(name));
      this.#parts.forget(name);
    }
  }
}
