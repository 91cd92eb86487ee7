const pattern =
  /^([+-]?)P(?:([+-]?\d+)D)?(T(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?)(\d+)(?:[.,](\d{0,9}))?S)?)?$/i;
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const minuteMs = 60_000;

/**
 * Milliseconds of a duration of ISO 8601 as Java's `Duration` reads it: days to seconds, each with a sign of its own,
 * the seconds with a fraction; `P1DT2H3M4.5S`. `null` where the text is none.
 */
export function parseIsoDuration(text: string): number | null {
  const match = pattern.exec(text.trim());
  if (match === null) return null;
  const [, sign, days, time, hours, minutes, secondsSign, seconds, fraction = ''] = match;
  const hasTime = hours !== undefined || minutes !== undefined || seconds !== undefined;
  if ((time !== undefined && !hasTime) || (days === undefined && !hasTime)) return null;
  const secondsMs = Number(`${secondsSign ?? ''}${seconds ?? 0}.${fraction}`) * 1000;
  const ms = part(days, dayMs) + part(hours, hourMs) + part(minutes, minuteMs) + secondsMs;
  return sign === '-' ? -ms : ms;
}

function part(digits: string | undefined, unitMs: number): number {
  return Number(digits ?? 0) * unitMs;
}
