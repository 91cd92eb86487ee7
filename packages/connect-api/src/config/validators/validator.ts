import type { ConfigType } from '../config-key.ts';

/** A parsed value about to be checked. */
export interface CheckedValue {
  /** The configuration key, as messages name it. */
  readonly key: string;
  readonly type: ConfigType;
  readonly value: unknown;
}

/**
 * Says whether a parsed value may be used. `T` narrows the type of the key where the values are known in advance.
 */
export interface Validator<out T = unknown> {
  /** The allowed values as documentation shows them, e.g. `[0,...]`; `null` when there is no short form. */
  readonly text: string | null;
  /** The whole message when the value is refused, `null` when it is good. */
  check(checked: CheckedValue): string | null;
  /** Whether repeated items of a list are dropped, with a warning, before a strict parse checks it. */
  readonly dropsDuplicates?: boolean;
  /** Never set: carries the type of the values. */
  readonly accepts?: T;
}
