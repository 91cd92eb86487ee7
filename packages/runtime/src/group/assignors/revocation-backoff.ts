// The first pause, in ms, and the factor from each to the next.
const base = 40;

/**
 * For how long work is not taken away again to even out, after so many rounds in a row that wanted to. The highest
 * pause is reached through the exponent, so that rounding shows in it: Java workers have it so.
 */
export function revocationBackoffMs(rounds: number, maxDelayMs: number): number {
  if (maxDelayMs <= 1) return maxDelayMs;
  const highestExponent = Math.log(maxDelayMs) / Math.log(base);
  return Math.min(Math.trunc(base ** Math.min(rounds, highestExponent)), maxDelayMs);
}
