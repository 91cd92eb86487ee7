const firstWaitMs = 300;

/**
 * How long to wait before a record is tried again, as Kafka Connect does (KIP-298): 300 ms, twice as long each time,
 * and beyond the longest wait some random time within it, so that tasks that failed together do not come together.
 * @param tries - how often it was tried, from 1.
 */
export function retryWaitMs(tries: number, maxMs: number, random: () => number = Math.random): number {
  const waitMs = firstWaitMs * 2 ** (tries - 1);
  return waitMs <= maxMs ? waitMs : random() * Math.max(maxMs, 0);
}
