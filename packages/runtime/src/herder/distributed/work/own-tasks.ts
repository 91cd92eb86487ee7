import { availableParallelism } from 'node:os';
import { ConnectError, isConnectError, type PluginLogger } from '@sluice/connect-api';
import type { Watchdog } from '../../../health/watchdog.ts';
import { formatTaskId, type TargetState, type TaskId } from '../../../states.ts';
import type { TaskFencing } from '../../../task/task-fencing.ts';
import type { HostedTask, TaskHost, TaskSpec } from '../../../task-host/task-host.ts';
import { KeyedQueue } from '../../../timing/keyed-queue.ts';
import { StartGate } from '../../../timing/start-gate.ts';
import { HostedTasks } from '../../work/hosted-tasks.ts';
import { ReloadTimers } from '../../work/reload-timers.ts';
import type { StateContext, ToldStates } from './told-states.ts';

export interface OwnTasksParts {
  readonly host: Pick<TaskHost, 'addTask'>;
  readonly watchdog: Pick<Watchdog, 'watch' | 'forget'>;
  readonly states: ToldStates;
  /** As it is committed now; `null` for a task that is not to run. */
  readonly specOf: (id: TaskId) => TaskSpec | null;
  readonly contextOf: (spec: TaskSpec) => StateContext;
  /** For sources that deliver exactly once; `null` elsewhere. */
  readonly fencingOf: (id: TaskId) => TaskFencing | null;
  readonly onTopic: (id: TaskId, topic: string) => void;
  readonly log: PluginLogger;
}

/** What a worker that is gone had may be hundreds of tasks: those that run here have to get on while these start. */
const gateOptions = { atOnce: 2 * availableParallelism(), patienceMs: 100 };

/** The tasks that this worker runs. What concerns one of them is done in order, those of several side by side. */
export class OwnTasks {
  readonly #parts: OwnTasksParts;
  readonly #queue = new KeyedQueue();
  readonly #gate = new StartGate(gateOptions);
  readonly #hosted: HostedTasks;
  readonly #reloads = new Map<string, ReloadTimers>();
  /** Meant to run on this worker, whether they do yet or not. */
  readonly #wanted = new Map<string, TaskId>();

  constructor(parts: OwnTasksParts) {
    this.#parts = parts;
    this.#hosted = new HostedTasks(parts);
  }

  get ids(): TaskId[] {
    return [...this.#wanted.values()];
  }

  has(id: TaskId): boolean {
    return this.#wanted.has(formatTaskId(id));
  }

  /** What a task was started with; `null` for one that has not been. */
  spec(id: TaskId): TaskSpec | null {
    return this.#hosted.spec(id);
  }

  /** Starts one that does not run; how that goes its state tells. */
  start(id: TaskId): void {
    const key = formatTaskId(id);
    if (this.#wanted.has(key) || this.#parts.specOf(id) === null) return;
    this.#wanted.set(key, id);
    const begun = this.#queue.run(key, async () => {
      await this.#gate.enter(key);
      if (this.#begin(id) === null) this.#gate.leave(key);
    });
    this.#inBackground(id, begun);
  }

  /** @throws ConnectError when it could not be built. */
  async restart(id: TaskId, { showsRestarting = false } = {}): Promise<void> {
    const { hosted } = await this.#queue.run(formatTaskId(id), async () => {
      const spec = this.#hosted.spec(id);
      await this.#end(id);
      if (showsRestarting && spec !== null) {
        const context = { ...this.#parts.contextOf(spec), version: null };
        this.#parts.states.task(id, { state: 'RESTARTING' }, context);
      }
      return { hosted: this.#begin(id) };
    });
    try {
      await hosted?.built;
    } catch (cause) {
      if (isConnectError(cause) && cause.code === 'WORKER_STOPPING') throw cause;
      const message = `Failed to start task: ${formatTaskId(id)}`;
      throw new ConnectError(message, { code: 'TASK_START_FAILED', cause });
    }
  }

  /** Ends a task; others may have it when this resolves. */
  async stop(id: TaskId): Promise<void> {
    const key = formatTaskId(id);
    if (!this.#wanted.delete(key)) return;
    this.#gate.leave(key);
    await this.#queue.run(key, () => this.#end(id));
  }

  setTarget(id: TaskId, target: TargetState): void {
    this.#hosted.setTarget(id, target);
  }

  forgetTopics(connector: string): void {
    for (const id of this.ids) if (id.connector === connector) this.#hosted.forgetTopics(id);
  }

  #begin(id: TaskId): HostedTask | null {
    const { specOf, contextOf, fencingOf, states, onTopic } = this.#parts;
    const spec = specOf(id);
    if (!this.has(id) || spec === null || this.#hosted.spec(id) !== null) return null;
    const context = contextOf(spec);
    const reloads = new ReloadTimers(() => this.#inBackground(id, this.restart(id)));
    this.#reloads.set(formatTaskId(id), reloads);
    return this.#hosted.start(spec, {
      onState: (change) => {
        this.#gate.leave(formatTaskId(id));
        states.task(id, change, context);
      },
      onTopic: (topic) => onTopic(id, topic),
      onResolved: ({ lifetimes }) => reloads.schedule(lifetimes),
      fencing: fencingOf(id) ?? undefined,
    });
  }

  async #end(id: TaskId): Promise<void> {
    const key = formatTaskId(id);
    this.#reloads.get(key)?.cancel();
    this.#reloads.delete(key);
    await this.#hosted.stop(id);
    this.#hosted.forget(id);
  }

  #inBackground(id: TaskId, action: Promise<unknown>): void {
    action.catch((error: unknown) =>
      this.#parts.log.error({ ...id, err: error }, 'The task is not as it should be'),
    );
  }
}
