/** Over which time rates, means and extremes are taken. */
export interface WindowOptions {
  /** `metrics.sample.window.ms`. */
  readonly windowMs: number;
  /** `metrics.num.samples`. */
  readonly windows: number;
}

export const defaultWindows: WindowOptions = { windowMs: 30_000, windows: 2 };
