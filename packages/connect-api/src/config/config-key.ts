import type { Recommender } from './recommender.ts';
import type { Validator } from './validators/validator.ts';

/** The types a configuration key can have. */
export type ConfigType =
  'BOOLEAN' | 'STRING' | 'INT' | 'SHORT' | 'LONG' | 'DOUBLE' | 'LIST' | 'CLASS' | 'PASSWORD';

/** How much a key matters to somebody who configures. */
export type Importance = 'high' | 'medium' | 'low';

/** How wide the form field of a key should be. */
export type Width = 'none' | 'short' | 'medium' | 'long';

/** A configuration key without its name. `T` is the type of its parsed value. */
export interface ConfigKey<out T = unknown> {
  readonly type: ConfigType;
  /** What the key does, in Markdown. */
  readonly doc: string;
  readonly importance: Importance;
  /** Whether it may be left out. */
  readonly hasDefault: boolean;
  /** The parsed value when it is left out; `null` too when it has no default. */
  readonly defaultValue: T | null;
  /** Whether it may be given as `null` though it has to be given. */
  readonly mayBeNull?: boolean;
  readonly validator: Validator | null;
  /** The heading under which forms and documentation show it. */
  readonly group: string | null;
  /** Position within its group; -1 is none. */
  readonly orderInGroup: number;
  readonly width: Width;
  /** `null` shows the name of the key. */
  readonly displayName: string | null;
  /** Names of keys whose value or visibility depends on this one. */
  readonly dependents: readonly string[];
  readonly recommender: Recommender | null;
}

/** What is said of a key when it is declared. */
export interface KeyOptions<T> {
  /** What the key does, in Markdown. */
  readonly doc: string;
  readonly importance: Importance;
  /** By default every value of the type is good. */
  readonly validator?: Validator<T>;
  readonly group?: string;
  readonly orderInGroup?: number;
  /** `none` by default. */
  readonly width?: Width;
  /** The name of the key by default. */
  readonly displayName?: string;
  readonly dependents?: readonly string[];
  readonly recommender?: Recommender;
}

/** A key that must be given, or has a default that is not `null`. */
export interface PresentKeyOptions<T, Default = NoInfer<T>> extends KeyOptions<T> {
  /** Without it the key is required. */
  readonly default?: Default;
}

/** A key that may be left out, and is `null` then. */
export interface NullableKeyOptions<T> extends KeyOptions<T> {
  readonly default: null;
}

/** A key that must be given, if only as `null`, and is `null` then. */
export interface GivenKeyOptions<T> extends KeyOptions<T> {
  readonly mayBeNull: true;
}
