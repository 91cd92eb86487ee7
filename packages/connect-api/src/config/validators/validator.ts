import { formatInvalidConfigValue } from '../../errors/config-error.ts';
import type { ConfigType } from '../config-key.ts';
import { formatValueForMessage } from '../values/value-text.ts';

/** A parsed value about to be checked. */
export interface CheckedValue {
  /** The configuration key, as messages name it. */
  readonly key: string;
  readonly type: ConfigType;
  /** `null` when it was given as such, is so by default, or could not be parsed. */
  readonly value: unknown;
}

/** Says whether a parsed value may be used. `T` narrows the type of the key where the good values are known. */
export interface Validator<out T = unknown> {
  /** The good values as documentation shows them, e.g. `[0,...]`; empty when there is no short form. */
  describe(type: ConfigType): string;
  /** The whole message when the value is refused, `null` when it is good. */
  check(checked: CheckedValue): string | null;
  /** Whether a strict parse drops repeated items of a list, with a warning, before they are checked. */
  readonly dropsDuplicates?: boolean;
  /** Never set: carries the type of the good values. */
  readonly accepts?: T;
}

/** The message `Invalid value <value> for configuration <key>: <reason>`, for use in validators. */
export function refusal({ key, type, value }: CheckedValue, reason: string): string {
  return formatInvalidConfigValue({ key, value: formatValueForMessage(type, value), reason });
}
