import { createHash } from 'node:crypto';
import type { ConnectorConfig } from '../herder/herder.ts';
import type { Lifetime } from '../config/providers/config-resolver.ts';

/** What a herder hears of a configuration whose references were resolved: nothing of the values themselves. */
export interface Resolved {
  /** The same for the same resolved configuration of the connector. */
  readonly digest: string;
  /** How long values are good, where the connector is to be restarted then. */
  readonly lifetimes: readonly Lifetime[];
}

/** Recognises a resolved configuration without telling it. */
export function digestOf(config: ConnectorConfig): string {
  const sorted = Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64');
}
