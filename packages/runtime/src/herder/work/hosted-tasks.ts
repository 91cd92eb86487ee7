import type { Watchdog } from '../../health/watchdog.ts';
import { formatTaskId, type TargetState, type TaskId } from '../../states.ts';
import type { HostedTask, TaskHost, TaskListener, TaskSpec } from '../../task-host/task-host.ts';

export interface HostedTasksParts {
  readonly host: Pick<TaskHost, 'addTask'>;
  readonly watchdog: Pick<Watchdog, 'watch' | 'forget'>;
}

interface Entry {
  readonly spec: TaskSpec;
  readonly hosted: HostedTask;
}

/** Tasks in a host, and those who watch whether they get on. */
export class HostedTasks {
  readonly #parts: HostedTasksParts;
  readonly #tasks = new Map<string, Entry>();

  constructor(parts: HostedTasksParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#tasks.size;
  }

  get specs(): TaskSpec[] {
    return [...this.#tasks.values()].map(({ spec }) => spec);
  }

  spec(id: TaskId): TaskSpec | null {
    return this.#tasks.get(formatTaskId(id))?.spec ?? null;
  }

  start(spec: TaskSpec, listener: TaskListener): HostedTask {
    const { host, watchdog } = this.#parts;
    const hosted = host.addTask(spec, listener);
    this.#tasks.set(formatTaskId(spec.id), { spec, hosted });
    watchdog.watch(spec.id, () => hosted.read());
    return hosted;
  }

  /** Ends a task, which stays known until it is started again or forgotten. */
  async stop(id: TaskId): Promise<void> {
    await this.#tasks.get(formatTaskId(id))?.hosted.stop();
  }

  forget(id: TaskId): void {
    this.#parts.watchdog.forget(id);
    this.#tasks.delete(formatTaskId(id));
  }

  setTarget(id: TaskId, target: TargetState): void {
    this.#tasks.get(formatTaskId(id))?.hosted.setTarget(target);
  }

  /** Topics in use are to be told of anew. */
  forgetTopics(id: TaskId): void {
    this.#tasks.get(formatTaskId(id))?.hosted.forgetTopics();
  }
}
