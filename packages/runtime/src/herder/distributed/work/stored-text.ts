import type { ConnectorConfig } from '../../herder.ts';
import type { StoredConfig } from '../../../stores/config/config-record.ts';

/** A stored configuration as those who run it know it: a null means the same as leaving the key out. */
export function configText(stored: StoredConfig): ConnectorConfig {
  return Object.fromEntries(
    Object.entries(stored).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

/** Whether two stored configurations are the same, key order aside. */
export function sameStored(one: StoredConfig | null, other: StoredConfig | null): boolean {
  if (one === null || other === null) return one === other;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
