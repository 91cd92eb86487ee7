import { AsyncLocalStorage } from 'node:async_hooks';
import type { ThreadMarks } from '../faults/thread-marks.ts';

/** Under the registered symbol of this name a debugger finds, in a thread that hangs, who runs. */
export const residentScopeName = 'sluice.resident-scope';

/**
 * Knows in a task thread which connector or task the code that runs belongs to, whatever it waited for in between: timers,
 * sockets, promises.
 */
export class ResidentScope {
  readonly #storage = new AsyncLocalStorage<string>();
  readonly #marks: ThreadMarks;

  constructor(marks: ThreadMarks) {
    this.#marks = marks;
    Object.assign(globalThis, { [Symbol.for(residentScopeName)]: this.#storage });
  }

  /** The key of whom the running code belongs to, `undefined` when that is nobody. */
  get current(): string | undefined {
    return this.#storage.getStore();
  }

  run<T>(key: string, action: () => T): T {
    this.#marks.entered(key);
    return this.#storage.run(key, action);
  }
}
