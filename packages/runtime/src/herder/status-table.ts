import { NotFoundError } from '@sluice/connect-api';
import type { StateChange } from '../task-host/task-host.ts';
import type { InstanceStatus } from './herder.ts';
import { formatTaskId, type InstanceState, type TaskId } from '../states.ts';

/** The states of connectors and tasks as a standalone worker keeps them: in memory. */
export class StatusTable {
  readonly #workerId: string;
  readonly #connectors = new Map<string, InstanceStatus>();
  readonly #tasks = new Map<string, Map<number, InstanceStatus>>();

  constructor(workerId: string) {
    this.#workerId = workerId;
  }

  setConnector(name: string, change: StateChange, version: string | null): void {
    this.#connectors.set(name, this.#status(change, version));
  }

  setTask({ connector, task }: TaskId, change: StateChange, version: string | null): void {
    const tasks = this.#tasks.get(connector) ?? new Map<number, InstanceStatus>();
    this.#tasks.set(connector, tasks.set(task, this.#status(change, version)));
  }

  removeTasks(connector: string): void {
    this.#tasks.delete(connector);
  }

  removeConnector(name: string): void {
    this.#connectors.delete(name);
    this.removeTasks(name);
  }

  /** @throws NotFoundError */
  connector(name: string, otherwise = `No status found for connector ${name}`): InstanceStatus {
    const status = this.#connectors.get(name);
    if (status === undefined) throw new NotFoundError(otherwise, { code: 'STATUS_NOT_FOUND' });
    return status;
  }

  /** @throws NotFoundError */
  task(id: TaskId): InstanceStatus {
    const status = this.#tasks.get(id.connector)?.get(id.task);
    if (status === undefined) {
      throw new NotFoundError(`No status found for task ${formatTaskId(id)}`, { code: 'STATUS_NOT_FOUND' });
    }
    return status;
  }

  connectorState(name: string): InstanceState | undefined {
    return this.#connectors.get(name)?.state;
  }

  taskState({ connector, task }: TaskId): InstanceState | undefined {
    return this.#tasks.get(connector)?.get(task)?.state;
  }

  /** The tasks of a connector, ascending. */
  tasks(connector: string): (InstanceStatus & { readonly id: number })[] {
    const tasks = this.#tasks.get(connector) ?? [];
    return [...tasks].map(([id, status]) => ({ id, ...status })).sort((a, b) => a.id - b.id);
  }

  #status({ state, trace }: StateChange, version: string | null): InstanceStatus {
    return { state, workerId: this.#workerId, version, ...(trace === undefined ? {} : { trace }) };
  }
}
