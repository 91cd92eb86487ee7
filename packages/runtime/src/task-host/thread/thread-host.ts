import { availableParallelism } from 'node:os';
import { ConnectError, type PluginLogger, type TaskConfig } from '@sluice/connect-api';
import { formatTaskId, type TargetState } from '../../states.ts';
import type { OffsetEntry, OffsetStore } from '../../stores/offset-store.ts';
import type { WorkLine } from '../../logging/work-lines.ts';
import type { LogDesk } from '../../logging/worker-log.ts';
import type { HostSample } from '../../metrics/host-sample.ts';
import type { TaskFencing } from '../../task/task-fencing.ts';
import { withinTime } from '../../timing/within-time.ts';
import { defaultConnectorStopTimeoutMs } from '../local-host.ts';
import { alterationTimedOut, type OffsetsAlteration } from '../offsets-alteration.ts';
import type { Resolved } from '../resolved.ts';
import { failedState } from '../state-reporter.ts';
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
import type { Resident, ResidentPlan } from './resident.ts';
import { TaskThread } from './task-thread.ts';
import { ThreadFigures } from './thread-figures.ts';
import type { ThreadData } from './thread-data.ts';

export interface ThreadHostOptions {
  readonly data: ThreadData;
  readonly offsets: OffsetStore;
  /** `task.shutdown.graceful.timeout.ms`. */
  readonly gracefulTimeoutMs: number;
  /** At most so many threads; by default one a core. */
  readonly maxThreads?: number;
  /** How much the JavaScript objects of a thread may take up; by default V8 decides. */
  readonly heapLimitMb?: number;
  /** What is known of levels, and who hears of the lines about connectors and tasks; nobody by default. */
  readonly desk?: LogDesk;
  /** The module that threads run; by default the one that talks to Kafka. */
  readonly entry?: URL;
  readonly log: PluginLogger;
}

/** What a thread gets beyond the time for a stop, to say how it went, and what it gets to end. */
const answerMarginMs = 1000;

function kafkaEntry(): URL {
  return new URL(import.meta.resolve('@sluice/runtime/task-thread'));
}

/**
 * Runs connectors and tasks in a pool of threads that grows with the tasks. A thread that does not even answer
 * when something in it is to stop is ended, and its other residents are moved. One in which something was
 * abandoned takes in nobody any more and ends with its last resident. When a thread dies by itself, nobody knows
 * whose fault it was: all residents have failed.
 */
export class ThreadHost implements TaskHost {
  readonly #options: ThreadHostOptions;
  readonly #threads = new Map<TaskThread, Map<string, Resident>>();
  readonly #retired = new WeakSet<TaskThread>();
  readonly #figures = new ThreadFigures();
  readonly #endListening: (() => void) | undefined;
  #lastKey = 0;

  constructor(options: ThreadHostOptions) {
    this.#options = options;
    this.#endListening = options.desk?.loggers.onSet((setting) => {
      for (const { channel } of this.#threads.keys()) channel.tell('setLogLevel', setting);
    });
  }

  addConnector(spec: ConnectorSpec, listener: ConnectorListener): HostedConnector {
    let target: TargetState | null = null;
    const resident = this.#admit({
      kind: 'connector',
      name: spec.name,
      listener,
      settle: (channel, key) => {
        channel.tell('addConnector', key, spec);
        // A failure is reported as a state.
        if (target !== null) channel.call('transition', key, target).catch(() => undefined);
      },
    });
    return {
      transition: async (next) => {
        target = next;
        await this.#ask(resident, 'transition', next);
      },
      taskConfigs: async (limit) =>
        (await this.#ask(resident, 'taskConfigs', limit)) as readonly TaskConfig[],
      shutdown: async () => {
        // As long as tasks beside it may keep the thread busy, if that is longer.
        const timeoutMs = Math.max(defaultConnectorStopTimeoutMs, this.#options.gracefulTimeoutMs);
        const ended = await this.#end(resident, 'shutdownConnector', timeoutMs);
        if (!ended) listener.onState({ state: 'UNASSIGNED' });
        return ended;
      },
    };
  }

  addTask(spec: TaskSpec, listener: TaskListener): HostedTask {
    let target = spec.targetState;
    const built = Promise.withResolvers<void>();
    built.promise.catch(() => undefined);
    const resident = this.#admit({
      kind: 'task',
      name: formatTaskId(spec.id),
      listener,
      settle: (channel, key) => {
        channel
          .call('addTask', key, { ...spec, targetState: target })
          .then(() => built.resolve(), built.reject);
      },
    });
    return {
      built: built.promise,
      setTarget: (next) => {
        target = next;
        resident.thread.channel.tell('setTarget', resident.key, next);
      },
      forgetTopics: () => resident.thread.channel.tell('forgetTopics', resident.key),
      stop: async () => {
        const ended = await this.#end(resident, 'stopTask', this.#options.gracefulTimeoutMs);
        this.#figures.forgetTask(spec.id);
        return ended;
      },
    };
  }

  /** A thread that something in it keeps from answering is ended, as if that were to stop. */
  async alterOffsets(alteration: OffsetsAlteration): Promise<boolean> {
    const name = `the question to ${alteration.name} about its offsets`;
    const resident = this.#admit({ kind: 'connector', name, listener: unheard, settle: () => undefined });
    const asked = this.#ask(resident, 'alterOffsets', alteration);
    asked.catch(() => undefined);
    try {
      const answer = await withinTime(asked, alteration.timeoutMs);
      if (answer === 'timed-out') throw alterationTimedOut(alteration);
      return answer as boolean;
    } finally {
      await this.#end(resident, 'endAlteration', 0);
    }
  }

  sample(): Promise<HostSample> {
    return this.#figures.sample();
  }

  async close(): Promise<void> {
    this.#endListening?.();
    for (const residents of this.#threads.values()) residents.clear();
    await Promise.all([...this.#threads.keys()].map((thread) => this.#terminate(thread, 'the worker stops')));
  }

  #admit(plan: ResidentPlan): Resident {
    const resident: Resident = {
      ...plan,
      key: String(++this.#lastKey),
      thread: this.#threadFor(plan.kind),
      ending: false,
    };
    this.#moveIn(resident);
    return resident;
  }

  #moveIn(resident: Resident): void {
    this.#threads.get(resident.thread)?.set(resident.key, resident);
    resident.settle(resident.thread.channel, resident.key);
  }

  /** A task gets a thread without others while there may be more threads; connectors hardly do anything. */
  #threadFor(kind: Resident['kind']): TaskThread {
    const open = [...this.#threads]
      .filter(([thread]) => !this.#retired.has(thread))
      .map(([thread, residents]) => ({ thread, tasks: countTasks(residents), size: residents.size }))
      .sort((a, b) => a.tasks - b.tasks || a.size - b.size);
    const [least] = open;
    const mayGrow = open.length < (this.#options.maxThreads ?? availableParallelism());
    if (least === undefined || (mayGrow && kind === 'task' && least.tasks > 0)) return this.#newThread();
    return least.thread;
  }

  #newThread(): TaskThread {
    const { data, entry = kafkaEntry(), heapLimitMb, offsets, desk } = this.#options;
    const residents = new Map<string, Resident>();
    const thread = new TaskThread({
      entry,
      data: { ...data, logSettings: desk?.loggers.settings ?? [] },
      heapLimitMb,
      handlers: {
        state: (key: string, change: StateChange) => residents.get(key)?.listener.onState(change),
        topic: (key: string, topic: string) => residents.get(key)?.listener.onTopic?.(topic),
        resolved: (key: string, resolved: Resolved) => residents.get(key)?.listener.onResolved(resolved),
        reconfigure: (key: string) => residents.get(key)?.listener.onReconfiguration?.(),
        beforeProducer: (key: string) => fencingOf(residents.get(key)).beforeProducer(),
        afterProducer: (key: string) => fencingOf(residents.get(key)).afterProducer(),
        logged: (line: WorkLine) => desk?.onWorkLine(line),
        getOffsets: (keys: readonly string[]) => offsets.get(keys),
        setOffsets: (entries: readonly OffsetEntry[]) => offsets.set(entries),
      },
      onEnd: (error) => this.#threadDied(thread, error),
    });
    this.#threads.set(thread, residents);
    this.#figures.add(thread);
    return thread;
  }

  /** Calls a method of a resident, once more where it lives now if it was moved meanwhile. */
  async #ask(resident: Resident, method: string, ...args: readonly unknown[]): Promise<unknown> {
    for (;;) {
      const { thread, key } = resident;
      try {
        return await thread.channel.call(method, key, ...args);
      } catch (error) {
        if (thread === resident.thread) throw error;
      }
    }
  }

  /** Resolves to whether it ended by itself. */
  async #end(resident: Resident, method: string, timeoutMs: number): Promise<boolean> {
    const { thread, key, name } = resident;
    const residents = this.#threads.get(thread);
    if (residents?.has(key) !== true) return true;
    resident.ending = true;
    const answered = thread.channel.call(method, key).catch(() => true);
    const answer = await withinTime(answered, timeoutMs + answerMarginMs);
    residents.delete(key);
    if (answer === 'timed-out') {
      this.#options.log.warn(
        { name },
        'Its thread does not answer; the thread is ended, its other work moves',
      );
      await this.#terminate(thread, `${name} blocked it and was to stop`);
      return false;
    }
    if (answer === false) this.#retired.add(thread);
    if (residents.size === 0 && this.#retired.has(thread)) await this.#terminate(thread, 'it is not needed');
    return answer !== false;
  }

  /** Ends a thread and moves those who are to go on. */
  async #terminate(thread: TaskThread, reason: string): Promise<void> {
    const residents = this.#threads.get(thread) ?? new Map<string, Resident>();
    this.#threads.delete(thread);
    this.#figures.remove(thread);
    for (const resident of residents.values()) {
      if (resident.ending) continue;
      resident.thread = this.#threadFor(resident.kind);
      this.#moveIn(resident);
    }
    thread.channel.close(threadLost(reason));
    await withinTime(thread.terminate(), answerMarginMs);
  }

  #threadDied(thread: TaskThread, cause: Error): void {
    const residents = this.#threads.get(thread);
    if (residents === undefined) return;
    this.#threads.delete(thread);
    this.#figures.remove(thread);
    this.#options.log.error({ err: cause }, 'A task thread died');
    const error = threadLost(cause.message, cause);
    for (const { listener, ending } of residents.values()) {
      if (!ending) listener.onState(failedState(error));
    }
    thread.channel.close(error);
  }
}

/** Nobody is to hear of what is not a connector or task. */
const unheard = { onState: () => undefined, onResolved: () => undefined };

function fencingOf(resident: Resident | undefined): TaskFencing {
  const fencing = resident?.listener.fencing;
  if (fencing !== undefined) return fencing;
  throw new ConnectError('This worker cannot fence tasks: it stands alone, or the task is to stop', {
    code: 'TASK_START_FAILED',
  });
}

function countTasks(residents: ReadonlyMap<string, Resident>): number {
  return [...residents.values()].filter(({ kind }) => kind === 'task').length;
}

function threadLost(reason: string, cause?: Error): ConnectError {
  return new ConnectError(`The thread that ran this has ended: ${reason}`, {
    code: 'TASK_THREAD_LOST',
    ...(cause === undefined ? {} : { cause }),
  });
}
