const units = [
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** A duration in the largest unit that it has two of, rounded: `95 s`, `3 h`. */
export function formatDuration(durationMs: number): string {
  for (const [unit, unitMs] of units) {
    if (durationMs >= 2 * unitMs) return `${Math.round(durationMs / unitMs)} ${unit}`;
  }
  return `${Math.round(durationMs)} ms`;
}
