import { msPerDay } from './hybrid-calendar.ts';

/** How many whole days an instant is from the epoch, towards the epoch. */
export function wholeDays(epochMs: number | bigint): number {
  return typeof epochMs === 'number' ? Math.trunc(epochMs / msPerDay) : Number(epochMs / BigInt(msPerDay));
}

/** The milliseconds beyond the {@link wholeDays}, with the sign of the instant; NaN for NaN. */
export function msBeyondDays(epochMs: number | bigint): number {
  return typeof epochMs === 'number' ? epochMs % msPerDay : Number(epochMs % BigInt(msPerDay));
}
