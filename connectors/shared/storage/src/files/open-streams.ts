/** Something that holds a file or a connection open while it is used, and can do without for a while. */
export interface Parkable {
  /** Closes it for now. */
  park(): Promise<void>;
}

/** Keeps few files open at a time: the one that was used the longest ago is parked for another. */
export class OpenStreams {
  readonly #most: number;
  readonly #open = new Map<Parkable, { uses: number; lastMs: number }>();
  readonly #parking = new Map<Parkable, Promise<void>>();
  #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Does something with an open file, which is not parked meanwhile. */
  async use<T>(one: Parkable, work: () => Promise<T>): Promise<T> {
    const entry = await this.#enter(one);
    try {
      return await work();
    } finally {
      entry.uses -= 1;
      entry.lastMs = performance.now();
      this.#wake();
    }
  }

  /** It is not needed any more. */
  async release(one: Parkable): Promise<void> {
    while (this.#parking.has(one)) await this.#parking.get(one);
    this.#open.delete(one);
    this.#wake();
    await one.park();
  }

  /** Parks what was not used for so long. */
  async parkIdle(idleMs: number): Promise<void> {
    const beforeMs = performance.now() - idleMs;
    const idle = [...this.#open].filter(([, { uses, lastMs }]) => uses === 0 && lastMs < beforeMs);
    await Promise.all(idle.map(([one]) => this.#park(one)));
  }

  async closeAll(): Promise<void> {
    const open = [...this.#open.keys()];
    this.#open.clear();
    await Promise.allSettled(open.map((one) => one.park()));
  }

  /** Counts a use before anybody else can take its place. */
  async #enter(one: Parkable): Promise<{ uses: number; lastMs: number }> {
    for (;;) {
      // Looked at again after each wait, since another may have begun to park it meanwhile.
      if (this.#parking.has(one)) {
        await this.#parking.get(one);
        continue;
      }
      const known = this.#open.get(one);
      if (known !== undefined) {
        // The first of a map was used the longest ago.
        this.#open.delete(one);
        this.#open.set(one, known);
        known.uses += 1;
        return known;
      }
      if (this.#open.size < this.#most) {
        const entry = { uses: 1, lastMs: performance.now() };
        this.#open.set(one, entry);
        return entry;
      }
      await this.#makeRoom();
    }
  }

  async #makeRoom(): Promise<void> {
    for (const [one, { uses }] of this.#open) {
      if (uses === 0) return this.#park(one);
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async #park(one: Parkable): Promise<void> {
    this.#open.delete(one);
    const parked = one.park().finally(() => {
      this.#parking.delete(one);
      this.#wake();
    });
    this.#parking.set(
      one,
      parked.catch(() => {}),
    );
    await parked;
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }
}
