/** Takes turns whenever there may be something to do, one after the other. */
export class ControlLoop {
  readonly #turn: () => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  #isWanted = false;
  #running: Promise<void> | null = null;
  #isStopped = false;

  /** @param onFailure - told of what a turn throws; no turn comes after it. */
  constructor(turn: () => Promise<void>, onFailure: (error: unknown) => void) {
    this.#turn = turn;
    this.#onFailure = onFailure;
  }

  /** There may be something to do: a turn comes, after the one under way. */
  wake(): void {
    this.#isWanted = true;
    if (!this.#isStopped) this.#running ??= this.#run();
  }

  /** Resolves when no turn is under way any more; none comes after it. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    // Whoever wakes the loop is not part of the turn.
    await Promise.resolve();
    try {
      while (this.#isWanted && !this.#isStopped) {
        this.#isWanted = false;
        await this.#turn();
      }
    } catch (error) {
      this.#isStopped = true;
      this.#onFailure(error);
    } finally {
      this.#running = null;
    }
  }
}
