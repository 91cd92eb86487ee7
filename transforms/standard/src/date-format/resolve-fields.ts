import { instantAt, msPerDay } from '@sluice/connect-api';
import { epochDayOf, onOrBefore } from './moment.ts';
import type { CalendarField, ParsedFields } from './parsed-fields.ts';

/**
 * The instant that fields mean; what is missing is as on 1970-01-01T00:00 UTC, what is out of range rolls over.
 * `null` when it is beyond 64 bits.
 */
export function resolveInstant(fields: ParsedFields): Date | null {
  const days = isWeekDate(fields) ? dayOfWeekDate(fields) : dayOf(fields);
  const ms = msOfDay(fields) - fields.get('zoneOffsetMs', 0);
  const epochMs = days * msPerDay + ms;
  if (Number.isSafeInteger(epochMs)) return instantAt(epochMs);
  const exactMs = BigInt(days) * BigInt(msPerDay) + BigInt(ms);
  return BigInt.asIntN(64, exactMs) === exactMs ? instantAt(exactMs) : null;
}

/** A year of weeks counts unless a calendar year comes after it. */
function isWeekDate(fields: ParsedFields): boolean {
  return fields.stampOf('weekYear') > fields.stampOf('year');
}

const sunday = 1;

function dayOfWeekDate(fields: ParsedFields): number {
  const firstSunday = onOrBefore(epochDayOf(fields.get('weekYear', 1970), 1, 1), 0);
  return firstSunday + 7 * (fields.get('weekOfYear', 1) - 1) + weekdayOffset(fields.get('weekday', sunday));
}

/** Days after Sunday. Only ISO numbers can be out of range: they count from Monday, 1, and roll over. */
function weekdayOffset(weekday: number): number {
  if (weekday >= 1 && weekday <= 7) return weekday - 1;
  const isoDay = ((((weekday - 1) % 7) + 7) % 7) + 1;
  return Math.floor((weekday - 1) / 7) * 7 + (isoDay % 7);
}

/** Ways to say which day it is. */
type DayRule = 'day' | 'weekOfMonth' | 'weekdayInMonth' | 'dayOfYear' | 'weekOfYear';

const dayRules: Readonly<Record<DayRule, (fields: ParsedFields) => number>> = {
  day: (fields) => epochDayOf(yearOf(fields), fields.get('month', 1), fields.get('day', 1)),
  weekOfMonth: (fields) => inWeek(monthStart(fields), fields.get('weekOfMonth', 1), fields),
  weekdayInMonth: dayByWeekdayInMonth,
  dayOfYear: (fields) => epochDayOf(yearOf(fields), 1, fields.get('dayOfYear', 1)),
  weekOfYear: (fields) => inWeek(epochDayOf(yearOf(fields), 1, 1), fields.get('weekOfYear', 1), fields),
};

function dayOf(fields: ParsedFields): number {
  return dayRules[dayRuleOf(fields)](fields);
}

/**
 * The rule whose fields were set last. Those with weeks need a weekday, and only where no rule is complete do they
 * count by themselves.
 */
function dayRuleOf(fields: ParsedFields): DayRule {
  const weekday = fields.stampOf('weekday');
  const stamps = (rule: DayRule): number => fields.stampOf(rule);
  const withWeekday = (rule: DayRule): number =>
    weekday === 0 || stamps(rule) === 0 ? 0 : Math.max(weekday, stamps(rule));
  const complete = latest({
    day: stamps('day'),
    weekOfMonth: withWeekday('weekOfMonth'),
    weekdayInMonth: withWeekday('weekdayInMonth'),
    dayOfYear: stamps('dayOfYear'),
    weekOfYear: withWeekday('weekOfYear'),
  });
  const alone = {
    weekOfMonth: stamps('weekOfMonth'),
    weekdayInMonth: Math.max(stamps('weekdayInMonth'), weekday),
    weekOfYear: stamps('weekOfYear'),
  };
  return complete(fields) ?? latest(alone)(fields) ?? 'day';
}

/** Of rules that a weekday completed at once, the one whose own field came last; `null` when there is none. */
function latest(
  stamps: Partial<Readonly<Record<DayRule, number>>>,
): (fields: ParsedFields) => DayRule | null {
  return (fields) => {
    let best: DayRule | null = null;
    for (const [rule, stamp] of Object.entries(stamps) as [DayRule, number][]) {
      if (stamp === 0) continue;
      const bestStamp = best === null ? 0 : (stamps[best] ?? 0);
      const isLater =
        stamp > bestStamp ||
        (stamp === bestStamp && best !== null && fields.stampOf(rule) > fields.stampOf(best));
      if (isLater) best = rule;
    }
    return best;
  };
}

function yearOf(fields: ParsedFields): number {
  const year = fields.get('year', 1970);
  return fields.get('era', 1) === 1 ? year : 1 - year;
}

function monthStart(fields: ParsedFields): number {
  return epochDayOf(yearOf(fields), fields.get('month', 1), 1);
}

/** A weekday, Sunday by default, of the nth week; the first week is the one with the given day. */
function inWeek(firstDay: number, week: number, fields: ParsedFields): number {
  const weekdayIndex = (((fields.get('weekday', sunday) - 1) % 7) + 7) % 7;
  return onOrBefore(firstDay, 0) + 7 * (week - 1) + weekdayIndex;
}

/** The nth such weekday of the month; counted from its end when n is negative. */
function dayByWeekdayInMonth(fields: ParsedFields): number {
  const count = fields.get('weekdayInMonth', 1);
  const weekday = fields.get('weekday', sunday) - 1;
  const first = monthStart(fields);
  if (count >= 0) return onOrBefore(first + 7 * count - 1, weekday);
  const next = epochDayOf(yearOf(fields), fields.get('month', 1) + 1, 1);
  return onOrBefore(next - 1 + 7 * (count + 1), weekday);
}

function msOfDay(fields: ParsedFields): number {
  const seconds = (hourOf(fields) * 60 + fields.get('minute', 0)) * 60 + fields.get('second', 0);
  return seconds * 1000 + fields.get('millisecond', 0);
}

/** Of an hour of the day and one of half a day, the one that was completed last counts. */
function hourOf(fields: ParsedFields): number {
  const stamp = (field: CalendarField): number => fields.stampOf(field);
  const ofHalfDay =
    Math.min(stamp('hourOfHalfDay'), stamp('halfDay')) === 0
      ? 0
      : Math.max(stamp('hourOfHalfDay'), stamp('halfDay'));
  const hour = stamp('hour');
  const usesHour = hour > 0 && hour >= ofHalfDay;
  if (usesHour) return fields.get('hour', 0);
  return fields.get('hourOfHalfDay', 0) + 12 * fields.get('halfDay', 0);
}
