import { hash } from 'node:crypto';

/**
 * When a target is scraped: at a place of its own within the interval, the same after every restart, so that many targets
 * are spread over it.
 */
export function scrapeOffsetMs(identity: string, intervalMs: number): number {
  return Number(BigInt(`0x${hash('sha1', identity, 'hex').slice(0, 12)}`) % BigInt(intervalMs));
}

/** The next time after now that is due. */
export function nextScrapeMs(nowMs: number, intervalMs: number, offsetMs: number): number {
  return (Math.floor((nowMs - offsetMs) / intervalMs) + 1) * intervalMs + offsetMs;
}
