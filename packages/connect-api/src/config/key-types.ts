import type {
  ConfigKey,
  ConfigType,
  GivenKeyOptions,
  KeyOptions,
  NullableKeyOptions,
  PresentKeyOptions,
} from './config-key.ts';
import { Password } from './values/password.ts';

type AnyOptions = KeyOptions<unknown> & { readonly default?: unknown; readonly mayBeNull?: boolean };

function defineKey<T>(type: ConfigType, options: AnyOptions, defaultValue = options.default): ConfigKey<T> {
  return {
    type,
    doc: options.doc,
    importance: options.importance,
    hasDefault: options.default !== undefined,
    defaultValue: (defaultValue ?? null) as T | null,
    mayBeNull: options.mayBeNull ?? false,
    validator: options.validator ?? null,
    group: options.group ?? null,
    orderInGroup: options.orderInGroup ?? -1,
    width: options.width ?? 'none',
    displayName: options.displayName ?? null,
    dependents: options.dependents ?? [],
    recommender: options.recommender ?? null,
  };
}

/** `true` or `false`, in any letter case. */
export function boolean(options: NullableKeyOptions<boolean>): ConfigKey<boolean | null>;
export function boolean(options: PresentKeyOptions<boolean>): ConfigKey<boolean>;
export function boolean(options: AnyOptions): ConfigKey<boolean | null> {
  return defineKey('BOOLEAN', options);
}

/** Text, without the blanks around it. */
export function string<T extends string = string>(options: NullableKeyOptions<T>): ConfigKey<T | null>;
export function string<T extends string = string>(options: GivenKeyOptions<T>): ConfigKey<T | null>;
export function string<T extends string = string>(options: PresentKeyOptions<T>): ConfigKey<T>;
export function string(options: AnyOptions): ConfigKey<string | null> {
  return defineKey('STRING', options);
}

/** A secret; its default is given as text. */
export function password(options: NullableKeyOptions<Password>): ConfigKey<Password | null>;
export function password(options: PresentKeyOptions<Password, string>): ConfigKey<Password>;
export function password(options: AnyOptions): ConfigKey<Password | null> {
  const text = options.default;
  return defineKey('PASSWORD', options, typeof text === 'string' ? new Password(text) : null);
}

/** A whole number from -2^31 to 2^31-1. */
export function int(options: NullableKeyOptions<number>): ConfigKey<number | null>;
export function int(options: PresentKeyOptions<number>): ConfigKey<number>;
export function int(options: AnyOptions): ConfigKey<number | null> {
  return defineKey('INT', options);
}

/** A whole number from -32768 to 32767. */
export function short(options: NullableKeyOptions<number>): ConfigKey<number | null>;
export function short(options: PresentKeyOptions<number>): ConfigKey<number>;
export function short(options: AnyOptions): ConfigKey<number | null> {
  return defineKey('SHORT', options);
}

/** A whole number from -2^63 to 2^63-1: a `number` within ±(2^53-1), a `bigint` beyond. */
export function long(options: NullableKeyOptions<number | bigint>): ConfigKey<number | bigint | null>;
export function long(options: PresentKeyOptions<number | bigint>): ConfigKey<number | bigint>;
export function long(options: AnyOptions): ConfigKey<number | bigint | null> {
  return defineKey('LONG', options);
}

/** A floating-point number as Java reads it, also `NaN`, `Infinity` and hexadecimal. */
export function double(options: NullableKeyOptions<number>): ConfigKey<number | null>;
export function double(options: PresentKeyOptions<number>): ConfigKey<number>;
export function double(options: AnyOptions): ConfigKey<number | null> {
  return defineKey('DOUBLE', options);
}

/** Texts between commas, without the blanks around them; an empty text is the empty list. */
export function list(options: NullableKeyOptions<readonly string[]>): ConfigKey<readonly string[] | null>;
export function list(options: PresentKeyOptions<readonly string[]>): ConfigKey<readonly string[]>;
export function list(options: AnyOptions): ConfigKey<readonly string[] | null> {
  return defineKey('LIST', options);
}

/** A plugin, by its class name or an alias; its value and default are the full class name. */
export function pluginClass(options: NullableKeyOptions<string>): ConfigKey<string | null>;
export function pluginClass(options: PresentKeyOptions<string>): ConfigKey<string>;
export function pluginClass(options: AnyOptions): ConfigKey<string | null> {
  return defineKey('CLASS', options);
}
