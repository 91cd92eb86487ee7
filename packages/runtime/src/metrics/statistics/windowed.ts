import type { WindowOptions } from './window-options.ts';

interface Window {
  startMs: number;
  lastMs: number;
  events: number;
  sum: number;
  max: number;
  min: number;
}

/**
 * What happened in the last windows, as Kafka takes it: events go into the window of their time; a window is forgotten
 * when its last event is older than all windows together; one window more is kept than counts, as those at the ends are
 * there in part only. Times are of a monotonic clock and never go back.
 */
export class Windowed {
  readonly #options: WindowOptions;
  readonly #windows: Window[] = [];
  #current = 0;

  constructor(options: WindowOptions) {
    this.#options = options;
  }

  /** Takes one event, for example a batch and how many records it had. */
  record(value: number, nowMs: number): void {
    const window = this.#windowAt(nowMs);
    window.events += 1;
    window.sum += value;
    window.max = Math.max(window.max, value);
    window.min = Math.min(window.min, value);
    window.lastMs = nowMs;
  }

  events(nowMs: number): number {
    return this.#total(nowMs, ({ events }) => events);
  }

  sum(nowMs: number): number {
    return this.#total(nowMs, ({ sum }) => sum);
  }

  /** The values of the events per second. */
  rate(nowMs: number): number {
    return this.sum(nowMs) / (this.#spanMs(nowMs) / 1000);
  }

  /** NaN without events. */
  avg(nowMs: number): number {
    return this.sum(nowMs) / this.events(nowMs);
  }

  /** NaN without events. */
  max(nowMs: number): number {
    return this.#extreme(nowMs, (windows) => Math.max(...windows.map(({ max }) => max)));
  }

  /** NaN without events. */
  min(nowMs: number): number {
    return this.#extreme(nowMs, (windows) => Math.min(...windows.map(({ min }) => min)));
  }

  #extreme(nowMs: number, extremeOf: (windows: readonly Window[]) => number): number {
    return this.events(nowMs) === 0 ? Number.NaN : extremeOf(this.#windows);
  }

  #total(nowMs: number, figureOf: (window: Window) => number): number {
    this.#forgetOld(nowMs);
    return this.#windows.reduce((total, window) => total + figureOf(window), 0);
  }

  /** The time that rates are over: at least all windows but the last, which may just have begun. */
  #spanMs(nowMs: number): number {
    const { windowMs, windows } = this.#options;
    this.#forgetOld(nowMs);
    const oldestMs = Math.min(nowMs, ...this.#windows.map(({ startMs }) => startMs));
    const elapsedMs = nowMs - oldestMs;
    const missing = windows - 1 - Math.floor(elapsedMs / windowMs);
    return Math.max(elapsedMs + Math.max(missing, 0) * windowMs, 1);
  }

  #windowAt(nowMs: number): Window {
    const window = this.#windows[this.#current];
    if (window === undefined) return (this.#windows[this.#current] = emptyWindow(nowMs));
    if (nowMs - window.startMs < this.#options.windowMs) return window;
    this.#current = (this.#current + 1) % (this.#options.windows + 1);
    return (this.#windows[this.#current] = emptyWindow(nowMs));
  }

  #forgetOld(nowMs: number): void {
    const keptMs = this.#options.windowMs * this.#options.windows;
    for (const [index, { lastMs }] of this.#windows.entries()) {
      if (nowMs - lastMs >= keptMs) this.#windows[index] = emptyWindow(nowMs);
    }
  }
}

function emptyWindow(startMs: number): Window {
  return { startMs, lastMs: startMs, events: 0, sum: 0, max: -Infinity, min: Infinity };
}
