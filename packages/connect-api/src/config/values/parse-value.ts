import { ConfigError, formatInvalidConfigValue, invalidConfigValue } from '../../errors/config-error.ts';
import type { ConfigType } from '../config-key.ts';
import { parseDouble } from './double-text.ts';
import { narrowed, parseInteger } from './integer-text.ts';
import { Password } from './password.ts';
import { trimBlanks } from './trimmed-text.ts';

/**
 * Finds the full class name for a class name or alias, `null` when there is none. May throw a
 * {@link ConfigError} that says more.
 */
export type ClassResolver = (name: string, key: string) => string | null;

/** What a user wrote for a key. */
export interface RawValue {
  readonly key: string;
  readonly type: ConfigType;
  readonly text: string;
}

const listSeparator = /[ \t\n\v\f\r]*,[ \t\n\v\f\r]*/;

/** Each takes text without blanks around it and returns `null` for what is not of the type. */
const parsers: Readonly<Record<Exclude<ConfigType, 'CLASS'>, (text: string) => unknown>> = {
  STRING: (text) => text,
  PASSWORD: (text) => new Password(text),
  LIST: (text) => (text === '' ? [] : text.split(listSeparator)),
  BOOLEAN: parseBoolean,
  SHORT: (text) => parseInteger(text, 16),
  INT: (text) => parseInteger(text, 32),
  LONG: (text) => parseInteger(text, 64),
  DOUBLE: parseDouble,
};

/**
 * Reads the text of a key, without the blanks around it, as a value of its type.
 * @param resolveClass - without it every class name is good, and taken for a full one.
 * @throws ConfigError `Invalid value <text> for configuration <key>: …`
 */
export function parseConfigValue(raw: RawValue, resolveClass?: ClassResolver): unknown {
  const { key, type, text } = raw;
  const trimmed = trimBlanks(text);
  if (type === 'CLASS')
    return resolveClass === undefined ? trimmed : resolved(raw, resolveClass(trimmed, key));
  const value = parsers[type](trimmed);
  if (value !== null) return typeof value === 'bigint' ? narrowed(value) : value;
  const reason =
    type === 'BOOLEAN' ? 'Expected value to be either true or false' : `Not a number of type ${type}`;
  throw invalidConfigValue({ key, value: text, reason });
}

function parseBoolean(text: string): boolean | null {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : null;
}

function resolved({ key, text }: RawValue, className: string | null): string {
  if (className !== null) return className;
  const message = formatInvalidConfigValue({ key, value: text, reason: `Class ${text} could not be found.` });
  throw new ConfigError(message, { code: 'CONFIG_CLASS_NOT_FOUND', key });
}
