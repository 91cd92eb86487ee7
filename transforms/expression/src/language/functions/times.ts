import type { Evaluation } from '../evaluate/evaluation.ts';
import type { Duration } from '../values/duration.ts';
import { nsPerMs, nsPerSecond, type Instant } from '../values/instant.ts';
import { member, overload, type FunctionDefinition, type Overload } from './overload.ts';
import { wallDate } from './time-zone.ts';

const msPerDay = 86_400_000;
/** What finding out the time in a zone takes. */
const zoneSteps = 100;

/** One part of a timestamp, in UTC or in a zone. */
function part(read: (date: Date) => number): readonly Overload[] {
  const run = ({ epochMs }: Instant, [zone]: readonly [string?], at: Evaluation) => {
    if (zone !== undefined) at.spend(zoneSteps);
    return BigInt(read(wallDate(epochMs, zone ?? null)));
  };
  return [overload(['timestamp'], 'int', run), overload(['timestamp', 'string'], 'int', run)];
}

/** A duration in whole units. */
function inUnits(ns: bigint): Overload {
  return overload(['duration'], 'int', (duration: Duration) => duration.ns / ns);
}

function dayOfYear(date: Date): number {
  const start = new Date(date);
  start.setUTCMonth(0, 1);
  return Math.round((date.getTime() - start.getTime()) / msPerDay);
}

/** The parts of timestamps and durations. Months, days of the month and of the year count from 0, as CEL has it. */
export const timeFunctions: readonly FunctionDefinition[] = [
  member('getFullYear', ...part((date) => date.getUTCFullYear())),
  member('getMonth', ...part((date) => date.getUTCMonth())),
  member('getDate', ...part((date) => date.getUTCDate())),
  member('getDayOfMonth', ...part((date) => date.getUTCDate() - 1)),
  member('getDayOfWeek', ...part((date) => date.getUTCDay())),
  member('getDayOfYear', ...part(dayOfYear)),
  member('getHours', ...part((date) => date.getUTCHours()), inUnits(3600n * nsPerSecond)),
  member('getMinutes', ...part((date) => date.getUTCMinutes()), inUnits(60n * nsPerSecond)),
  member('getSeconds', ...part((date) => date.getUTCSeconds()), inUnits(nsPerSecond)),
  member(
    'getMilliseconds',
    ...part((date) => date.getUTCMilliseconds()),
    overload(['duration'], 'int', ({ ns }: Duration) => (ns % nsPerSecond) / nsPerMs),
  ),
];
