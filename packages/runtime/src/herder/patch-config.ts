import type { ConnectorConfig, SubmittedConfig } from './herder.ts';

/** A configuration with what the patch sets, and without what is `null` in it (KIP-477). */
export function patchConfig(config: ConnectorConfig, patch: SubmittedConfig): ConnectorConfig {
  const merged = Object.entries({ ...config, ...patch });
  return Object.fromEntries(merged.filter((entry): entry is [string, string] => entry[1] !== null));
}
