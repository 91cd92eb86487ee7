import { counterpartOf } from './calendar-cycle.ts';
import { epochMsOf } from './far-instant.ts';
import { fromEpochMs, msPerDay } from './hybrid-calendar.ts';
import { toWallMs } from './local-zone.ts';
import { zoneNameAt } from './zone-name.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const thursday = 4;

/** An instant as Java prints it: `Tue Nov 14 22:13:20 UTC 2023`, in the time zone of the process. */
export function formatJavaDate(instant: Date): string {
  const { epochMs, shiftYears } = counterpartOf(epochMsOf(instant));
  const wallMs = toWallMs(epochMs);
  const wall = fromEpochMs(wallMs);
  const weekday = (((Math.floor(wallMs / msPerDay) + thursday) % 7) + 7) % 7;
  const clock = [wall.hour, wall.minute, wall.second].map(twoDigits).join(':');
  const year = wall.year + shiftYears;
  const yearOfEra = year > 0 ? year : 1 - year;
  return `${weekdays[weekday]} ${months[wall.month - 1]} ${twoDigits(wall.day)} ${clock} ${zoneNameAt(epochMs)} ${String(yearOfEra).padStart(4, '0')}`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
