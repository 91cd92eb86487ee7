/** Milliseconds of a clock that never goes back nor jumps and is the same in every thread of the process. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
