import { failure } from '../evaluate/evaluation-failure.ts';

export const nsPerSecond = 1_000_000_000n;
export const nsPerMs = 1_000_000n;

const firstNs = -62_135_596_800n * nsPerSecond;
const lastNs = 253_402_300_800n * nsPerSecond - 1n;

const syntax = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** An instant in the years 1 to 9999, exact to the nanosecond: a `timestamp`. */
export class Instant {
  /** Nanoseconds since the epoch. */
  readonly ns: bigint;

  /** @throws EvaluationFailure when it is in another year. */
  constructor(ns: bigint) {
    if (ns < firstNs || ns > lastNs) throw failure('a timestamp lies in the years 1 to 9999');
    this.ns = ns;
  }

  /** Reads RFC 3339. @throws EvaluationFailure when the text is something else. */
  static parse(text: string): Instant {
    const match = syntax.exec(text);
    const wall = match === null ? null : wallMs(match.slice(1, 7).map(Number));
    if (match === null || wall === null) {
      throw failure('timestamp() takes text such as 2026-01-31T12:00:00Z or 2026-01-31T12:00:00.5+01:00');
    }
    const [, , , , , , , fraction = '', sign, hours = '0', minutes = '0'] = match;
    const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
    return new Instant(BigInt(wall - offsetMs) * nsPerMs + BigInt(fraction.padEnd(9, '0')));
  }

  /** Whole milliseconds since the epoch, rounded down. */
  get epochMs(): number {
    return Number((this.ns - positiveRemainder(this.ns, nsPerMs)) / nsPerMs);
  }

  /** RFC 3339 in UTC, with as many digits as needed. */
  toString(): string {
    const fraction = positiveRemainder(this.ns, nsPerSecond).toString().padStart(9, '0').replace(/0+$/, '');
    const text = new Date(this.epochMs).toISOString().slice(0, 19);
    return `${text}${fraction === '' ? '' : `.${fraction}`}Z`;
  }
}

/** The remainder that is never negative. */
export function positiveRemainder(value: bigint, divisor: bigint): bigint {
  const remainder = value % divisor;
  return remainder < 0n ? remainder + divisor : remainder;
}

/** Milliseconds since the epoch of a date and time in UTC; `null` when there is no such date or time. */
function wallMs([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: number[]): number | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const isThere = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isThere && hour < 24 && minute < 60 && second < 60 ? date.getTime() : null;
}
