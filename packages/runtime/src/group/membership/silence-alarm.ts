/** Rings when the coordinator of a group has been silent for too long. */
export class SilenceAlarm {
  readonly #limitMs: number;
  readonly #ring: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMs: number, ring: () => void) {
    this.#limitMs = limitMs;
    this.#ring = ring;
  }

  /** Told at every change for how long the coordinator has been silent; `null` while it answers. */
  heard(silentForMs: number | null): void {
    clearTimeout(this.#timer);
    if (silentForMs === null) return;
    this.#timer = setTimeout(this.#ring, Math.max(1, Math.ceil(this.#limitMs - silentForMs)));
  }

  disarm(): void {
    clearTimeout(this.#timer);
  }
}
