import {
  clockText,
  dateText,
  fractionDigits,
  momentText,
  startOfYear,
  yearOf,
  type Moment,
} from './instant-text.ts';
import { misfit } from './misfit.ts';
import type { TargetColumn, TargetLimits } from './target-type.ts';

const msPerDay = 86_400_000;

/** Makes the text of a moment that fits; throws for any other. `null` says that it is not one the calendar reaches. */
export type MomentFit = (moment: Moment | null) => string;

/** Days, as the moments in which they begin. */
export function fitDate(target: TargetColumn, limits: TargetLimits): MomentFit | null {
  const reached = reachable(target, limits);
  switch (target.type.kind) {
    case 'date':
    case 'text':
    case 'other':
      return (moment) => farText(limits, dateText(reached(moment).epochMs));
    case 'timestamp':
      return (moment) => farText(limits, momentText(reached(moment)));
    default:
      return null;
  }
}

/** Times of day, as moments of the first day of 1970. */
export function fitTime(target: TargetColumn): MomentFit | null {
  const { type } = target;
  const withinDay = (moment: Moment | null): Moment => {
    if (moment !== null && moment.epochMs >= 0 && moment.epochMs < msPerDay) return moment;
    throw misfit(target, 'it is beyond the hours of a day');
  };
  switch (type.kind) {
    case 'time':
      return (moment) => clockText(withDigits(target, withinDay(moment), type.digits));
    case 'text':
    case 'other':
      return (moment) => clockText(withinDay(moment));
    default:
      return null;
  }
}

/** Points in time; `local` are those that name no time zone. */
export function fitTimestamp(target: TargetColumn, limits: TargetLimits, local: boolean): MomentFit | null {
  const { type } = target;
  const reached = reachable(target, limits);
  const onWall = (moment: Moment): Moment =>
    local ? moment : { ...moment, epochMs: moment.epochMs + limits.zoneShiftMs(moment.epochMs) };
  switch (type.kind) {
    case 'timestamp':
      return (moment) =>
        farText(limits, momentText(onWall(withDigits(target, reached(moment), type.digits))));
    case 'zoned timestamp':
      return (moment) => zonedText(limits, withDigits(target, reached(moment), type.digits));
    case 'date':
      return (moment) => {
        const wall = onWall(reached(moment));
        if (wall.epochMs % msPerDay === 0 && wall.nanos === 0) return farText(limits, dateText(wall.epochMs));
        throw misfit(target, `${momentText(wall)} is not midnight`);
      };
    case 'text':
    case 'other':
      return (moment) => momentText(onWall(reached(moment)));
    default:
      return null;
  }
}

function reachable(
  target: TargetColumn,
  { minYear, maxYear }: TargetLimits,
): (moment: Moment | null) => Moment {
  const [first, end] = [startOfYear(minYear), startOfYear(maxYear + 1)];
  return (moment) => {
    if (moment === null) throw misfit(target, 'it is too far from today');
    // The last year that is reached may be the last of all, which has no end.
    if (moment.epochMs >= first && !(moment.epochMs >= end)) return moment;
    throw misfit(target, `the year ${yearOf(moment)} is beyond ${minYear} to ${maxYear}`);
  };
}

function withDigits(target: TargetColumn, moment: Moment, digits: number): Moment {
  const needed = fractionDigits(moment);
  if (needed <= digits) return moment;
  throw misfit(target, `${momentText(moment)} has ${needed} digits of a second`);
}

function farText(limits: TargetLimits, text: string): string {
  return text.startsWith('+') || text.startsWith('-') || text.startsWith('0000')
    ? limits.farYears(text)
    : text;
}

function zonedText(limits: TargetLimits, moment: Moment): string {
  return farText(limits, `${momentText(moment)}${limits.zoneSuffix}`);
}
