import { availableParallelism } from 'node:os';
import { ConnectError, type PluginLogger } from '@sluice/connect-api';
import type { OffsetEntry, OffsetStore } from '../../stores/offset-store.ts';
import { MemoryBudget } from '../memory-budget.ts';
import { createStandIn } from '../../work/kafka-clients.ts';
import type { TaskFencing } from '../../task/task-fencing.ts';
import type { WorkLine } from '../../logging/work-lines.ts';
import type { LogDesk } from '../../logging/worker-log.ts';
import type { Resolved } from '../resolved.ts';
import type { StateChange } from '../task-host.ts';
import { reviveError, type RemoteError } from './channel/remote-error.ts';
import type { KeptSeatParts } from './seats/kept-seat.ts';
import type { Resident } from './resident.ts';
import type { Handlers } from './channel/rpc-channel.ts';
import { TaskThread } from './task-thread.ts';
import { ThreadFigures } from './thread-figures.ts';
import type { ThreadData } from './thread-data.ts';

export interface ThreadPoolOptions {
  readonly data: Omit<ThreadData, 'marks' | 'budget'>;
  readonly offsets: OffsetStore;
  /** At most so many threads that several share; by default one a core. */
  readonly maxThreads?: number | undefined;
  /** How much the JavaScript objects of a thread may take up; by default V8 decides. */
  readonly heapLimitMb?: number | undefined;
  /** What the records of all tasks may take up; by default only the settings of their clients bound that. */
  readonly memoryLimitBytes?: number | undefined;
  /** After so long without an answer a thread counts as blocked; 0, the default, is never. */
  readonly blockedTimeoutMs?: number | undefined;
  /** What is known of levels, and who hears of the lines about connectors and tasks; nobody by default. */
  readonly desk?: LogDesk;
  /** Who acts in consumer groups for tasks whose thread cannot; by default, over Kafka. */
  readonly openStandIn?: KeptSeatParts['openStandIn'];
  /** The module that threads run; by default the one that talks to Kafka. */
  readonly entry?: URL | undefined;
  readonly log: PluginLogger;
}

/** What becomes of threads. */
export interface ThreadEvents {
  onEnd(thread: TaskThread, error: Error): void;
  onBlocked(thread: TaskThread, silentMs: number): void;
  /** An error that nobody caught, in code of the resident with this key, if that is known. */
  onUncaught(thread: TaskThread, key: string | null, error: Error): void;
}

/** So many deaths of threads that it lived in earn a resident a thread of its own. */
const deathsToLiveAlone = 2;

function kafkaEntry(): URL {
  return new URL(import.meta.resolve('@sluice/runtime/task-thread'));
}

/** The threads of a worker: who lives where. */
export class ThreadPool {
  readonly figures = new ThreadFigures();
  readonly budget: MemoryBudget;
  readonly #options: ThreadPoolOptions;
  readonly #events: ThreadEvents;
  readonly #threads = new Set<TaskThread>();
  /** By name, how many threads died of memory that it lived in; restarts do not change that. */
  readonly #deaths = new Map<string, number>();

  constructor(options: ThreadPoolOptions, events: ThreadEvents) {
    this.#options = options;
    this.budget = MemoryBudget.ofBytes(options.memoryLimitBytes ?? Number.POSITIVE_INFINITY);
    this.#events = events;
  }

  get threads(): readonly TaskThread[] {
    return [...this.#threads];
  }

  has(thread: TaskThread): boolean {
    return this.#threads.has(thread);
  }

  remove(thread: TaskThread): void {
    this.#threads.delete(thread);
    this.figures.remove(thread);
  }

  /** A thread died of memory: most probably because of one of those in it. */
  blame(thread: TaskThread, culprit: Resident): void {
    for (const { name, kind } of thread.residents.values()) {
      const deaths = this.#deaths.get(`${kind} ${name}`) ?? 0;
      this.#deaths.set(`${kind} ${name}`, name === culprit.name ? deathsToLiveAlone : deaths + 1);
    }
  }

  /** A task gets a thread without others while there may be more threads; connectors hardly do anything. */
  choose({ kind, name }: Pick<Resident, 'kind' | 'name'>): TaskThread {
    if ((this.#deaths.get(`${kind} ${name}`) ?? 0) >= deathsToLiveAlone) return this.#newThread(true);
    const open = [...this.#threads]
      .filter(({ isOpen }) => isOpen)
      .sort((a, b) => a.taskCount - b.taskCount || a.residents.size - b.residents.size);
    const [least] = open;
    const mayGrow = open.length < (this.#options.maxThreads ?? availableParallelism());
    if (least === undefined || (mayGrow && kind === 'task' && least.taskCount > 0)) {
      return this.#newThread(false);
    }
    return least;
  }

  #newThread(isPrivate: boolean): TaskThread {
    const { data, entry = kafkaEntry(), heapLimitMb, blockedTimeoutMs = 0, desk, log } = this.#options;
    const { openStandIn = createStandIn } = this.#options;
    const thread: TaskThread = new TaskThread({
      entry,
      data: { ...data, logSettings: desk?.loggers.settings ?? [] },
      budget: this.budget,
      heapLimitMb,
      blockedTimeoutMs,
      isPrivate,
      seats: { openStandIn, log },
      handlers: (residents) => ({
        ...this.#handlers(residents),
        uncaught: (key: string | null, error: RemoteError) =>
          this.#events.onUncaught(thread, key, reviveError(error)),
      }),
      onEnd: (error) => this.#events.onEnd(thread, error),
      onBlocked: (silentMs) => this.#events.onBlocked(thread, silentMs),
    });
    this.#threads.add(thread);
    this.figures.add(thread);
    return thread;
  }

  #handlers(residents: ReadonlyMap<string, Resident>): Handlers {
    const { offsets, desk } = this.#options;
    return {
      state: (key: string, change: StateChange) => residents.get(key)?.listener.onState(change),
      resolved: (key: string, resolved: Resolved) => residents.get(key)?.listener.onResolved(resolved),
      reconfigure: (key: string) => residents.get(key)?.listener.onReconfiguration?.(),
      beforeProducer: (key: string) => fencingOf(residents.get(key)).beforeProducer(),
      afterProducer: (key: string) => fencingOf(residents.get(key)).afterProducer(),
      topic: (key: string, topic: string) => residents.get(key)?.listener.onTopic?.(topic),
      logged: (line: WorkLine) => desk?.onWorkLine(line),
      getOffsets: (keys: readonly string[]) => offsets.get(keys),
      setOffsets: (entries: readonly OffsetEntry[]) => offsets.set(entries),
    };
  }
}

function fencingOf(resident: Resident | undefined): TaskFencing {
  const fencing = resident?.listener.fencing;
  if (fencing !== undefined) return fencing;
  throw new ConnectError('This worker cannot fence tasks: it stands alone, or the task is to stop', {
    code: 'TASK_START_FAILED',
  });
}
