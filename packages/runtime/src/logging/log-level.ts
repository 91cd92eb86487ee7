import { ConfigError } from '@sluice/connect-api';

/** Least important first. */
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/**
 * The level that `SLUICE_LOG_LEVEL` asks for, `info` by default.
 * @throws ConfigError naming the levels when it is none.
 */
export function logLevelOf(environment: Readonly<Record<string, string | undefined>>): string {
  const level = environment['SLUICE_LOG_LEVEL'] ?? 'info';
  if (levels.includes(level)) return level;
  throw new ConfigError(`SLUICE_LOG_LEVEL is "${level}"; it must be one of ${levels.join(', ')}`, {
    code: 'CONFIG_VALUE_INVALID',
  });
}
