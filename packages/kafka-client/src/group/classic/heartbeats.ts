import { KafkaError } from '../../errors/kafka-error.ts';
import { timerMs } from '../../timing/delay.ts';

export interface HeartbeatsParts {
  readonly intervalMs: number;
  /** How long to wait after a heartbeat that got no answer. */
  readonly retryMs: number;
  /** Sends one; rejects with a KafkaError. */
  readonly beat: () => Promise<void>;
  /** Called with every good answer while heartbeats are wanted. */
  readonly onAnswered: () => void;
  /** Called with every error while heartbeats are wanted. */
  readonly onRefused: (error: KafkaError) => void;
}

/** Sends heartbeats one after the other, as long as they are wanted. */
export class Heartbeats {
  readonly #parts: HeartbeatsParts;
  #timer: NodeJS.Timeout | undefined;
  #isWanted = false;
  /** An answer to a heartbeat of an earlier run means nothing to the present one. */
  #run = 0;

  constructor(parts: HeartbeatsParts) {
    this.#parts = parts;
  }

  set isWanted(isWanted: boolean) {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    this.#run += 1;
    clearTimeout(this.#timer);
    if (isWanted) this.#arm(this.#parts.intervalMs);
  }

  #arm(waitMs: number): void {
    const run = this.#run;
    this.#timer = setTimeout(() => void this.#beat(run), timerMs(waitMs));
  }

  async #beat(run: number): Promise<void> {
    let waitMs = this.#parts.intervalMs;
    try {
      await this.#parts.beat();
      if (run === this.#run) this.#parts.onAnswered();
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      if (error.retriable) waitMs = this.#parts.retryMs;
      if (run === this.#run) this.#parts.onRefused(error);
    }
    if (run === this.#run) this.#arm(waitMs);
  }
}
