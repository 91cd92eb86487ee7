import { msPerDay } from './hybrid-calendar.ts';

const maxDays = 1000;

let format: Intl.DateTimeFormat | null = null;

/** The names of whole days, since asking costs more than all else of a date; null where it changes within the day. */
const namesByDay = new Map<number, string | null>();

/** What the time zone of the process is called at an instant: `UTC`, `EST`, `GMT+2`. */
export function zoneNameAt(epochMs: number): string {
  const day = Math.floor(epochMs / msPerDay);
  let name = namesByDay.get(day);
  if (name === undefined) {
    name = nameOfDay(day);
    if (namesByDay.size === maxDays) namesByDay.clear();
    namesByDay.set(day, name);
  }
  return name ?? askName(epochMs);
}

/** No clock is changed and changed back within a day. */
function nameOfDay(day: number): string | null {
  const first = askName(day * msPerDay);
  return first === askName((day + 1) * msPerDay - 1) ? first : null;
}

function askName(epochMs: number): string {
  format ??= new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' });
  return format.formatToParts(epochMs).find((part) => part.type === 'timeZoneName')?.value ?? '';
}
