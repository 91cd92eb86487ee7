import type { ConfigIssue } from '@sluice/connect-api';
import type { ConnectorPlugin } from '../plugins/plugin-registry.ts';

type Properties = Readonly<Record<string, string | null | undefined>>;

const overrideKey = 'consumer.override.group.id';

/** The consumers of a sink must not be in the group of the workers themselves. */
export function sinkGroupIssues(
  plugin: Pick<ConnectorPlugin, 'kind'>,
  config: Properties,
  workerGroupId: string | null,
): ConfigIssue[] {
  if (plugin.kind !== 'sink' || workerGroupId === null) return [];
  const overridden = config[overrideKey] ?? null;
  const name = config['name'] ?? '';
  if ((overridden ?? `connect-${name}`) !== workerGroupId) return [];
  if (overridden !== null) {
    const message = `Consumer group ${overridden} conflicts with Connect worker group ${workerGroupId}`;
    return [{ key: overrideKey, message }];
  }
  const message = `Consumer group for sink connector named ${name} conflicts with Connect worker group ${workerGroupId}`;
  return [{ key: 'name', message }];
}
