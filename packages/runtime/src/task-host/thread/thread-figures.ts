import { formatTaskId, type TaskId } from '../../states.ts';
import type { GroupSample } from '../../metrics/declare/metric-declaration.ts';
import type { AgedTaskSample, HostSample } from '../../metrics/host-sample.ts';
import type { ThreadSample } from '../../metrics/task/thread-sample.ts';
import { withinTime } from '../../timing/within-time.ts';
import { threadGroup } from '../thread-group.ts';
import type { TaskThread } from './task-thread.ts';

/** How long a thread that is not blocked may take to answer. */
const answerTimeMs = 250;

interface AskedThread {
  readonly name: string;
  known: { readonly sample: ThreadSample; readonly atMs: number } | null;
  /** Kept while there is no answer: nobody asks a thread that is blocked again and again. */
  asking: Promise<void> | null;
}

interface KnownTask {
  readonly sample: AgedTaskSample['sample'];
  readonly atMs: number;
  readonly thread: TaskThread;
}

/** Asks threads for their metrics, and remembers what they told for when they do not answer. */
export class ThreadFigures {
  readonly #threads = new Map<TaskThread, AskedThread>();
  readonly #tasks = new Map<string, KnownTask>();
  #lastNumber = 0;

  add(thread: TaskThread): void {
    this.#lastNumber += 1;
    this.#threads.set(thread, { name: String(this.#lastNumber), known: null, asking: null });
  }

  /** Its tasks are still known: they may have failed with it. */
  remove(thread: TaskThread): void {
    this.#threads.delete(thread);
  }

  forgetTask(id: TaskId): void {
    this.#tasks.delete(formatTaskId(id));
  }

  /** Takes at most as long as one thread may take. */
  async sample(): Promise<HostSample> {
    await Promise.all([...this.#threads].map((each) => withinTime(this.#ask(...each), answerTimeMs)));
    const nowMs = performance.now();
    const tasks = [...this.#tasks.values()].map(({ sample, atMs }) => ({ sample, ageMs: nowMs - atMs }));
    const threads = [...this.#threads.values()].flatMap((each) => groupOf(each, nowMs));
    const plugins = [...this.#threads.values()].flatMap(({ known }) => known?.sample.plugins ?? []);
    return { tasks, threads, plugins };
  }

  #ask(thread: TaskThread, asked: AskedThread): Promise<void> {
    asked.asking ??= thread.channel
      .call('sample')
      .then((answer) => this.#learn(thread, answer as ThreadSample))
      .catch(() => undefined)
      .finally(() => (asked.asking = null));
    return asked.asking;
  }

  #learn(thread: TaskThread, sample: ThreadSample): void {
    const asked = this.#threads.get(thread);
    if (asked === undefined) return;
    const atMs = performance.now();
    asked.known = { sample, atMs };
    for (const [key, task] of this.#tasks) if (task.thread === thread) this.#tasks.delete(key);
    for (const task of sample.tasks) this.#tasks.set(formatTaskId(task.id), { sample: task, atMs, thread });
  }
}

function groupOf({ name, known }: AskedThread, nowMs: number): GroupSample[] {
  if (known === null) return [];
  const { sample, atMs } = known;
  return [threadGroup(name, { ...sample, taskCount: sample.tasks.length, ageMs: nowMs - atMs })];
}
