import { failure, type EvaluationFailure } from '../evaluate/evaluation-failure.ts';
import { nsPerMs, nsPerSecond } from './instant.ts';

/** Longer texts are not read as durations. */
const maxLength = 100;

const part = /(\d{1,18})?(?:\.(\d{0,18}))?(ns|us|µs|μs|ms|s|m|h)/y;

const unitNs: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: nsPerMs,
  s: nsPerSecond,
  m: 60n * nsPerSecond,
  h: 3600n * nsPerSecond,
};

/** A length of time, exact to the nanosecond; the nanoseconds have 64 bits, which are 292 years. */
export class Duration {
  readonly ns: bigint;

  /** @throws EvaluationFailure when it is longer. */
  constructor(ns: bigint) {
    if (BigInt.asIntN(64, ns) !== ns) throw failure('a duration has at most 292 years');
    this.ns = ns;
  }

  /** Reads `1h30m`, `-1.5s`. @throws EvaluationFailure when the text is something else. */
  static parse(text: string): Duration {
    const sign = text.startsWith('-') ? -1n : 1n;
    const body = text.replace(/^[-+]/, '');
    if (text.length > maxLength) throw noDuration();
    if (body === '0') return new Duration(0n);
    let ns = 0n;
    for (let at = 0; at < body.length || at === 0;) {
      part.lastIndex = at;
      const match = part.exec(body);
      if (match === null) throw noDuration();
      ns += partNs(match);
      at += match[0].length;
    }
    return new Duration(sign * ns);
  }

  /** In seconds, with as many digits as needed: `-1.5s`. */
  toString(): string {
    const ns = this.ns < 0n ? -this.ns : this.ns;
    const fraction = (ns % nsPerSecond).toString().padStart(9, '0').replace(/0+$/, '');
    return `${this.ns < 0n ? '-' : ''}${ns / nsPerSecond}${fraction === '' ? '' : `.${fraction}`}s`;
  }
}

function partNs([, whole, fraction, unit = 's']: RegExpExecArray): bigint {
  if ((whole ?? '') + (fraction ?? '') === '') throw noDuration();
  const perUnit = unitNs[unit] ?? 1n;
  return BigInt(whole ?? 0) * perUnit + fractionNs(fraction ?? '', perUnit);
}

function noDuration(): EvaluationFailure {
  return failure('duration() takes text such as 1h30m, 90s or 1.5s');
}

function fractionNs(digits: string, perUnit: bigint): bigint {
  return digits === '' ? 0n : (BigInt(digits) * perUnit) / 10n ** BigInt(digits.length);
}
