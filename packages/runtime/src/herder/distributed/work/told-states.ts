import type { RestartSettings } from '../../../restart/restart-settings.ts';
import type { Restarts } from '../../../restart/restarts.ts';
import type { TaskId } from '../../../states.ts';
import type { StatusStore } from '../../../stores/status/status-store.ts';
import {
  connectorOwner,
  taskOwner,
  type StatusOwner,
  type StoredStatus,
} from '../../../stores/status/status-record.ts';
import type { StateChange } from '../../../task-host/task-host.ts';

export interface ToldStatesParts {
  readonly status: Pick<StatusStore, 'put' | 'remove'>;
  readonly restarts: Pick<Restarts, 'changed'>;
  /** `host:port` of the advertised address. */
  readonly workerId: string;
  /** Of the last assignment. */
  readonly generation: () => number;
}

/** What is told of a connector or task beside its state. */
export interface StateContext {
  /** Of the plugin; `null` where it is not installed. */
  readonly version: string | null;
  readonly restart: RestartSettings;
}

/** Tells the cluster of the states of what runs on this worker, and has what failed restarted. */
export class ToldStates {
  readonly #parts: ToldStatesParts;

  constructor(parts: ToldStatesParts) {
    this.#parts = parts;
  }

  connector(name: string, change: StateChange, { version, restart }: StateContext): void {
    this.#put(connectorOwner(name), change, version);
    this.#parts.restarts.changed({ connector: name, part: 'connector' }, change, restart);
  }

  task(id: TaskId, change: StateChange, { version, restart }: StateContext): void {
    this.#put(taskOwner(id), change, version);
    this.#parts.restarts.changed({ connector: id.connector, part: id.task }, change, restart);
  }

  /** Of what is gone nothing is to be known. */
  removed(owner: StatusOwner): void {
    this.#parts.status.remove(owner);
  }

  #put(owner: StatusOwner, { state, trace }: StateChange, version: string | null): void {
    const { workerId, generation } = this.#parts;
    const status: StoredStatus = {
      state,
      trace: trace ?? null,
      workerId,
      generation: generation(),
      version,
    };
    this.#parts.status.put(owner, status);
  }
}
