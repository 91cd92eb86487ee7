import { Password } from './password.ts';

/** Thrown by a setting's parser; the caller adds key and value. */
export class RuleError extends Error {
  override readonly name = 'RuleError';
}

/** One property: how its text is read, and what holds when it is absent. */
export interface Setting<T> {
  /** Absent when the property is required. */
  readonly default?: T;
  /** Whether the text must never be shown. */
  readonly isSecret?: boolean;
  /** @throws RuleError when the text breaks the rule. */
  parse(text: string): T;
}

export interface NumberRange {
  readonly default: number;
  readonly min?: number;
  readonly max?: number;
}

const maxInt = 2_147_483_647;
// 2^63 - 1 has no exact number; the nearest one is as good as for ever.
const maxLong = Number(9_223_372_036_854_775_807n);

function number(type: string, limit: number, range: NumberRange): Setting<number> {
  const { min = -limit - 1, max = limit } = range;
  return {
    default: range.default,
    parse(text) {
      const value = /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : Number.NaN;
      if (!(Math.abs(value) <= limit + 1)) throw new RuleError(`Not a number of type ${type}`);
      if (value < min) throw new RuleError(`Value must be at least ${min}`);
      if (value > max) throw new RuleError(`Value must be no more than ${max}`);
      return value;
    },
  };
}

export function int(range: NumberRange): Setting<number> {
  return number('INT', maxInt, range);
}

export function long(range: NumberRange): Setting<number> {
  return number('LONG', maxLong, range);
}

/** With a fraction, as `0.8`. */
export function double(range: Required<NumberRange>): Setting<number> {
  const { min, max } = range;
  return {
    default: range.default,
    parse(text) {
      const value = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN;
      if (Number.isNaN(value)) throw new RuleError('Not a number of type DOUBLE');
      if (value < min) throw new RuleError(`Value must be at least ${min}`);
      if (value > max) throw new RuleError(`Value must be no more than ${max}`);
      return value;
    },
  };
}

export function short(range: NumberRange): Setting<number> {
  return number('SHORT', 32_767, range);
}

/** A number of type INT that may be absent. */
export function optionalInt(): Setting<number | null> {
  return { default: null, parse: int({ default: 0 }).parse };
}

/** A secret that may be absent. */
export function password(): Setting<Password | null> {
  return { default: null, isSecret: true, parse: (text) => new Password(text) };
}

export function bool(defaultValue: boolean): Setting<boolean> {
  return {
    default: defaultValue,
    parse(text) {
      const word = text.trim().toLowerCase();
      if (word === 'true') return true;
      if (word === 'false') return false;
      throw new RuleError('Expected value to be either true or false');
    },
  };
}

export function text(defaultValue: string): Setting<string> {
  return { default: defaultValue, parse: (value) => value.trim() };
}

/** Absent and empty are the same: `null`. */
export function optionalText(): Setting<string | null> {
  return { default: null, parse: (value) => (value.trim() === '' ? null : value.trim()) };
}

export interface Choice<T extends string> {
  readonly default: NoInfer<T>;
  readonly of: readonly T[];
  /** Other ways to write a choice. */
  readonly aliases?: Readonly<Record<string, NoInfer<T>>>;
  /** Whether upper and lower case letters mean the same. */
  readonly ignoreCase?: boolean;
}

export function choice<const T extends string>(options: Choice<T>): Setting<T> {
  const { of, aliases = {}, ignoreCase = false } = options;
  const fold = (word: string): string => (ignoreCase ? word.toLowerCase() : word);
  return {
    default: options.default,
    parse(value) {
      const word = fold(value.trim());
      const found = of.find((one) => fold(one) === word) ?? aliases[word];
      if (found !== undefined) return found;
      throw new RuleError(`String must be one of: ${[...of, ...Object.keys(aliases)].join(', ')}`);
    },
  };
}

/** Words between commas. */
export function list(defaultValue: readonly string[]): Setting<readonly string[]> {
  return { default: defaultValue, parse: splitList };
}

export function splitList(value: string): string[] {
  return value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** A setting that has one value only, because others would need what this client does not do. */
export function only<const T extends string>(value: T, remedy: string): Setting<T> {
  return {
    default: value,
    parse(text) {
      if (text.trim() === value) return value;
      throw new RuleError(`Only ${value} is supported; ${remedy}`);
    },
  };
}

/** A class of Java's that stands for something this client does itself; other classes cannot be had. */
export function javaClass(...known: readonly [string, ...string[]]): Setting<string | null> {
  return {
    default: null,
    parse(text) {
      const name = text.trim();
      if (name === '') return null;
      if (known.includes(name)) return name;
      throw new RuleError(`Java classes cannot be loaded; remove the property or use ${known.join(' or ')}`);
    },
  };
}
