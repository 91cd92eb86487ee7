const syntax =
  /^([+-]?\d{4,9})(?:-(\d{2})(?:-(\d{2}))?)?(?:T(\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/;

/** The instant of a text of ISO 8601, in UTC where it names no offset; `null` when it is something else. */
export function parseIsoInstant(text: string): number | null {
  const match = syntax.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const parts = {
    month: number(month, 1),
    day: number(day, 1),
    hour: number(hour),
    minute: number(minute),
    second: number(second),
  };
  const date = new Date(0);
  date.setUTCFullYear(Number(year), parts.month - 1, parts.day);
  if (date.getUTCMonth() !== parts.month - 1 || date.getUTCDate() !== parts.day) return null;
  if (parts.hour > 23 || parts.minute > 59 || parts.second > 59) return null;
  date.setUTCHours(
    parts.hour,
    parts.minute,
    parts.second,
    Number((fraction ?? '').padEnd(3, '0').slice(0, 3)),
  );
  return date.getTime() - offsetMinutes(zone) * 60_000;
}

function number(text: string | undefined, otherwise = 0): number {
  return text === undefined ? otherwise : Number(text);
}

function offsetMinutes(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', ''));
  return zone.startsWith('-') ? -minutes : minutes;
}
