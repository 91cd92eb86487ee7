import type { RpcChannel } from '../channel/rpc-channel.ts';

export interface HeartbeatParts {
  readonly channel: RpcChannel;
  /** After so long without an answer the thread counts as blocked; 0 is never. */
  readonly limitMs: number;
  readonly onBlocked: (silentMs: number) => void;
}

const longestIntervalMs = 2000;

/** What a thread gets to load its code, whatever the limit. */
const startMs = 30_000;

/**
 * Asks a thread again and again whether it still answers. Time in which this very thread did not run does not count: the
 * machine slept, or the process was stopped.
 */
export class Heartbeat {
  readonly #parts: HeartbeatParts;
  readonly #timer: NodeJS.Timeout;
  readonly #intervalMs: number;
  #isAsking = false;
  #hasStarted = false;
  #silentMs = 0;
  #lastMs = performance.now();

  constructor(parts: HeartbeatParts) {
    this.#parts = parts;
    const { limitMs } = parts;
    this.#intervalMs = limitMs > 0 ? Math.min(longestIntervalMs, limitMs / 10) : longestIntervalMs;
    this.#timer = setInterval(() => this.#tick(), this.#intervalMs);
    this.#timer.unref();
  }

  /** How long it has not answered, 0 when it did the last time. */
  get silentMs(): number {
    return this.#silentMs;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const nowMs = performance.now();
    const elapsedMs = Math.min(nowMs - this.#lastMs, 2 * this.#intervalMs);
    this.#lastMs = nowMs;
    if (!this.#isAsking) {
      this.#ask();
      return;
    }
    this.#silentMs += elapsedMs;
    const { limitMs, onBlocked } = this.#parts;
    const allowedMs = this.#hasStarted ? limitMs : Math.max(limitMs, startMs);
    if (limitMs === 0 || this.#silentMs < allowedMs) return;
    this.stop();
    onBlocked(this.#silentMs);
  }

  #ask(): void {
    this.#isAsking = true;
    const answered = (): void => {
      this.#isAsking = false;
      this.#hasStarted = true;
      this.#silentMs = 0;
    };
    // A channel that was closed belongs to a thread that is given up.
    this.#parts.channel.call('ping').then(answered, () => this.stop());
  }
}
