import { ConnectError, describeClass, type ConnectErrorOptions } from './connect-error.ts';
import type { ErrorCodeOf } from './error-catalogue.ts';

/** What may be said of a configuration error beside its message. */
export interface ConfigErrorOptions extends ConnectErrorOptions<ErrorCodeOf<'ConfigError'>> {
  /** The configuration key at fault. */
  readonly key?: string;
}

/** The configuration is wrong, and stays wrong until somebody changes it. */
export class ConfigError extends ConnectError {
  static {
    describeClass(this, 'ConfigError');
  }

  /** The configuration key at fault, `null` when the error is not about one key. */
  readonly key: string | null;

  constructor(message: string, options: ConfigErrorOptions = {}) {
    super(message, options);
    this.key = options.key ?? null;
  }
}

/** The offending part of a configuration: `value` is printed as it is, so it must not be a secret. */
export interface InvalidConfigValue {
  readonly key: string;
  readonly value: unknown;
  /** Without it the message ends after the key. */
  readonly reason?: string;
}

/** Kafka's text for a bad value: `Invalid value <value> for configuration <key>: <reason>`. */
export function formatInvalidConfigValue({ key, value, reason }: InvalidConfigValue): string {
  const shown = Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
  return `Invalid value ${shown} for configuration ${key}${reason === undefined ? '' : `: ${reason}`}`;
}

/** The error that says `Invalid value <value> for configuration <key>: <reason>`. */
export function invalidConfigValue(invalid: InvalidConfigValue): ConfigError {
  return new ConfigError(formatInvalidConfigValue(invalid), {
    code: 'CONFIG_VALUE_INVALID',
    key: invalid.key,
  });
}
