import type { TaskConfig } from '@sluice/connect-api';
import { formatTaskId, type TargetState } from '../../states.ts';
import { newProgressMemory } from '../../task/progress/progress-memory.ts';
import { readProgress } from '../../task/progress/progress-reading.ts';
import type { HostSample } from '../../metrics/host-sample.ts';
import { withinTime } from '../../timing/within-time.ts';
import { defaultConnectorStopTimeoutMs } from '../local-host.ts';
import type { ConnectorQuestion } from '../connector-question.ts';
import { alterationTimedOut, type OffsetsAlteration } from '../offsets-alteration.ts';
import { failedState } from '../state-reporter.ts';
import { checkTimedOut, type CheckFindings, type SystemCheck } from '../system-check.ts';
import type {
  ConnectorListener,
  ConnectorSpec,
  HostedConnector,
  HostedTask,
  TaskHost,
  TaskListener,
  TaskSpec,
} from '../task-host.ts';
import { endingMethodOf, type Resident, type ResidentPlan } from './resident.ts';
import type { TaskThread } from './task-thread.ts';
import { blockedThread, outOfMemory, threadLost, uncaughtError } from './faults/thread-errors.ts';
import { ThreadPool, type ThreadEvents, type ThreadPoolOptions } from './thread-pool.ts';
import { whereItHangs } from './faults/where-it-hangs.ts';

export interface ThreadHostOptions extends ThreadPoolOptions {
  /** `task.shutdown.graceful.timeout.ms`. */
  readonly gracefulTimeoutMs: number;
}

/** What a thread gets beyond the time for a stop, to say how it went, and what it gets to end. */
const answerMarginMs = 1000;

/**
 * Runs connectors and tasks in a pool of threads that grows with the tasks. Who blocks a thread, uses up its memory,
 * throws where nobody catches it or exits has failed; the thread ends, and the others in it move to another one. Also
 * ended is a thread that does not even answer when something in it is to stop. One in which something was abandoned
 * takes in nobody any more and ends with its last resident. When a thread dies and nobody knows whose fault it was, all
 * residents have failed.
 */
export class ThreadHost implements TaskHost, ThreadEvents {
  readonly #options: ThreadHostOptions;
  readonly #pool: ThreadPool;
  readonly #endListening: (() => void) | undefined;
  #lastKey = 0;

  constructor(options: ThreadHostOptions) {
    this.#options = options;
    this.#endListening = options.desk?.loggers.onSet((setting) => {
      for (const { channel } of this.#pool.threads) channel.tell('setLogLevel', setting);
    });
    this.#pool = new ThreadPool(options, this);
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
        const ended = await this.#end(resident, timeoutMs);
        if (!ended) listener.onState({ state: 'UNASSIGNED' });
        return ended;
      },
    };
  }

  addTask(spec: TaskSpec, listener: TaskListener): HostedTask {
    let target = spec.targetState;
    let memory = newProgressMemory();
    const leave = this.#pool.budget.enter();
    const built = Promise.withResolvers<void>();
    built.promise.catch(() => undefined);
    const resident = this.#admit({
      kind: 'task',
      name: formatTaskId(spec.id),
      listener,
      settle: (channel, key) => {
        memory = newProgressMemory();
        channel
          .call('addTask', key, { ...spec, targetState: target }, memory)
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
      read: () => ({ progress: readProgress(memory), silentMs: resident.thread.silentMs }),
      stop: async () => {
        const ended = await this.#end(resident, this.#options.gracefulTimeoutMs);
        this.#pool.figures.forgetTask(spec.id);
        leave();
        return ended;
      },
    };
  }

  async alterOffsets(alteration: OffsetsAlteration): Promise<boolean> {
    const answer = await this.#question('alterOffsets', alteration);
    if (answer === 'timed-out') throw alterationTimedOut(alteration);
    return answer as boolean;
  }

  async checkSystem(check: SystemCheck): Promise<CheckFindings> {
    const answer = await this.#question('checkSystem', check);
    if (answer === 'timed-out') throw checkTimedOut(check);
    return answer as CheckFindings;
  }

  sample(): Promise<HostSample> {
    return this.#pool.figures.sample();
  }

  async close(): Promise<void> {
    this.#endListening?.();
    const { threads } = this.#pool;
    for (const { residents } of threads) residents.clear();
    await Promise.all(threads.map((thread) => this.#terminate(thread, 'the worker stops')));
  }

  onEnd(thread: TaskThread, cause: Error): void {
    if (!this.#pool.has(thread)) return;
    this.#pool.remove(thread);
    this.#options.log.error({ err: cause }, 'A task thread died');
    const [culprit, reason] = this.#blame(thread, cause);
    const lost = threadLost(cause.message, cause);
    for (const resident of thread.residents.values()) {
      if (resident.ending) continue;
      if (culprit === null) resident.listener.onState(failedState(lost));
      else if (culprit === resident) resident.listener.onState(failedState(reason));
      else this.#moveOn(resident);
    }
    thread.channel.close(culprit === null ? lost : reason);
  }

  onBlocked(thread: TaskThread, silentMs: number): void {
    void this.#endBlocked(thread, silentMs);
  }

  onUncaught(thread: TaskThread, key: string | null, error: Error): void {
    const culprit = thread.residents.get(key ?? '') ?? onlyOne(thread);
    this.#options.log.error({ err: error, name: culprit?.name }, 'Nobody caught an error in a task thread');
    if (culprit === undefined) {
      // What came of it nobody can tell.
      for (const { listener } of thread.residents.values()) {
        listener.onState(failedState(threadLost(error.message, error)));
      }
      thread.residents.clear();
    }
    void this.#vacate(thread, culprit ?? null, error);
  }

  /** A thread that something in it keeps from answering is ended, as if that were to stop. */
  async #question(method: QuestionMethod, question: ConnectorQuestion): Promise<unknown> {
    const name = `${questionNames[method]} ${question.name}`;
    const resident = this.#admit({ kind: 'question', name, listener: unheard, settle: () => undefined });
    const asked = this.#ask(resident, method, question);
    asked.catch(() => undefined);
    try {
      return await withinTime(asked, question.timeoutMs);
    } finally {
      await this.#end(resident, 0);
    }
  }

  #admit(plan: ResidentPlan): Resident {
    const key = String(++this.#lastKey);
    const resident: Resident = {
      ...plan,
      key,
      thread: this.#pool.choose(plan),
      ending: false,
      moving: null,
    };
    this.#moveIn(resident);
    return resident;
  }

  #moveIn(resident: Resident): void {
    resident.thread.residents.set(resident.key, resident);
    resident.settle(resident.thread.channel, resident.key);
  }

  /** Gives a resident whose thread is lost another one, unless it is to end anyway. */
  #moveOn(resident: Resident): void {
    if (resident.ending) return;
    resident.thread = this.#pool.choose(resident);
    this.#moveIn(resident);
  }

  /** Calls a method of a resident, once more where it lives now if it was moved meanwhile. */
  async #ask(resident: Resident, method: string, ...args: readonly unknown[]): Promise<unknown> {
    for (;;) {
      await resident.moving;
      const { thread, key } = resident;
      try {
        return await thread.channel.call(method, key, ...args);
      } catch (error) {
        if (thread === resident.thread && resident.moving === null) throw error;
      }
    }
  }

  /** Resolves to whether it ended by itself. */
  async #end(resident: Resident, timeoutMs: number): Promise<boolean> {
    resident.ending = true;
    await resident.moving;
    const { thread, key, name } = resident;
    const { residents } = thread;
    if (!this.#pool.has(thread) || !residents.has(key)) return true;
    const answered = thread.channel.call(endingMethodOf(resident), key).catch(() => true);
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
    if (answer === false) thread.isOpen = false;
    if (residents.size === 0 && !thread.isOpen) await this.#terminate(thread, 'it is not needed');
    return answer !== false;
  }

  /** Ends a thread and moves those who are to go on. */
  async #terminate(thread: TaskThread, reason: string): Promise<void> {
    this.#pool.remove(thread);
    for (const resident of thread.residents.values()) this.#moveOn(resident);
    thread.channel.close(threadLost(reason));
    await withinTime(thread.terminate(), answerMarginMs);
  }

  /** Who has probably brought about the end of a thread, and what it failed with; `null` where nobody knows. */
  #blame(thread: TaskThread, cause: Error): [Resident | null, Error] {
    const { residents, marks } = thread;
    if (isOutOfMemory(cause)) {
      const culprit = onlyOne(thread) ?? residents.get(marks.lastAtWork ?? '') ?? null;
      if (culprit === null) return [null, cause];
      this.#pool.blame(thread, culprit);
      return [culprit, outOfMemory(culprit.name, residents.size - 1, cause)];
    }
    const culprit = residents.get(marks.exitedBy ?? '') ?? null;
    return [culprit, threadLost(cause.message, cause)];
  }

  /** Ends a thread that does not answer; who keeps it busy has failed. */
  async #endBlocked(thread: TaskThread, silentMs: number): Promise<void> {
    const hang = await whereItHangs(thread.id);
    if (!this.#pool.has(thread)) return;
    const { residents, marks } = thread;
    const culprit =
      residents.get(hang?.key ?? '') ?? onlyOne(thread) ?? residents.get(marks.lastAtWork ?? '');
    const error = blockedThread(culprit?.name ?? 'Something', silentMs, hang);
    this.#options.log.error({ err: error }, 'A task thread is blocked; it is ended, its other work moves');
    if (culprit !== undefined) residents.delete(culprit.key);
    await this.#terminate(thread, error.message);
    if (culprit?.ending === false) culprit.listener.onState(failedState(error));
  }

  /** Lets the residents of a thread that still works end in order, and go on elsewhere; the culprit has failed. */
  async #vacate(thread: TaskThread, culprit: Resident | null, cause: Error): Promise<void> {
    thread.isOpen = false;
    const leaving = [...thread.residents.values()].filter(({ ending }) => !ending);
    const moved = leaving.map((resident) => this.#leave(resident, resident !== culprit));
    await Promise.all(moved);
    if (this.#pool.has(thread) && thread.residents.size === 0) {
      await this.#terminate(thread, 'an error in it was not caught');
    }
    if (culprit?.ending === false) culprit.listener.onState(failedState(uncaughtError(culprit.name, cause)));
  }

  /** Takes a resident out of its thread, where nobody hears of it any more, and into another. */
  async #leave(resident: Resident, isToGoOn: boolean): Promise<void> {
    const { thread, key } = resident;
    thread.residents.delete(key);
    const done = Promise.withResolvers<void>();
    resident.moving = done.promise;
    const ended = thread.channel.call(endingMethodOf(resident), key).catch(() => true);
    await withinTime(ended, this.#options.gracefulTimeoutMs + answerMarginMs);
    resident.moving = null;
    if (isToGoOn) this.#moveOn(resident);
    done.resolve();
  }
}

type QuestionMethod = 'alterOffsets' | 'checkSystem';

const questionNames: Readonly<Record<QuestionMethod, string>> = {
  alterOffsets: 'the question about offsets to',
  checkSystem: 'the check of',
};

/** Nobody is to hear of what is not a connector or task. */
const unheard = { onState: () => undefined, onResolved: () => undefined };

/** Who alone lives in a thread. */
function onlyOne({ residents }: TaskThread): Resident | undefined {
  return residents.size === 1 ? [...residents.values()][0] : undefined;
}

function isOutOfMemory(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
