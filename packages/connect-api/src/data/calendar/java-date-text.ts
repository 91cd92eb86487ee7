import { fromEpochMs, msPerDay } from './hybrid-calendar.ts';
import { toWallMs } from './local-zone.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const thursday = 4;

let zoneNames: Intl.DateTimeFormat | null = null;

/** An instant as Java prints it: `Tue Nov 14 22:13:20 UTC 2023`, in the time zone of the process. */
export function formatJavaDate(instant: Date): string {
  const wallMs = toWallMs(instant.getTime());
  const wall = fromEpochMs(wallMs);
  const weekday = (((Math.floor(wallMs / msPerDay) + thursday) % 7) + 7) % 7;
  const clock = [wall.hour, wall.minute, wall.second].map(twoDigits).join(':');
  const year = wall.year > 0 ? wall.year : 1 - wall.year;
  return `${weekdays[weekday]} ${months[wall.month - 1]} ${twoDigits(wall.day)} ${clock} ${zoneName(instant)} ${String(year).padStart(4, '0')}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function zoneName(instant: Date): string {
  zoneNames ??= new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' });
  return zoneNames.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? '';
}
