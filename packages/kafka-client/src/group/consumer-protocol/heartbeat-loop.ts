import { KafkaError } from '../../errors/kafka-error.ts';
import { backoffMs, type BackoffOptions } from '../../timing/backoff.ts';
import { timerMs } from '../../timing/delay.ts';
import type { HeartbeatResponse } from './consumer-group-requests.ts';

export interface HeartbeatLoopParts {
  readonly backoff: BackoffOptions;
  /** Sends one; rejects with a KafkaError. */
  readonly beat: () => Promise<HeartbeatResponse>;
  readonly onAnswered: (response: HeartbeatResponse) => void;
  readonly onRefused: (error: KafkaError) => void;
}

/**
 * Sends heartbeats, one at a time and as often as the coordinator wants them, from the first `beatSoon` until it is
 * stopped.
 */
export class HeartbeatLoop {
  readonly #parts: HeartbeatLoopParts;
  /** Answers to heartbeats of an earlier run mean nothing to the present one. */
  #run = 0;
  #isRunning = false;
  #isUnderWay = false;
  #isAgainWanted = false;
  #failuresInARow = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: HeartbeatLoopParts) {
    this.#parts = parts;
  }

  /** Sends a heartbeat at once, or as soon as the one under way is answered; after failures not before their pause. */
  beatSoon(): void {
    if (!this.#isRunning) this.#start();
    else if (this.#isUnderWay) this.#isAgainWanted = true;
    else if (this.#failuresInARow === 0) this.#arm(0);
  }

  stop(): void {
    this.#run += 1;
    this.#isRunning = false;
    this.#isUnderWay = false;
    clearTimeout(this.#timer);
  }

  #start(): void {
    this.#isRunning = true;
    this.#isAgainWanted = false;
    this.#failuresInARow = 0;
    this.#arm(0);
  }

  #arm(waitMs: number): void {
    const run = this.#run;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#beat(run), timerMs(waitMs));
  }

  async #beat(run: number): Promise<void> {
    this.#isUnderWay = true;
    this.#isAgainWanted = false;
    let waitMs = 0;
    let then: () => void;
    try {
      const response = await this.#parts.beat();
      waitMs = response.heartbeatIntervalMs;
      this.#failuresInARow = run === this.#run ? 0 : this.#failuresInARow;
      then = () => this.#parts.onAnswered(response);
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      if (run === this.#run) this.#failuresInARow += 1;
      waitMs = backoffMs(this.#failuresInARow, this.#parts.backoff);
      then = () => this.#parts.onRefused(error);
    }
    if (run !== this.#run) return;
    this.#isUnderWay = false;
    this.#arm(this.#isAgainWanted && this.#failuresInARow === 0 ? 0 : waitMs);
    then();
  }
}
