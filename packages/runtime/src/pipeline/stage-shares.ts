/** How many records pass before the stages of one are timed apart. */
const sampledEvery = 256;
/** The first records find everything cold. */
const firstSampled = 32;

/** Learns from one record in many which share of the time in a pipeline its transformations take. */
export class StageShares {
  #untilNext = firstSampled;
  #transformMs = 0;
  #wholeMs = 0;

  /** Asked once a record: whether to time this one. */
  isDue(): boolean {
    this.#untilNext -= 1;
    if (this.#untilNext > 0) return false;
    this.#untilNext = sampledEvery;
    return true;
  }

  took(transformMs: number, conversionMs: number): void {
    this.#transformMs += transformMs;
    this.#wholeMs += transformMs + conversionMs;
  }

  /** 0 while nothing is known. */
  get transformShare(): number {
    return this.#wholeMs === 0 ? 0 : this.#transformMs / this.#wholeMs;
  }
}
