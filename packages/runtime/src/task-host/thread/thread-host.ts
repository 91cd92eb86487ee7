import { availableParallelism } from 'node:os';
import { ConnectError, formatTrace, type PluginLogger, type TaskConfig } from '@sluice/connect-api';
import type { TargetState } from '../../herder/states.ts';
import type { OffsetEntry, OffsetStore } from '../../stores/offset-store.ts';
import { withinTime } from '../../timing/within-time.ts';
import type {
  ConnectorListener,
  ConnectorSpec,
  HostedConnector,
  HostedTask,
  StateChange,
  TaskHost,
  TaskListener,
  TaskSpec,
} from '../task-host.ts';
import { TaskThread } from './task-thread.ts';
import type { ThreadData } from './thread-data.ts';

export interface ThreadHostOptions {
  readonly data: ThreadData;
  readonly offsets: OffsetStore;
  /** `task.shutdown.graceful.timeout.ms`. */
  readonly gracefulTimeoutMs: number;
  /** At most so many threads; by default one a core. */
  readonly maxThreads?: number;
  readonly log: PluginLogger;
}

/** What runs in a thread. */
interface Resident {
  readonly name: string;
  readonly listener: { onState(change: StateChange): void; onReconfiguration?(): void };
  /** Starts it again elsewhere after its thread was ended because of another; absent once it is to stop. */
  move: (() => void) | null;
}

/** What a thread gets beyond the graceful timeout to say that it abandoned a task. */
const answerMarginMs = 1000;

/**
 * Runs connectors and tasks in a pool of threads that grows with the work. A thread that does not even answer
 * when a task in it is to stop is ended, and its other residents are moved.
 */
export class ThreadHost implements TaskHost {
  readonly #options: ThreadHostOptions;
  readonly #threads = new Map<TaskThread, Map<string, Resident>>();
  #nextKey = 1;
  #closing = false;

  constructor(options: ThreadHostOptions) {
    this.#options = options;
  }

  async addConnector(spec: ConnectorSpec, listener: ConnectorListener): Promise<HostedConnector> {
    const key = this.#newKey();
    const thread = this.#place(key, { name: spec.name, listener, move: null });
    const call = (method: string, ...args: readonly unknown[]): Promise<unknown> =>
      thread.channel.call(method, key, ...args);
    try {
      await call('addConnector', spec);
    } catch (error) {
      this.#remove(thread, key);
      throw error;
    }
    return {
      transition: async (target) => void (await call('transition', target)),
      taskConfigs: async (maxTasks) => (await call('taskConfigs', maxTasks)) as readonly TaskConfig[],
      shutdown: async () => {
        await this.#endResident(thread, key, 'shutdownConnector');
      },
    };
  }

  addTask(spec: TaskSpec, listener: TaskListener): HostedTask {
    const key = this.#newKey();
    let target = spec.targetState;
    let thread: TaskThread;
    const start = (): void => {
      const resident: Resident = { name: `${spec.id.connector}-${spec.id.task}`, listener, move: start };
      thread = this.#place(key, resident);
      thread.channel.tell('addTask', key, { ...spec, targetState: target });
    };
    start();
    return {
      setTarget: (next: TargetState) => {
        target = next;
        thread.channel.tell('setTarget', key, next);
      },
      stop: () => this.#endResident(thread, key, 'stopTask'),
    };
  }

  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#threads.keys()].map((thread) => thread.terminate()));
  }

  #newKey(): string {
    return String(this.#nextKey++);
  }

  /** Gives a resident a thread of its own while there are fewer than allowed, else the one with the fewest. */
  #place(key: string, resident: Resident): TaskThread {
    const [least] = [...this.#threads].sort(([, a], [, b]) => a.size - b.size);
    const maxThreads = this.#options.maxThreads ?? availableParallelism();
    const full = this.#threads.size >= maxThreads;
    const thread = least !== undefined && (least[1].size === 0 || full) ? least[0] : this.#newThread();
    this.#threads.get(thread)?.set(key, resident);
    return thread;
  }

  #newThread(): TaskThread {
    const { data, offsets } = this.#options;
    const residents = new Map<string, Resident>();
    const thread = new TaskThread(data, {
      taskState: (key: string, change: StateChange) => residents.get(key)?.listener.onState(change),
      connectorState: (key: string, change: StateChange) => residents.get(key)?.listener.onState(change),
      reconfigure: (key: string) => residents.get(key)?.listener.onReconfiguration?.(),
      getOffsets: (keys: readonly string[]) => offsets.get(keys),
      setOffsets: (entries: readonly OffsetEntry[]) => offsets.set(entries),
    });
    this.#threads.set(thread, residents);
    void thread.ended.then((error) => this.#threadEnded(thread, error));
    return thread;
  }

  async #endResident(thread: TaskThread, key: string, method: string): Promise<void> {
    const resident = this.#threads.get(thread)?.get(key);
    if (resident === undefined) return;
    resident.move = null;
    const timeoutMs = Math.max(this.#options.gracefulTimeoutMs, 5000) + answerMarginMs;
    const stopped = thread.channel.call(method, key).catch(() => undefined);
    if ((await withinTime(stopped, timeoutMs)) === 'timed-out') {
      this.#options.log.warn(
        { name: resident.name },
        'The thread does not answer; it is ended, its other work moves',
      );
      this.#remove(thread, key);
      await thread.terminate();
      return;
    }
    this.#remove(thread, key);
  }

  #remove(thread: TaskThread, key: string): void {
    this.#threads.get(thread)?.delete(key);
  }

  #threadEnded(thread: TaskThread, error: Error | null): void {
    const residents = [...(this.#threads.get(thread)?.values() ?? [])];
    this.#threads.delete(thread);
    if (this.#closing) return;
    if (error !== null) this.#options.log.error({ err: error }, 'A task thread died');
    for (const { listener, move } of residents) {
      if (error === null && move !== null) move();
      else listener.onState({ state: 'FAILED', trace: formatTrace(threadDied(error)) });
    }
  }
}

function threadDied(cause: Error | null): ConnectError {
  const why = cause === null ? 'another task in it did not stop' : cause.message;
  return new ConnectError(`The thread that ran this died: ${why}`, { code: 'TASK_THREAD_LOST', cause });
}
