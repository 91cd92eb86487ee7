import { parseConfig, type ConfigDefinition } from '@sluice/connect-api';
import type { SubmittedConfig } from '../herder/herder.ts';
import type { RestartSettings } from '../restart/restart-settings.ts';
import { restartKeys } from './keys/restart-keys.ts';

type Properties = Readonly<Record<string, string | null | undefined>>;

/**
 * Our own keys that a configuration makes use of, with what the worker has as defaults. A configuration with none of
 * them is answered as a Java worker answers it.
 */
export function careKeysInUse(config: SubmittedConfig, worker: Properties): ConfigDefinition {
  if (!Object.keys(restartKeys).some((key) => key in config)) return {};
  const defaults = parseConfig(restartKeys, ownKeys(worker));
  return Object.fromEntries(
    Object.entries(restartKeys).map(([name, key]) => [
      name,
      { ...key, defaultValue: defaults[name as keyof typeof defaults] },
    ]),
  );
}

/** How a connector is restarted: as it says itself, else as its worker says. Both were validated. */
export function restartSettingsOf(config: SubmittedConfig, worker: Properties): RestartSettings {
  const values = parseConfig(restartKeys, { ...ownKeys(worker), ...ownKeys(config) });
  return {
    rule: values['sluice.restart.policy'],
    backoffMs: Number(values['sluice.restart.backoff.ms']),
    maxBackoffMs: Number(values['sluice.restart.backoff.max.ms']),
    maxPerHour: values['sluice.restart.max.per.hour'],
  };
}

function ownKeys(properties: Properties): Record<string, string> {
  const own = Object.keys(restartKeys).map((key) => [key, properties[key] ?? null] as const);
  return Object.fromEntries(own.filter((entry): entry is [string, string] => entry[1] !== null));
}
