import { counterpartOf } from './calendar-cycle.ts';
import { epochMsOf } from './far-instant.ts';
import { fromEpochMs, msPerDay } from './hybrid-calendar.ts';
import { toWallMs } from './local-zone.ts';
import { zoneNameAt } from './zone-name.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const thursday = 4;
const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

interface Day {
  /** Days since 1970 on the wall. */
  readonly number: number;
  /** `Tue Nov 14` */
  readonly text: string;
  readonly year: number;
}

/** Instants that are written one after the other are often of one day. */
let lastDay: Day = { number: Number.NaN, text: '', year: 0 };

/** An instant as Java prints it: `Tue Nov 14 22:13:20 UTC 2023`, in the time zone of the process. */
export function formatJavaDate(instant: Date): string {
  const { epochMs, shiftYears } = counterpartOf(epochMsOf(instant));
  const wallMs = toWallMs(epochMs);
  const number = Math.floor(wallMs / msPerDay);
  if (lastDay.number !== number) lastDay = dayOf(number);
  const second = Math.floor((wallMs - number * msPerDay) / 1000);
  const minute = Math.floor(second / 60);
  const clock = `${twoDigits[Math.floor(minute / 60)]}:${twoDigits[minute % 60]}:${twoDigits[second % 60]}`;
  const year = lastDay.year + shiftYears;
  const yearOfEra = year > 0 ? year : 1 - year;
  const yearText = yearOfEra < 1000 ? String(yearOfEra).padStart(4, '0') : String(yearOfEra);
  return `${lastDay.text} ${clock} ${zoneNameAt(epochMs)} ${yearText}`;
}

function dayOf(number: number): Day {
  const { year, month, day } = fromEpochMs(number * msPerDay);
  const weekday = (((number + thursday) % 7) + 7) % 7;
  return { number, text: `${weekdays[weekday]} ${months[month - 1]} ${twoDigits[day]}`, year };
}
